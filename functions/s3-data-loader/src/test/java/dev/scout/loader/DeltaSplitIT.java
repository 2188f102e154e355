package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.LocalSqs;
import dev.scout.local.queue.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A version of a Delta table that is loaded in parts comes in as a whole, whatever else becomes of the table meanwhile. */
class DeltaSplitIT {

    private static final int PART_BYTES = 12 * 1024;
    private static final LoadSettings SETTINGS = new LoadSettings(1024 * 1024, PART_BYTES);

    private static final String DAMAGED =
            ",\"deletionVector\":{\"storageType\":\"i\",\"pathOrInlineDv\":\"00000\",\"sizeInBytes\":4,\"cardinality\":1}";

    private static DeltaFixture fixture;
    private static LoaderFixture at;
    private static LocalSqs sqs;
    private static Loader alone;
    private static Loader queueing;

    @BeforeAll
    static void start() {
        fixture = new DeltaFixture();
        at = fixture.loader;
        sqs = new LocalSqs(Duration.ofMinutes(5), 100);
        alone = at.newLoader(SETTINGS, null);
        queueing = at.newLoader(SETTINGS, sqs.queue());
    }

    @AfterAll
    static void stop() throws IOException {
        assertNoTableWaits();
        sqs.close();
        fixture.close();
    }

    @Test
    void partsThatAreHandedOnLoadTheSameAsTheWhole() {
        WrittenTable expected = new WrittenTable(at, "whole");
        answer(at.loader, large(expected));
        WrittenTable table = new WrittenTable(at, "handed-on");

        ObjectNode answer = answer(queueing, large(table));
        assertThat(answer.path("handed_on").asInt()).isEqualTo(1);
        List<String> messages = received();
        // The large file alone is cut more than twice, at its row groups.
        assertThat(messages).hasSizeGreaterThan(4);
        messages.addAll(List.copyOf(messages));
        Collections.shuffle(messages, new Random(1));
        List<String> last = new ArrayList<>(messages.subList(messages.size() - 1, messages.size()));
        last.addAll(messages.stream().filter(last.get(0)::equals).toList());
        messages.removeAll(last);
        for (String message : messages) {
            queueing.answer(EventReader.read(message), LoaderFixture.plentyOfTime());
            assertThat(ids(table)).isEqualTo("0 0");
        }
        last.forEach(message -> queueing.answer(EventReader.read(message), LoaderFixture.plentyOfTime()));

        assertThat(ids(table)).isEqualTo("10300 10300");
        assertSame(expected.root(), table.root());
        assertNothingIsLeft(table);
    }

    /** The suite says how many rows are live; the first version that is told of is the last one. */
    @ParameterizedTest
    @CsvSource({
        "table_with_deletion_logs, 20, 98",
        "cdf-table-with-cdc-and-dvs, 25, 5",
        "table_with_partitioning_mapping, 4, 2",
        "table_with_column_mapping, 0, 5",
        "checkpoint-v2-table, 9, 44",
        "spark-shredded-variant-preview-delta, 2, 102"
    })
    void deletedRowsAndMappedColumnsAreSoWithinParts(String name, long version, long rows) throws IOException {
        String commit = String.format(Locale.ROOT, "/_delta_log/%020d.json", version);
        String expected = "tables/suite-whole/" + name;
        String root = "tables/suite-parts/" + name;
        fixture.put(SharedData.directory("conformance/delta-rs-tables/" + name), expected);
        fixture.put(SharedData.directory("conformance/delta-rs-tables/" + name), root);
        assertThat(fixture.load(expected + commit)).isEqualTo("loaded");

        assertThat(fixture.loadInParts(root + commit)).isEqualTo("loaded");

        assertThat(fixture.count(root)).isEqualTo(rows);
        assertSame(expected, root);
        assertThat(at.ledger(root + commit).get("ingested_at")).isNotNull();
        assertThat(fixture.isConsistent(root)).isTrue();
    }

