package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.queue.LocalSqs;
import dev.scout.local.queue.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that is loaded in parts gives what it gives when it is loaded at once, all of it in one moment. */
class SplitIT {

    private static final int PART_BYTES = 4 * 1024;
    private static final int MAX_RECORD_BYTES = 3_000;

    private static LoaderFixture at;
    private static LocalSqs sqs;
    private static Loader whole;
    private static Loader alone;
    private static Loader queueing;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
        sqs = new LocalSqs(Duration.ofMinutes(5), 100);
        whole = at.newLoader(MAX_RECORD_BYTES);
        LoadSettings settings = new LoadSettings(MAX_RECORD_BYTES, PART_BYTES);
        alone = at.newLoader(settings, null);
        queueing = at.newLoader(settings, sqs.queue());
    }

    @AfterAll
    static void stop() throws Exception {
        sqs.close();
        at.close();
    }

    /** A part that is asked for again, while another invocation is at it, is in the queue once more. */
    @BeforeEach
    void emptyTheQueue() {
        received();
    }

    static Stream<SplitSample> samples() {
        return SplitSample.all();
    }

    static Stream<SplitSample> allSamples() {
        return Stream.concat(SplitSample.all(), SplitSample.large());
    }

    @ParameterizedTest
    @MethodSource("allSamples")
    void oneInvocationThatLoadsAllPartsLoadsTheSame(SplitSample sample) {
        String expected = landed(sample, "whole", whole);
        String key = put(sample, "alone");

        ObjectNode answer = alone.answer(event(key), LoaderFixture.plentyOfTime());

        assertThat(answer.path("objects").path(0).path("status").asText()).isIn("loaded", "partial");
        assertSame(expected, key);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void partsThatAreHandedOnLoadTheSame(SplitSample sample) {
        String expected = landed(sample, "whole", whole);
        String key = put(sample, "queue");

        ObjectNode answer = queueing.answer(event(key), LoaderFixture.plentyOfTime());
        assertThat(answer.path("handed_on").asInt()).isEqualTo(1);
        List<String> messages = received();
        assertThat(messages).hasSizeGreaterThan(2);
        Collections.shuffle(messages, new Random(1));
        for (String message : messages.subList(1, messages.size())) {
            queueing.answer(EventReader.read(message), LoaderFixture.plentyOfTime());
            assertNothingIsVisible(key);
        }
        queueing.answer(EventReader.read(messages.get(0)), LoaderFixture.plentyOfTime());

        assertSame(expected, key);
        assertThat(received()).isEmpty();
    }

    @Test
    void partsInParallelDuplicatedAndReordered() throws Exception {
        SplitSample sample = SplitSample.of("parallel.ndjson");
        String expected = landed(sample, "whole", whole);
        String key = put(sample, "parallel");
        queueing.answer(event(key), LoaderFixture.plentyOfTime());
        List<String> messages = received();
        messages.addAll(List.copyOf(messages));
        messages.add("{\"plan\":{\"file_id\":" + at.ledger(key).get("file_id") + "}}");
        messages.add(directly(key));
        Collections.shuffle(messages, new Random(2));

        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ObjectNode>> loads = new ArrayList<>();
            for (String message : messages) {
                loads.add(() -> at.newLoader(new LoadSettings(MAX_RECORD_BYTES, PART_BYTES), sqs.queue())
                        .answer(EventReader.read(message), LoaderFixture.plentyOfTime()));
            }
            for (Future<ObjectNode> load : threads.invokeAll(loads)) {
                load.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertSame(expected, key);
    }

    @Test
    void aLostMessageIsInTheViewOfWhatIsUnfinished() {
        SplitSample sample = SplitSample.of("lost.ndjson");
        String expected = landed(sample, "whole", whole);
        String key = put(sample, "lost");
        queueing.answer(event(key), LoaderFixture.plentyOfTime());
        List<String> messages = received();
        messages.stream()
                .skip(2)
                .forEach(message -> queueing.answer(EventReader.read(message), LoaderFixture.plentyOfTime()));

        List<@Nullable String> lost = at.column("select message from scout.unfinished_splits where key = '" + key
                + "' and idle_since <= clock_timestamp() order by part_no");
        assertThat(lost).hasSize(2);
        lost.forEach(
                message -> queueing.answer(EventReader.read(String.valueOf(message)), LoaderFixture.plentyOfTime()));

        assertSame(expected, key);
        assertThat(at.column("select message from scout.unfinished_splits")).isEmpty();
    }

    /** Each call of the clock costs a second or more, so that every invocation ends somewhere else. */
    @ParameterizedTest
    @MethodSource("allSamples")
    void invocationsThatRunOutOfTimeGoOnWhereTheyStopped(SplitSample sample) {
        String expected = landed(sample, "whole", whole);
        String key = put(sample, "short");
        int invocations = 0;
        ObjectNode answer;
        do {
            answer = alone.answer(event(key), ticking(26 + 3 * (invocations % 5)));
            if (answer.path("incomplete").asBoolean()) {
                assertNothingIsVisible(key);
            }
            assertThat(++invocations).isLessThan(500);
        } while (answer.path("incomplete").asBoolean());

        assertThat(invocations).isGreaterThan(1);
        assertThat(at.ledger(key)).containsEntry("attempts", "1");
        assertSame(expected, key);
    }

    @Test
    void queueMessagesThatRunOutOfTimeAreHandedOn() {
        SplitSample sample = SplitSample.of("short.csv", 10);
        String expected = landed(sample, "whole", whole);
        String key = put(sample, "short-queue");
        List<String> messages = new ArrayList<>(List.of(directly(key)));
        int handled = 0;
        while (!messages.isEmpty()) {
            String message = messages.remove(0);
            at.newLoader(new LoadSettings(MAX_RECORD_BYTES, 16 * 1024), sqs.queue())
                    .answer(EventReader.read(message), ticking(24 + 2 * (handled % 3)));
            messages.addAll(received());
            assertThat(++handled).isLessThan(500);
        }

        assertSame(expected, key);
        assertThat(at.value("select count(*) from scout.ingest_parts where file_id = "
                        + at.ledger(key).get("file_id")))
                .satisfies(parts ->
                        assertThat(Integer.parseInt(String.valueOf(parts))).isGreaterThan(5));
    }

    @Test
    void aWholeLoadThatTakesTooLongIsSplit() {
        SplitSample sample = SplitSample.of("slow.ndjson", 20);
        String expected = landed(sample, "whole", whole);
        String key = put(sample, "slow");
        Loader once = at.newLoader(new LoadSettings(MAX_RECORD_BYTES, 1024 * 1024), sqs.queue());
        int[] calls = {0};
        Deadline sudden = () -> calls[0]++ < 2 ? Duration.ofMinutes(5) : Duration.ofSeconds(1);
        at.execute("insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes) values ('"
                + LoaderFixture.BUCKET + "', '" + key + "', '" + at.put(key, sample.content()) + "', now(), "
                + sample.content().length + ")");

        once.answer(event(key), sudden);
        assertNothingIsVisible(key);
        List<String> messages = received();
        assertThat(messages).singleElement().asString().contains("plan");
        while (!messages.isEmpty()) {
            once.answer(EventReader.read(messages.remove(0)), LoaderFixture.plentyOfTime());
            messages.addAll(received());
        }

        assertSame(expected, key);
    }

    /** The messages of a batch are dealt with one after the other, and each part takes minutes. */
    @Test
    void aPartThatThereIsNoTimeForIsNotHeldToHaveBeenTried() {
        String key = put(SplitSample.of("batch.ndjson"), "late");
        queueing.answer(event(key), LoaderFixture.plentyOfTime());
        ObjectNode batch = LoaderFixture.JSON.createObjectNode();
        batch.putArray("Records")
                .addObject()
                .put("messageId", "1")
                .put("eventSource", "aws:sqs")
                .put("body", received().get(0));

        ObjectNode answer = queueing.answer(EventReader.read(batch.toString()), () -> Duration.ofSeconds(10));

        assertThat(answer.path("batchItemFailures")).hasSize(1);
        assertThat(at.column("select distinct attempts from scout.ingest_parts where file_id = "
                        + at.ledger(key).get("file_id")))
                .containsExactly("0");
        at.execute("select scout.abandon_split(" + at.ledger(key).get("file_id") + ")");
    }

    @Test
    void anObjectThatGoesAwayLeavesNothing() {
        String key = put(SplitSample.of("gone.ndjson"), "gone");
        queueing.answer(event(key), LoaderFixture.plentyOfTime());
        List<String> messages = received();
        queueing.answer(EventReader.read(messages.remove(0)), LoaderFixture.plentyOfTime());
        at.store
                .client()
                .deleteObject(request -> request.bucket(LoaderFixture.BUCKET).key(key));

        JsonNode answer = queueing.answer(EventReader.read(messages.remove(0)), LoaderFixture.plentyOfTime());

        assertThat(answer.path("skipped").asInt()).isEqualTo(1);
        assertNothingIsVisible(key);
        assertThat(at.ledger(key)).containsEntry("status", "skipped");
        assertThat(at.value("select count(*) from scout.ingest_parts where file_id = "
                        + at.ledger(key).get("file_id")))
                .isEqualTo("0");
        assertThat(queueing.answer(EventReader.read(messages.get(0)), LoaderFixture.plentyOfTime())
                        .path("files")
                        .asInt())
                .isZero();
    }

    @Test
    void leavesNoTableBehindWhenNothingCouldBeRead() {
        String key = LoaderFixture.DROP + "nothing.ndjson";
        at.put(key, "no record\n".repeat(2_000));

        alone.answer(event(key), LoaderFixture.plentyOfTime());

        assertThat(at.ledger(key)).containsEntry("status", "rejected").containsEntry("rows_quarantined", "2000");
        assertThat(at.quarantine(key)).hasSize(2_000);
        assertThat(at.column("select relname from pg_class, scout.ingest_splits where file_id = "
                        + at.ledger(key).get("file_id") + " and relname ~ ('_split_' || split_id || '$')"))
                .isEmpty();
    }

    @Test
    void attachesAPartitionWithoutReadingIt() throws SQLException {
        at.execute("""
                do $$
                declare
                  id bigint;
                begin
                  insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes) values ('b', 'attach', 'e', now(), 1) returning file_id into id;
                  perform scout.begin_split(id, 'daily_transaction_load', '{"part_bytes":1,"max_record_bytes":1}');
                  update scout.ingest_splits set is_surveyed = true where file_id = id;
                  insert into scout.ingest_parts (split_id, part_no, file_id, from_records, from_line, from_at, status, rows_loaded)
                    select split_id, 1, id, 0, 1, 0, 'loaded', 1 from scout.ingest_splits where file_id = id;
                end
                $$""");
        List<String> said = notices(
                "set client_min_messages = debug1; select scout.settle_split(file_id) from scout.ingest_files where key = 'attach'");

        assertThat(said)
                .anyMatch(
                        line -> line.matches(
                                "partition constraint for table \"bronze_transactions_split_\\d+\" is implied by existing constraints"));
    }

    private static void assertSame(String expectedKey, String key) {
        for (String query : List.of(
                "select _raw_data::text, _source_row, _source_line, _partition, right(_raw_id::text, 17) from scout.bronze_transactions where _source_file = '%s' order by _raw_id",
                "select source_row, source_line, byte_offset, byte_length, source_column, rule, message, raw_text, raw_bytes from scout.quarantine where key = '%s' order by quarantine_id",
                "select status, rows_read, rows_loaded, rows_quarantined, error, format, reader, first_error_row, first_error_byte from scout.ingest_files where key = '%s'")) {
            List<Map<String, @Nullable String>> found = at.rows(query.formatted(key));
            assertThat(found).as(query).isEqualTo(at.rows(query.formatted(expectedKey)));
        }
        assertThat(at.value(
                        "select count(distinct _ingested_at) || ' ' || bool_and(_ingested_at = f.ingested_at and f.ingested_at <= f.loaded_at)"
                                + " from scout.bronze_transactions join scout.ingest_files as f on f.file_id = _file_id where key = '"
                                + key + "'"))
                .isEqualTo("1 true");
    }

    private static void assertNothingIsVisible(String key) {
        assertThat(at.records(key)).isEmpty();
        assertThat(at.quarantine(key)).isEmpty();
    }

    /** A time that passes by being looked at. */
    private static Deadline ticking(int seconds) {
        long[] left = {seconds};
        return () -> Duration.ofSeconds(Math.max(8, left[0]--));
    }

    private static String landed(SplitSample sample, String folder, Loader loader) {
        String key = put(sample, folder);
        loader.answer(event(key), LoaderFixture.plentyOfTime());
        return key;
    }

    private static String put(SplitSample sample, String folder) {
        String key = LoaderFixture.DROP + folder + "/" + sample.name();
        at.put(key, sample.content());
        return key;
    }

    private static dev.scout.loader.event.LoadRequest event(String key) {
        return EventReader.read(directly(key));
    }

    private static String directly(String key) {
        return "{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + key + "\"}";
    }

    /** The messages that were sent to other invocations. */
    private static List<String> received() {
        try {
            List<String> bodies = new ArrayList<>();
            for (List<Message> some = sqs.ingest().receive(10, Duration.ZERO);
                    !some.isEmpty();
                    some = sqs.ingest().receive(10, Duration.ZERO)) {
                some.forEach(message -> bodies.add(message.body()));
                some.forEach(sqs.ingest()::delete);
            }
            return bodies;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> notices(String sql) throws SQLException {
        List<String> said = new ArrayList<>();
        try (Connection connection = at.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                said.add(warning.getMessage());
            }
        }
        return said;
    }
}
