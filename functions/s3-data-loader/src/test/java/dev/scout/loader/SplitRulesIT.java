package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.bronze.Parking;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.LocalSqs;
import dev.scout.local.queue.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a file in parts, all of it is loaded by the same rules, and what must be unique is so across its parts. */
class SplitRulesIT {

    private static final String TILLS = "[{\"column\":\"till\",\"unique\":true,\"name\":\"one_till\"}]";
    private static final String IDS =
            "[{\"column\":\"n\",\"type\":\"integer\"},{\"column\":\"id\",\"unique\":true,\"name\":\"one_id\"}]";

    private static LoaderFixture at;
    private static LocalSqs sqs;
    private static Loader loader;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
        sqs = new LocalSqs(Duration.ofMinutes(5), 100);
        loader = at.newLoader(new LoadSettings(3_000, 2_048), sqs.queue());
        at.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern) values ('parted', 'parted/**')");
    }

    @AfterAll
    static void stop() throws Exception {
        sqs.close();
        at.close();
    }

    @BeforeEach
    void tillsAreUnique() {
        rules(TILLS);
    }

    @Test
    void aFileIsLoadedByTheRulesThatHeldWhenItWasSplit() {
        List<String> messages = split("parted/under-way.ndjson");
        deliver(messages.subList(0, messages.size() / 2));
        rules(IDS);
        deliver(messages.subList(messages.size() / 2, messages.size()));

        assertLoaded("parted/under-way.ndjson", 350, "one_till");
    }

    /** Of 400 records the last hundred repeat an id and the last fifty a till, each in another part than the first that has it. */
    @Test
    void aFileThatIsAskedForAgainAfterItsRulesChangedIsLoadedByThoseOfToday() {
        String key = "parted/again.ndjson";
        List<String> messages = split(key);
        deliver(messages.subList(0, messages.size() / 2));
        rules(IDS);

        answer(directly(key));
        messages.addAll(received());
        messages.addAll(List.copyOf(messages));
        Collections.shuffle(messages, new Random(3));
        deliver(messages);

        assertLoaded(key, 300, "one_id");
    }

    @Test
    void aPartThatIsRedrivenAfterItsRulesChangedBeginsItsFileAnew() {
        String key = "parted/redriven.ndjson";
        List<String> messages = split(key);
        deliver(messages.subList(0, 3));
        at.execute("update scout.ingest_files set parked_at = now() where key = '" + key + "'");
        rules(IDS);

        answer(messages.get(4));
        messages.addAll(received());
        deliver(messages);

        assertLoaded(key, 300, "one_id");
    }

    @Test
    void aFileWhosePipelineIsAsItWasGoesOnWhenItIsAskedForAgain() {
        String key = "parted/same.ndjson";
        List<String> messages = split(key);
        deliver(messages.subList(0, 3));
        at.execute(
                "update scout.etl_pipelines set updated_at = now(), schedule_cron = '0 5 * * *' where pipeline_name = 'parted'");

        answer(directly(key));

        assertThat(at.value("select count(*) from scout.ingest_parts where status = 'loaded' and file_id = "
                        + at.ledger(key).get("file_id")))
                .isEqualTo("3");
        deliver(messages);
        assertLoaded(key, 350, "one_till");
    }

    @Test
    void theValuesOfASplitThatWasGivenUpAreForgotten() {
        String key = "parted/given-up.ndjson";
        List<String> messages = split(key);
        deliver(messages.subList(0, messages.size() - 1));
        at.store
                .client()
                .deleteObject(request -> request.bucket(LoaderFixture.BUCKET).key(key));
        deliver(messages.subList(messages.size() - 1, messages.size()));
        assertThat(at.ledger(key)).containsEntry("status", "skipped");
        assertThat(at.value("select count(*) from scout.unique_values")).isEqualTo("0");

        List<String> anew = split(key);
        List<String> all = new ArrayList<>(messages);
        all.addAll(anew);
        Collections.shuffle(all, new Random(4));
        deliver(all);

        assertLoaded(key, 350, "one_till");
    }

    /** Between a part and the settling, the file is given up, split anew, and that split is as good as loaded. */
    @Test
    void whoKnewAnOlderSplitDoesNotShowTheRowsOfTheOther() {
        String key = "parted/late.ndjson";
        split(key);
        String file = String.valueOf(at.ledger(key).get("file_id"));
        at.execute("update scout.ingest_parts set sent_at = null where part_no = 2 and file_id = " + file);
        FileLoader late = new FileLoader(
                at.loaderSource(),
                new ObjectStore(at.store.client()),
                new LoadSettings(3_000, 2_048),
                bodies -> at.execute("""
                        select scout.abandon_split(%1$s);
                        select scout.begin_split(%1$s, 'parted', '{"part_bytes":2048,"max_record_bytes":3000,"standards":{}}');
                        update scout.ingest_splits set is_surveyed = true where file_id = %1$s;
                        insert into scout.ingest_parts (split_id, part_no, file_id, from_records, from_line, from_at, status, rows_loaded)
                        select split_id, 1, file_id, 0, 1, 0, 'loaded', 1 from scout.ingest_splits where file_id = %1$s""".formatted(file)),
                new Parking(at.loaderSource(), 8));

        late.open(UUID.randomUUID(), false).part(Long.parseLong(file), 1, LoaderFixture.plentyOfTime());

        assertThat(at.value("select count(*) from scout.ingest_splits where settled_at is null and file_id = " + file))
                .isEqualTo("1");
        assertThat(at.ledger(key)).containsEntry("status", "loading").containsEntry("ingested_at", null);
    }

    private static void assertLoaded(String key, int records, String rule) {
        assertThat(at.column("select (_raw_data ->> 'n')::int from scout.bronze_transactions where _source_file = '"
                        + key + "' order by 1"))
                .isEqualTo(numbers(0, records));
        assertThat(at.column("select source_row - 1 from scout.quarantine where rule = '" + rule + "' and key = '" + key
                        + "' order by source_row"))
                .isEqualTo(numbers(records, 400));
        assertThat(at.ledger(key))
                .containsEntry("status", "partial")
                .containsEntry("rows_loaded", Integer.toString(records))
                .containsEntry("rows_quarantined", Integer.toString(400 - records));
        assertThat(at.value("select count(*) from scout.unique_values")).isEqualTo("0");
        assertThat(at.value("select count(*) from scout.ingest_splits where file_id = "
                        + at.ledger(key).get("file_id")))
                .isEqualTo("1");
    }

    private static List<@Nullable String> numbers(int from, int to) {
        return IntStream.range(from, to)
                .<@Nullable String>mapToObj(Integer::toString)
                .collect(Collectors.toList());
    }

    private static void rules(String rules) {
        at.execute("update scout.etl_pipelines set rules = '" + rules + "' where pipeline_name = 'parted'");
    }

    /** Puts the file, has it split, and returns the messages of its parts. */
    private static List<String> split(String key) {
        at.put(
                key,
                IntStream.range(0, 400)
                        .mapToObj(i -> "{\"id\":\"i" + i % 300 + "\",\"till\":\"t" + i % 350 + "\",\"n\":" + i
                                + ",\"file\":\"" + key + "\"}\n")
                        .collect(Collectors.joining()));
        answer(directly(key));
        List<String> messages = received();
        assertThat(messages).hasSizeGreaterThan(6);
        return messages;
    }

    private static void deliver(List<String> messages) {
        messages.forEach(message -> loader.answer(
                EventReader.read(LoaderFixture.JSON
                        .createObjectNode()
                        .set(
                                "Records",
                                LoaderFixture.JSON
                                        .createArrayNode()
                                        .add(LoaderFixture.JSON
                                                .createObjectNode()
                                                .put("messageId", "1")
                                                .put("receiptHandle", "1")
                                                .put("eventSource", "aws:sqs")
                                                .put("body", message)))
                        .toString()),
                LoaderFixture.plentyOfTime()));
    }

    private static JsonNode answer(String event) {
        return loader.answer(EventReader.read(event), LoaderFixture.plentyOfTime());
    }

    private static String directly(String key) {
        return "{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + key + "\"}";
    }

    private static List<String> received() {
        try {
            List<String> bodies = new ArrayList<>();
            for (List<Message> some = receive(); !some.isEmpty(); some = receive()) {
                some.forEach(message -> bodies.add(message.body()));
                some.forEach(sqs.ingest()::delete);
            }
            return bodies;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Message> receive() throws InterruptedException {
        return sqs.ingest().receive(10, Duration.ZERO);
    }
}