    @Test
    void withoutAQueueWhoIsAskedAgainGoesOn() {
        WrittenTable expected = new WrittenTable(at, "whole-alone");
        answer(at.loader, large(expected));
        WrittenTable table = new WrittenTable(at, "alone");
        String key = large(table);
        int invocations = 0;
        ObjectNode answer;
        do {
            answer = alone.answer(EventReader.read(directly(key)), ticking(22 + 3 * (invocations % 4)));
            assertThat(++invocations).isLessThan(300);
        } while (answer.path("incomplete").asBoolean());

        assertThat(invocations).isGreaterThan(2);
        assertSame(expected.root(), table.root());
        assertThat(at.ledger(key)).containsEntry("attempts", "1");
        assertNothingIsLeft(table);
    }

    @Test
    void aVersionThatTakesTooLongAsAWholeIsLoadedInParts() {
        WrittenTable table = new WrittenTable(at, "slow");
        String key = large(table);
        Loader once = at.newLoader(new LoadSettings(1024 * 1024, 1024 * 1024), null);
        // An attempt was begun before: this is not one that had little time by chance.
        at.execute("insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes) select '"
                + LoaderFixture.BUCKET + "', '" + key + "', '"
                + head(key).eTag().replace("\"", "") + "', now(), "
                + head(key).contentLength());
        int[] calls = {0};
        Deadline sudden = () -> calls[0]++ < 2 ? Duration.ofMinutes(5) : Duration.ofSeconds(1);

        ObjectNode answer = once.answer(EventReader.read(directly(key)), sudden);
        assertThat(answer.path("incomplete").asBoolean()).isTrue();
        assertThat(ids(table)).isEqualTo("0 0");

        answer(once, key);
        assertThat(ids(table)).isEqualTo("10300 10300");
        assertNothingIsLeft(table);
    }

    /** It would read most of what the earlier one reads once more. */
    @Test
    void aLaterLargeVersionWaitsForTheEarlierOne() {
        WrittenTable table = new WrittenTable(at, "later-waits");
        answer(queueing, large(table));
        List<String> messages = received();
        String later = table.commit(1, WrittenTable.remove("b.parquet"), table.add("d.parquet", 20_000, 20_050));

        assertThatThrownBy(() -> answer(queueing, later)).hasMessageContaining("is being loaded in parts");
        finish(messages);
        assertThat(ids(table)).isEqualTo("10300 10300");
        assertThat(answer(queueing, later).path("loaded").asInt()).isEqualTo(1);

        // b had the 100 ids from 10,000 on.
        assertThat(ids(table)).isEqualTo("10250 10250");
        assertThat(fixture.isConsistent(table.root())).isTrue();
        assertNothingIsLeft(table);
    }

    @Test
    void aLaterSmallVersionThatSettlesFirstCoversTheOneInParts() {
        WrittenTable table = new WrittenTable(at, "later-first");
        String key = large(table);
        answer(queueing, key);
        List<String> messages = received();
        queueing.answer(EventReader.read(messages.remove(0)), LoaderFixture.plentyOfTime());
        String later = table.commit(
                1,
                WrittenTable.remove("a.parquet"),
                WrittenTable.remove("b.parquet"),
                WrittenTable.remove("c.parquet"),
                WrittenTable.remove("e.parquet"),
                table.add("d.parquet", 20_000, 20_050));

        assertThat(answer(queueing, later).path("loaded").asInt()).isEqualTo(1);
        finish(messages);

        assertThat(ids(table)).isEqualTo("50 50");
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("rows_loaded", "0");
        assertThat(at.ledger(key).get("reader")).contains("\"covered_by_version\": 1");
        assertNothingIsLeft(table);
    }

    @Test
    void anEarlierVersionThatSettlesMeanwhileIsNotThereTwice() {
        WrittenTable table = new WrittenTable(at, "earlier-meanwhile");
        String earlier = table.commit(0, table.add("a.parquet", 0, 100));
        String later = table.commit(1, table.add("b.parquet", 1_000, 9_000), table.add("c.parquet", 9_000, 9_100));
        answer(queueing, later);
        List<String> messages = received();
        queueing.answer(EventReader.read(messages.remove(1)), LoaderFixture.plentyOfTime());

        assertThat(answer(queueing, earlier).path("loaded").asInt()).isEqualTo(1);
        assertThat(ids(table)).isEqualTo("100 100");
        finish(messages);

        assertThat(ids(table)).isEqualTo("8200 8200");
        assertThat(at.ledger(earlier)).containsEntry("rows_retracted", "100");
        assertThat(fixture.isConsistent(table.root())).isTrue();
        assertNothingIsLeft(table);
    }

