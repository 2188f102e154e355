package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.bronze.Parking;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Other content under a key that was loaded: what is in bronze in the end follows from what landed, not from when it was told. */
class OverwriteIT {

    private static final List<List<Integer>> ORDERS = List.of(
            List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1), List.of(2, 1, 0));
    private static final Instant BEGIN = Instant.parse("2024-01-15T00:00:00Z");

    private static LoaderFixture at;
    private static ContentServer contents;
    private static FileLoader loader;
    private static int keys;

    @BeforeAll
    static void start() throws Exception {
        at = new LoaderFixture();
        contents = new ContentServer();
        loader = new FileLoader(
                at.loaderSource(),
                new ObjectStore(contents.client()),
                new LoadSettings(1024 * 1024, LoadSettings.PART_BYTES),
                null,
                new Parking(at.loaderSource(), 8));
        for (String policy : List.of("append_version", "replace", "ignore")) {
            at.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, on_overwrite) values ('"
                    + policy + "', '" + policy + "/**', '" + policy + "')");
            at.execute(
                    "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, on_overwrite, skip_same_content) values ('once_"
                            + policy + "', 'once_" + policy + "/**', '" + policy + "', true)");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        contents.close();
        at.close();
    }

    static Stream<Arguments> permutations() {
        List<Arguments> cases = new ArrayList<>();
        for (String policy : List.of("append_version", "replace", "ignore")) {
            for (Told told : Told.values()) {
                for (List<Integer> order : ORDERS) {
                    cases.add(Arguments.of(policy, told, order));
                }
            }
        }
        return cases.stream();
    }

    /** What the loader knows of when each of three contents landed. */
    enum Told {
        SEQUENCERS("0055AED6DC", "0055AED6DC01", "0055AED6DD"),
        TIMES(null, null, null),
        BOTH("0055AED6DC", null, "0055AED6DD");

        private final @Nullable String first;
        private final @Nullable String second;
        private final @Nullable String third;

        Told(@Nullable String first, @Nullable String second, @Nullable String third) {
            this.first = first;
            this.second = second;
            this.third = third;
        }

        @Nullable
        String sequencer(int content) {
            return content == 0 ? first : content == 1 ? second : third;
        }
    }

    @ParameterizedTest
    @MethodSource("permutations")
    void everyOrderOfEventsLeadsToTheSame(String policy, Told told, List<Integer> order) {
        String key = newKey(policy);
        for (int content : order) {
            land(key, content, told);
            land(key, content, told);
        }
        for (int content : order) {
            land(key, content, told);
        }

        assertThat(at.records(key)).containsExactlyInAnyOrderElementsOf(expected(policy));
        assertThat(at.column("select sum(rows_loaded - rows_retracted) from scout.ingest_files where key = '" + key
                        + "' and status = 'loaded'"))
                .containsExactly(String.valueOf(expected(policy).size()));
        if (!policy.equals("append_version")) {
            assertThat(at.column("select state from scout.load_history where key = '" + key + "' order by state"))
                    .containsExactly("loaded", "replaced", "replaced");
            assertThat(at.value(
                            "select count(*) from scout.ingest_files f join scout.ingest_files b on b.file_id = f.replaced_by"
                                    + " where f.key = '" + key + "' and b.key = '" + key
                                    + "' and f.error like '%(file ' || b.file_id || ').'"))
                    .isEqualTo("2");
        }
    }

    @ParameterizedTest
    @MethodSource("permutations")
    void twoOrThreeAtOnceLeadToTheSame(String policy, Told told, List<Integer> order) throws Exception {
        String key = newKey(policy);
        List<Callable<LoadOutcome>> loads = new ArrayList<>();
        for (int content : order) {
            LandedObject object = object(key, content, told);
            loads.add(() -> load(object));
            loads.add(() -> load(object));
        }

        allAtOnce(loads);

        assertThat(at.records(key)).containsExactlyInAnyOrderElementsOf(expected(policy));
    }

    @Test
    void contentThatLandsAgainIsInForceAgain() {
        String key = newKey("replace");
        land(key, 0, Told.SEQUENCERS);
        land(key, 1, Told.SEQUENCERS);

        load(new LandedObject(
                LoaderFixture.BUCKET,
                key,
                contents.put(content(0, "")),
                null,
                "0055AED6DE",
                BEGIN.plusSeconds(90),
                content(0, "").length()));

        assertThat(at.records(key)).containsExactlyElementsOf(records(0));
        assertThat(at.column("select state from scout.load_history where key = '" + key + "' order by file_id"))
                .containsExactly("loaded", "replaced");

        land(key, 0, Told.SEQUENCERS); // Its first event, late.
        assertThat(at.records(key)).containsExactlyElementsOf(records(0));
    }

    @Test
    void whatCanNotBeReadReplacesNothing() {
        String key = newKey("replace");
        land(key, 0, Told.TIMES);
        LoadOutcome outcome = load(new LandedObject(
                LoaderFixture.BUCKET, key, contents.put("%PDF-1.7 no records"), null, null, BEGIN.plusSeconds(90), 19));

        assertThat(outcome.status()).isEqualTo("rejected");
        assertThat(at.records(key)).containsExactlyElementsOf(records(0));
    }

    @Test
    void anEmptyListReplacesEverything() {
        String key = newKey("replace");
        land(key, 0, Told.TIMES);
        load(new LandedObject(LoaderFixture.BUCKET, key, contents.put("[]"), null, null, BEGIN.plusSeconds(90), 2));

        assertThat(at.records(key)).isEmpty();
    }

    @Test
    void aPolicyThatIsNewerThanTheFilesHoldsFromTheNextEventOn() {
        String key = newKey("append_version");
        land(key, 0, Told.TIMES);
        land(key, 1, Told.TIMES);
        land(key, 2, Told.TIMES);
        at.execute("update scout.etl_pipelines set on_overwrite = 'replace' where pipeline_name = 'append_version'");
        try {
            land(key, 2, Told.TIMES);
        } finally {
            at.execute(
                    "update scout.etl_pipelines set on_overwrite = 'append_version' where pipeline_name = 'append_version'");
        }

        assertThat(at.records(key)).containsExactlyElementsOf(records(2));
    }

    @Test
    void theSameContentUnderAnotherKeyIsAlwaysRecorded() {
        String one = newKey("append_version");
        String other = newKey("append_version");
        String unlike = newKey("replace");
        land(one, 0, Told.TIMES, one);
        land(other, 0, Told.TIMES, one);
        land(unlike, 0, Told.TIMES, one);

        assertThat(at.records(other)).hasSameSizeAs(records(0));
        assertThat(at.ledger(one)).containsEntry("same_content_as", null);
        assertThat(at.ledger(other))
                .containsEntry("same_content_as", at.ledger(one).get("file_id"))
                .containsEntry("status", "loaded");
        assertThat(at.ledger(unlike)).containsEntry("same_content_as", null);
    }

    @Test
    void theSameContentUnderAnotherKeyIsSkippedWhereThePipelineSaysSo() {
        String one = newKey("once_append_version");
        String other = newKey("once_append_version");
        land(one, 0, Told.TIMES, one);
        LoadOutcome outcome = land(other, 0, Told.TIMES, one);

        assertThat(outcome.status()).isEqualTo("skipped");
        assertThat(outcome.message())
                .isEqualTo("The same content is loaded already: s3://scout-lake/" + one + " (file "
                        + at.ledger(one).get("file_id") + ").");
        assertThat(at.records(other)).isEmpty();
        assertThat(at.quarantine(other)).isEmpty();
        assertThat(at.ledger(other))
                .containsEntry("status", "skipped")
                .containsEntry("rows_loaded", "0")
                .containsEntry("same_content_as", at.ledger(one).get("file_id"))
                .containsEntry("checksum", at.ledger(one).get("checksum"));
        assertThat(at.value("select state from scout.load_history where key = '" + other + "'"))
                .isEqualTo("same_content");
    }

    @Test
    void whatWasSkippedForItsContentIsNotReadAgain() {
        String one = newKey("once_append_version");
        String other = newKey("once_append_version");
        land(one, 0, Told.TIMES, one);
        LandedObject copy = object(other, 0, Told.TIMES, one);
        load(copy);
        contents.remove(copy.etag());

        assertThat(load(copy).message()).startsWith("The same content is loaded already");
    }

    @Test
    void ofTwoWithTheSameContentAtOnceOneIsLoaded() throws Exception {
        for (int round = 0; round < 20; round++) {
            String shared = newKey("once_append_version");
            List<Callable<LoadOutcome>> loads = new ArrayList<>();
            List<String> keys = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                String key = newKey("once_append_version");
                keys.add(key);
                LandedObject object = object(key, 0, Told.TIMES, shared);
                loads.add(() -> load(object));
            }

            allAtOnce(loads);

            List<@Nullable String> records = new ArrayList<>();
            keys.forEach(key -> records.addAll(at.records(key)));
            assertThat(records).hasSameSizeAs(records(0));
        }
    }

    @Test
    void aCopyIsLoadedOnceItsOriginalIsReplaced() {
        String one = newKey("once_replace");
        String other = newKey("once_replace");
        String third = newKey("once_replace");
        land(one, 0, Told.TIMES, one);
        land(other, 0, Told.TIMES, one);
        land(third, 0, Told.TIMES, one);
        assertThat(at.records(other)).isEmpty();

        land(one, 1, Told.TIMES, one);

        assertThat(at.records(one)).containsExactlyElementsOf(records(1, one));
        assertThat(at.records(other)).containsExactlyElementsOf(records(0, one));
        assertThat(at.records(third)).isEmpty();
        assertThat(at.ledger(third))
                .containsEntry("status", "skipped")
                .containsEntry("same_content_as", at.ledger(other).get("file_id"));
    }

    @Test
    void aCopyTakesThePlaceOfWhatItsKeyHad() {
        String one = newKey("once_replace");
        String other = newKey("once_replace");
        land(one, 1, Told.TIMES, one);
        land(other, 0, Told.TIMES, one);

        land(other, 1, Told.TIMES, one);
        assertThat(at.records(other)).isEmpty();

        land(other, 0, Told.TIMES, one); // Late: what landed after it has its content under another key.
        assertThat(at.records(other)).isEmpty();
        assertThat(at.records(one)).hasSameSizeAs(records(1));
    }

    /** What asks to come again comes again, as from the queue. */
    private static void allAtOnce(List<Callable<LoadOutcome>> loads) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(loads.size());
        try {
            List<Future<LoadOutcome>> answers = threads.invokeAll(loads);
            for (int i = 0; i < answers.size(); i++) {
                try {
                    answers.get(i).get();
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    ScoutException.class,
                                    failure -> assertThat(failure.retryable()).isTrue());
                    loads.get(i).call();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> expected(String policy) {
        return switch (policy) {
            case "replace" -> records(2);
            case "ignore" -> records(0);
            default ->
                Stream.of(records(0), records(1), records(2))
                        .flatMap(List::stream)
                        .toList();
        };
    }

    private static LoadOutcome land(String key, int content, Told told) {
        return land(key, content, told, "");
    }

    private static LoadOutcome land(String key, int content, Told told, String salt) {
        return load(object(key, content, told, salt));
    }

    private static LoadOutcome load(LandedObject object) {
        return loader.open(UUID.randomUUID(), false).load(object, LoaderFixture.plentyOfTime());
    }

    private static LandedObject object(String key, int content, Told told) {
        return object(key, content, told, "");
    }

    /** Puts the content and tells when it landed: by its number, whatever the time is. Where only sequencers tell, the times lie. */
    private static LandedObject object(String key, int content, Told told, String salt) {
        String text = content(content, salt);
        String etag = contents.put(text);
        Instant modified = BEGIN.plusSeconds(told == Told.SEQUENCERS ? -content : content);
        return new LandedObject(
                LoaderFixture.BUCKET, key, etag, null, told.sequencer(content), modified, text.length());
    }

    private static String content(int content, String salt) {
        return String.join("\n", records(content, salt));
    }

    private static List<String> records(int content) {
        return records(content, "");
    }

    /** Of one, two or three records; the first is in all of them. */
    private static List<String> records(int content, String salt) {
        return Stream.iterate(0, i -> i <= content, i -> i + 1)
                .map(i -> "{\"id\":\"" + salt + i + "\",\"content\":" + content + "}")
                .toList();
    }

    private static String newKey(String policy) {
        return policy + "/" + ++keys + ".ndjson";
    }
}