    /** Version 2 has a again, which bronze held when it was split, and does not hold any more when its parts are there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsGoneFromBronzeMeanwhileIsReadByMoreParts(boolean withQueue) {
        WrittenTable table = new WrittenTable(at, "gone-meanwhile-" + withQueue);
        String a = table.add("a.parquet", 0, 100);
        answer(queueing, table.commit(0, a));
        String between = table.commit(1, WrittenTable.remove("a.parquet"));
        String later = table.commit(2, a, table.add("b.parquet", 1_000, 9_000));
        List<String> messages = new ArrayList<>();
        if (withQueue) {
            answer(queueing, later);
            messages.addAll(received());
        } else {
            assertThat(alone.answer(EventReader.read(directly(later)), ticking(24))
                            .path("incomplete")
                            .asBoolean())
                    .isTrue();
        }

        assertThat(answer(queueing, between).path("loaded").asInt()).isEqualTo(1);
        assertThat(ids(table)).isEqualTo("0 0");
        if (withQueue) {
            finish(messages);
        } else {
            answer(alone, later);
        }

        assertThat(ids(table)).isEqualTo("8100 8100");
        assertThat(at.ledger(later)).containsEntry("rows_loaded", "8100");
        assertThat(fixture.isConsistent(table.root())).isTrue();
        assertNothingIsLeft(table);
    }

    /** The message is sent before what it is about is committed. */
    @Test
    void whoIsAskedToReadMoreBeforeThatIsWrittenDownReadsMore() {
        WrittenTable table = new WrittenTable(at, "asked-early");
        String a = table.add("a.parquet", 0, 100);
        answer(queueing, table.commit(0, a));
        String between = table.commit(1, WrittenTable.remove("a.parquet"));
        answer(queueing, table.commit(2, a, table.add("b.parquet", 1_000, 9_000)));
        List<String> messages = received();
        answer(queueing, between);
        List<CompletableFuture<ObjectNode>> early = new ArrayList<>();
        Loader sender = at.newLoader(
                SETTINGS,
                sqs.queue(client -> new AfterSending(client, () -> {
                    received()
                            .forEach(message -> early.add(CompletableFuture.supplyAsync(
                                    () -> queueing.answer(EventReader.read(message), LoaderFixture.plentyOfTime()))));
                    awaitWaiting(early.get(0));
                })));

        messages.forEach(message -> sender.answer(EventReader.read(message), LoaderFixture.plentyOfTime()));
        assertThat(early).hasSize(1);
        early.get(0).join();
        finish(List.of());

        assertThat(ids(table)).isEqualTo("8100 8100");
        assertNothingIsLeft(table);
    }

    /** Until it waits for a row that another transaction has. */
    private static void awaitWaiting(CompletableFuture<ObjectNode> other) {
        while (!other.isDone()
                && "0".equals(at.value("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSplitAtWhichNobodyIsAnyMoreIsNotWaitedFor() {
        WrittenTable table = new WrittenTable(at, "abandoned");
        String key = large(table);
        answer(queueing, key);
        received();
        at.execute("update scout.ingest_splits set progressed_at = now() - interval '1 hour' where settled_at is null");
        String later = table.commit(1, table.add("d.parquet", 20_000, 20_050));

        answer(queueing, later);
        finish(List.of());
        assertThat(ids(table)).isEqualTo("10350 10350");

        // What the reconcile finds of it.
        List<String> lost = new ArrayList<>();
        at.column("select message from scout.unfinished_splits").forEach(each -> lost.add(String.valueOf(each)));
        finish(lost);
        assertThat(ids(table)).isEqualTo("10350 10350");
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("rows_loaded", "0");
        assertNothingIsLeft(table);
    }

    @Test
    void aTableThatIsMadeAnewMeanwhileLeavesNothingOfTheOneBefore() {
        WrittenTable table = new WrittenTable(at, "anew");
        String first = table.commit(0, table.add("m.parquet", 40_000, 40_100));
        answer(queueing, first);
        String later = table.commit(1, table.add("a.parquet", 0, 9_000));
        answer(queueing, later);
        List<String> messages = received();
        at.store
                .client()
                .deleteObject(request -> request.bucket(LoaderFixture.BUCKET).key(later));
        table.commit(0, table.add("n.parquet", 50_000, 50_100));

        assertThat(answer(queueing, first).path("loaded").asInt()).isEqualTo(1);
        finish(messages);

        assertThat(ids(table)).isEqualTo("100 100");
        assertThat(at.ledger(later)).containsEntry("status", "skipped");
        assertNothingIsLeft(table);
    }

    /** A loader remembers for a minute that a directory has no log. */
    @Test
    void aLargeDataFileThatIsToldOfAfterItsCommitIsNotLoadedByItself() {
        WrittenTable table = new WrittenTable(at, "told-after");
        table.add("no-rows.parquet", 0, 0);
        answer(alone, table.root() + "/no-rows.parquet");
        assertThat(at.ledger(table.root() + "/no-rows.parquet")).containsEntry("status", "loaded");
        answer(at.loader, table.commit(0, table.add("a.parquet", 0, 10_000)));

        answer(alone, table.root() + "/a.parquet");

        assertThat(ids(table)).isEqualTo("10000 10000");
        assertThat(at.ledger(table.root() + "/a.parquet")).containsEntry("status", "skipped");
        assertThat(at.ledger(table.root() + "/a.parquet").get("error")).endsWith("the table's commits load it.");
        assertNothingIsLeft(table);
    }

    /** What stands before a file that is missing can be loaded meanwhile. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForItsDataFiles(boolean partsMeanwhile) {
        WrittenTable table = new WrittenTable(at, "missing-" + partsMeanwhile);
        byte[] content = WrittenTable.parquet("select i as id, 'note' as note from range(5000) as t (i)");
        String key = table.commit(
                0, table.add("a.parquet", 10_000, 18_192), WrittenTable.action("b.parquet", content.length, ""));

        assertThatThrownBy(() -> answer(queueing, key)).hasMessageContaining("which is not there (yet)");
        List<String> messages = received();
        if (partsMeanwhile) {
            finish(messages);
            assertThat(loadedParts(key)).isEqualTo("4");
        }
        at.put(table.root() + "/b.parquet", content);
        answer(queueing, key);
        finish(messages);

        assertThat(ids(table)).isEqualTo("13192 13192");
        assertNothingIsLeft(table);
    }

    /** The last of these parts ends where a file begins of which nobody knows yet how many rows it has. */
    @Test
    void whatHasBeenFoundIsLoadedWhileTheRestIsNotLookedAtYet() {
        WrittenTable table = new WrittenTable(at, "time-is-up");
        String key = table.commit(
                0,
                table.add("a.parquet", 0, 2_000),
                table.add("b.parquet", 2_000, 4_000),
                table.add("c.parquet", 4_000, 6_000));
        Deadline untilThereIsAPart =
                () -> "0".equals(parts(key, "true")) ? Duration.ofMinutes(10) : Duration.ofSeconds(10);
        queueing.answer(EventReader.read(directly(key)), untilThereIsAPart);
        List<String> parts = received();
        List<String> plans =
                parts.stream().filter(message -> message.contains("plan")).toList();
        parts.removeAll(plans);
        assertThat(plans).hasSize(1);

        finish(parts);
        assertThat(loadedParts(key)).isEqualTo("2");
        finish(plans);

        assertThat(ids(table)).isEqualTo("6000 6000");
        assertNothingIsLeft(table);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void beginsAnewOnceItIsAskedForAgainWhereItIsParked(boolean byItsKey) {
        WrittenTable table = new WrittenTable(at, "overwritten-" + byItsKey);
        String key = table.commit(0, table.add("a.parquet", 0, 9_000), table.add("b.parquet", 9_000, 9_100));
        answer(queueing, key);
        List<String> messages = received();
        // What was counted is not there any more.
        table.add("a.parquet", 20_000, 28_000);
        assertThatThrownBy(() -> finish(messages)).hasMessageContaining("as it was when its rows were counted");
        at.execute("update scout.ingest_files set parked_at = now() where key = '" + key + "'");

        queueing.answer(EventReader.read(byItsKey ? directly(key) : messages.get(0)), LoaderFixture.plentyOfTime());
        finish(messages);

        assertThat(ids(table)).isEqualTo("8100 8100");
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("rows_loaded", "8100");
        assertNothingIsLeft(table);
    }

    @Test
    void isRejectedAsAWholeWhereAPartOfItCanNotBeRead() {
        WrittenTable table = new WrittenTable(at, "bad-vector");
        byte[] content = WrittenTable.parquet("select i as id, 'note' as note from range(50) as t (i)");
        at.put(table.root() + "/b.parquet", content);
        String key = table.commit(
                0, table.add("a.parquet", 10_000, 19_000), WrittenTable.action("b.parquet", content.length, DAMAGED));

        answer(queueing, key);
        finish(List.of());

        assertThat(at.ledger(key)).containsEntry("status", "rejected").containsEntry("rows_loaded", "0");
        assertThat(at.quarantine(key))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("rule", "corrupt_file"));
        assertThat(ids(table)).isEqualTo("0 0");
        assertNothingIsLeft(table);
    }

    /** When it was split, bronze had this vector; then a version came in which had none, so that it has to be read. */
    @Test
    void isRejectedWhereADeletionVectorCanNotBeReadThatIsNeededInTheEnd() {
        WrittenTable table = new WrittenTable(at, "bad-vector-in-the-end");
        byte[] content = WrittenTable.parquet("select i as id, 'note' as note from range(50) as t (i)");
        at.put(table.root() + "/a.parquet", content);
        answer(queueing, table.commit(0, WrittenTable.action("a.parquet", content.length, "")));
        at.execute("update scout.delta_files set deletion_id = 'i00000' where key = '" + table.root() + "/a.parquet'");
        String between = table.commit(1, table.add("d.parquet", 20_000, 20_100));
        String later = table.commit(
                2,
                WrittenTable.remove("a.parquet"),
                WrittenTable.action("a.parquet", content.length, DAMAGED),
                table.add("b.parquet", 1_000, 9_000));
        assertThat(answer(queueing, later).path("handed_on").asInt()).isEqualTo(1);
        List<String> messages = received();

        answer(queueing, between);
        finish(messages);

        assertThat(at.ledger(later)).containsEntry("status", "rejected").containsEntry("rows_loaded", "0");
        assertThat(at.quarantine(later))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("rule", "corrupt_file"));
        assertThat(ids(table)).isEqualTo("150 150");
        assertNothingIsLeft(table);
    }

    /** Bronze holds the version: to load it again would find it covered, and close its refusals. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVersionOfWhichAllRecordsWereRefusedIsReplayedAndNotLoadedAgain(boolean inParts) {
        Loader loader = inParts ? alone : at.loader;
        WrittenTable table = new WrittenTable(at, "all-refused-" + inParts);
        at.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, rules) values ('"
                + table.root() + "', '" + table.root()
                + "/**', 'bronze_transactions', '[{\"column\":\"id\",\"min\":5000}]')");
        String key = table.commit(0, table.add("a.parquet", 0, 1_900));
        answer(loader, key);
        assertThat(at.ledger(key)).containsEntry("status", "rejected").containsEntry("rows_quarantined", "1900");
        assertThat(at.ledger(key).get("ingested_at") != null).isEqualTo(inParts);
        at.execute("update scout.etl_pipelines set rules = '[]' where pipeline_name = '" + table.root() + "'");
        at.execute("update scout.ingest_files set queued_at = now() where key = '" + key + "'");
        // A refusal that is none of a record has other files loaded again.
        at.execute(
                "insert into scout.quarantine (file_id, bucket, key, rule, message) select file_id, bucket, key, 'r', 'm'"
                        + " from scout.ingest_files where key = '" + key + "'");

        answer(loader, key);
        assertThat(at.ledger(key)).containsEntry("status", "rejected").containsEntry("rows_quarantined", "1900");
        assertThat(at.value("select started_at > queued_at from scout.ingest_files where key = '" + key + "'"))
                .isEqualTo("t");
        assertThat(at.quarantine(key))
                .hasSize(1901)
                .allSatisfy(row -> assertThat(row.get("replayed_at")).isNull());
        ObjectNode answer = loader.answer(
                EventReader.read("{\"replay\":{\"pipeline\":\"" + table.root() + "\"}}"), LoaderFixture.plentyOfTime());

        assertThat(answer.path("replay").toString())
                .isEqualTo("{\"loaded\":1900,\"refused_again\":0,\"files_loaded_again\":0,\"files_failed\":0,"
                        + "\"left\":{\"not_a_record\":1}}");
        assertThat(ids(table)).isEqualTo("1900 1900");
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("rows_loaded", "1900");
        assertThat(fixture.isConsistent(table.root())).isTrue();
        answer(loader, table.commit(1, WrittenTable.remove("a.parquet")));
        assertThat(ids(table)).isEqualTo("0 0");
        assertNothingIsLeft(table);
    }

    @Test
    void columnsThatAreRenamedMeanwhileHaveAllRowsReadAnew() {
        WrittenTable table = new WrittenTable(at, "renamed");
        answer(queueing, table.commit(0, table.add("a.parquet", 0, 100)));
        String between = table.commit(1, table.columns("remark"));
        String later = table.commit(2, table.columns("note"), table.add("b.parquet", 1_000, 9_000));
        answer(queueing, later);
        List<String> messages = received();

        answer(queueing, between);
        assertThat(at.value("select count(*) from scout.bronze_transactions where starts_with(_source_file, '"
                        + table.root() + "/') and _raw_data::jsonb ? 'remark'"))
                .isEqualTo("100");
        finish(messages);

        assertThat(ids(table)).isEqualTo("8100 8100");
        assertThat(at.value("select count(*) from scout.bronze_transactions where starts_with(_source_file, '"
                        + table.root() + "/') and _raw_data ->> 'note' = 'note ' || (_raw_data ->> 'id')"))
                .isEqualTo("8100");
        assertNothingIsLeft(table);
    }

    /** Before and behind each call of S3 and SQS, in the beginning, in a part and in the end. */
    @Test
    void whateverEndsTheFunctionOnTheWayAllOfItIsThereOnce() {
        Kills kills = new Kills();
        Loader mortal = new Loader(
                at.loaderSource(),
                new ObjectStore(kills.client(S3Client.class, at.store.client())),
                sqs.queue(client -> kills.client(SqsClient.class, client)),
                LoaderSettings.of(LoaderFixture.BUCKET, SETTINGS),
                List.of());
        WrittenTable table = new WrittenTable(at, "kills");
        kills.killAt(-1, false);
        deliver(mortal, small(table));
        List<String> calls = kills.calls();
        assertThat(calls).contains("headObject", "getObject", "listObjectsV2", "sendMessageBatch");

        for (int call = 0; call < calls.size(); call++) {
            // Behind what only reads is before what comes next.
            boolean changes = calls.get(call).startsWith("send");
            for (boolean behind : changes ? new boolean[] {false, true} : new boolean[] {false}) {
                WrittenTable killed = new WrittenTable(at, "kill-" + call + "-" + behind);
                String key = small(killed);
                kills.killAt(call, behind);
                deliver(mortal, key);
                assertThat(ids(killed)).as(call + " " + behind).isEqualTo("3100 3100");
                assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("rows_loaded", "3100");
                assertNothingIsLeft(killed);
            }
        }
    }

    /** Hands a message to the loader, and what it sends; what dies comes again. */
    private static void deliver(Loader loader, String key) {
        Deque<String> messages = new ArrayDeque<>(List.of(directly(key)));
        for (int handled = 0; !messages.isEmpty(); handled++) {
            assertThat(handled).isLessThan(100);
            String message = messages.remove();
            try {
                loader.answer(EventReader.read(message), LoaderFixture.plentyOfTime());
            } catch (Error killed) {
                messages.add(message);
            }
            messages.addAll(received());
        }
    }

    /** Some 200 KiB: one file of five row groups between small ones, one of which is empty. */
    private static String large(WrittenTable table) {
        return table.commit(
                0,
                table.add("a.parquet", 0, 10_000),
                table.add("b.parquet", 10_000, 10_100),
                table.add("c.parquet", 10_100, 10_100),
                table.add("e.parquet", 10_100, 10_300));
    }

    private static String small(WrittenTable table) {
        return table.commit(0, table.add("a.parquet", 0, 3_000), table.add("b.parquet", 3_000, 3_100));
    }

    private static void finish(List<String> messages) {
        Deque<String> waiting = new ArrayDeque<>(messages);
        waiting.addAll(received());
        while (!waiting.isEmpty()) {
            queueing.answer(EventReader.read(waiting.remove()), LoaderFixture.plentyOfTime());
            waiting.addAll(received());
        }
    }

    private static ObjectNode answer(Loader loader, String key) {
        return loader.answer(EventReader.read(directly(key)), LoaderFixture.plentyOfTime());
    }

    /** How many records there are, and how many ids. */
    private static @Nullable String ids(WrittenTable table) {
        return at.value("select count(*) || ' ' || count(distinct _raw_data ->> 'id') from scout.bronze_transactions"
                + " where starts_with(_source_file, '" + table.root() + "/')");
    }

    private static @Nullable String loadedParts(String key) {
        return parts(key, "status = 'loaded'");
    }

    private static @Nullable String parts(String key, String which) {
        return at.value("select count(*) from scout.ingest_parts where " + which
                + " and file_id = (select file_id from scout.ingest_files where key = '" + key + "')");
    }

    private static void assertSame(String expected, String root) {
        for (String query : List.of(
                "select _raw_data::text, _source_row, _source_line, right(_raw_id::text, 17) from scout.bronze_transactions where starts_with(_source_file, '%s/') order by _raw_id",
                "select status, rows_read, rows_loaded, rows_quarantined, error, format, reader, checksum is null as unread from scout.ingest_files where starts_with(key, '%s/_delta_log/')",
                "select version, columns, metadata_id, commit_etag is null as unnamed from scout.delta_tables where root = '%s'",
                "select substr(key, length(root) + 1), size_bytes, deletion_id, deleted_rows, first_row, row_count from scout.delta_files join scout.delta_tables using (table_id) where root = '%s' order by key")) {
            List<Map<String, @Nullable String>> found = at.rows(query.formatted(root));
            assertThat(found).as(query).isNotEmpty().isEqualTo(at.rows(query.formatted(expected)));
        }
    }

    private static void assertNothingIsLeft(WrittenTable table) {
        assertThat(at.column(
                        "select message from scout.unfinished_splits where starts_with(key, '" + table.root() + "/')"))
                .isEmpty();
        assertThat(at.column(
                        "select split_id from scout.delta_splits join scout.delta_tables using (table_id) where root = '"
                                + table.root() + "'"))
                .isEmpty();
    }

    private static void assertNoTableWaits() {
        assertThat(at.column("select relname from pg_class where relname like 'quarantine_split_%'"))
                .isEmpty();
        assertThat(at.column("select relname from pg_class where relname like 'bronze%_split_%' and relkind = 'r'"
                        + " and not exists (select from pg_inherits where inhrelid = pg_class.oid)"))
                .isEmpty();
    }

    private static HeadObjectResponse head(String key) {
        return at.store
                .client()
                .headObject(request -> request.bucket(LoaderFixture.BUCKET).key(key));
    }

    /** A time that passes by being looked at. */
    private static Deadline ticking(int seconds) {
        long[] left = {seconds};
        return () -> Duration.ofSeconds(Math.max(8, left[0]--));
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
}
