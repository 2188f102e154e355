package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.backfill.BackfillSettings;
import dev.scout.loader.bronze.Parking;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.queue.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What no event announced is found and loaded, once, whatever ends the function on the way. */
class BackfillIT {

    private static LoaderFixture at;
    private static int folders;
    private final Kills kills = new Kills();
    private @Nullable Loader loader;
    private Delivery delivery;
    private String folder;

    BackfillIT() {
        folder = "bronze/transactions/backfill-" + ++folders + "/";
        delivery = new Delivery(this::loader, kills);
    }

    private Loader loader(@Nullable IngestQueue queue) {
        return loader(queue, Duration.ofHours(2));
    }

    private Loader loader(@Nullable IngestQueue queue, Duration stuckAfter) {
        loader = new Loader(
                at.loaderSource(),
                new ObjectStore(kills.client(S3Client.class, at.store.client())),
                queue,
                new LoaderSettings(
                        LoaderFixture.BUCKET,
                        1024 * 1024,
                        new RetryPolicy(8, Duration.ofMillis(1), Duration.ofMillis(1)),
                        new BackfillSettings(
                                Duration.ofSeconds(-5), stuckAfter, Duration.ZERO, 5, ZoneId.of("Asia/Manila"))),
                List.of());
        return loader;
    }

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @BeforeEach
    void onlyThisTest() {
        at.execute("update scout.etl_pipelines set source_path_pattern = '" + folder
                + "**' where pipeline_name = 'daily_transaction_load'");
        at.execute("update scout.etl_pipelines set source_path_pattern = 'bronze/edge/" + folders
                + "/**' where pipeline_name = 'edge_device_uploads'");
    }

    @AfterEach
    void stopDelivery() {
        delivery.close();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void reconcileLoadsWhatNoEventAnnounced() throws Exception {
        put(12);
        at.load(folder + "03.ndjson");
        at.put("bronze/edge/" + folders + "/a.ndjson", "{\"transaction_id\":\"E\"}\n");
        at.put(folder + "_SUCCESS", "done");
        at.put("elsewhere/x.ndjson", "{\"id\":1}\n");
        delivery.start();

        JsonNode answer = ask("{\"reconcile\":true}");
        assertThat(answer.at("/backfill/kind").asText()).isEqualTo("reconcile");
        awaitFinished(answer);

        assertLoadedOnce(12);
        assertThat(at.ledger(folder + "03.ndjson"))
                .containsEntry("attempts", "1")
                .containsEntry("backfill_id", null);
        assertThat(at.ledger(folder + "_SUCCESS")).containsEntry("status", "skipped");
        assertThat(at.ledger("bronze/edge/" + folders + "/a.ndjson")).containsEntry("status", "loaded");
        assertThat(at.rows("select * from scout.ingest_files where key = 'elsewhere/x.ndjson'"))
                .isEmpty();
        assertThat(progress(answer))
                .containsEntry("objects_listed", "14")
                .containsEntry("objects_sent", "13")
                .containsEntry("loaded", "12")
                .containsEntry("skipped", "1");

        JsonNode again = ask("{\"reconcile\":true}");
        awaitFinished(again);
        assertThat(progress(again)).containsEntry("objects_listed", "14").containsEntry("objects_sent", "0");
    }

    @Test
    void whatIsYoungIsLeftToItsEvent() throws Exception {
        put(1);
        Loader patient = new Loader(
                at.loaderSource(),
                new ObjectStore(at.store.client()),
                delivery.queue,
                LoaderSettings.of(LoaderFixture.BUCKET, 1024),
                List.of());
        patient.answer(EventReader.read("{\"reconcile\":true}"), LoaderFixture.plentyOfTime());
        assertThat(delivery.sqs.ingest().size()).isZero();
    }

    @Test
    void backfillIsFinishedWhateverEndsTheFunctionOnTheWay() throws Exception {
        put(7);
        delivery.start();
        JsonNode whole = backfill("");
        awaitFinished(whole);
        List<String> calls =
                kills.calls().stream().filter(call -> !call.equals("close")).toList();
        assertThat(calls).contains("listObjectsV2", "sendMessageBatch", "sendMessage");
        assertLoadedOnce(7);

        // The loads between them are killed as well: each by its own name, in turn.
        for (int call = 0; call < calls.size(); call++) {
            for (boolean behind : new boolean[] {false, true}) {
                folder = "bronze/transactions/kill-" + call + "-" + behind + "/";
                onlyThisTest();
                put(7);
                kills.killAt(call, behind);
                long id = begin(folder);
                delivery.awaitEmpty();
                if (isRunning(id)) {
                    // It died before the queue was told, and no reconcile has come yet.
                    ask("{\"backfill\":{\"resume\":" + id + "}}");
                    delivery.awaitEmpty();
                }
                assertThat(isRunning(id)).isFalse();
                assertLoadedOnce(7);
            }
        }
    }

    private long begin(String prefix) {
        try {
            return ask("{\"backfill\":{\"prefix\":\"" + prefix + "\"}}")
                    .at("/backfill/backfill_id")
                    .asLong();
        } catch (Error killed) {
            return Long.parseLong(String.valueOf(at.value("select max(backfill_id) from scout.backfills")));
        }
    }

    @Test
    void canBeStoppedAndResumed() throws Exception {
        put(12);
        JsonNode answer = backfill("");
        long id = answer.at("/backfill/backfill_id").asLong();
        JsonNode stopped = ask("{\"backfill\":{\"stop\":" + id + "}}");
        assertThat(stopped.at("/backfill/status").asText()).isEqualTo("stopped");
        delivery.start();
        delivery.awaitEmpty();
        assertThat(progress(answer))
                .containsEntry("status", "stopped")
                .containsEntry("objects_sent", "5")
                .containsEntry("loaded", "5");

        ask("{\"backfill\":{\"resume\":" + id + "}}");
        awaitFinished(answer);
        assertThat(progress(answer))
                .containsEntry("objects_listed", "12")
                .containsEntry("loaded", "12")
                .containsEntry("waiting", "0");
        assertLoadedOnce(12);
        assertThat(ask("{\"backfill\":{\"list\":true}}")
                        .at("/backfills/0/backfill_id")
                        .asLong())
                .isEqualTo(id);

        JsonNode again = backfill("");
        awaitFinished(again);
        assertThat(progress(again)).containsEntry("objects_sent", "0");
        for (String order : List.of("stop", "resume")) {
            JsonNode finished = ask("{\"backfill\":{\"" + order + "\":" + id + "}}");
            assertThat(finished.at("/backfill/status").asText()).isEqualTo("finished");
            assertThatThrownBy(() -> ask("{\"backfill\":{\"" + order + "\":99999}}"))
                    .isInstanceOf(ScoutException.class)
                    .hasMessageContaining("there is none of that number");
        }
    }

    @Test
    void whatIsTriedAgainWaitsUntilItWasLookedAt() throws Exception {
        for (String name : List.of("rejected.ndjson", "_SUCCESS")) {
            at.put(folder + name, "no record");
            at.load(folder + name);
        }

        JsonNode answer = backfill("");
        assertThat(progress(answer))
                .containsEntry("waiting", "2")
                .containsEntry("rejected", "0")
                .containsEntry("skipped", "0");
        delivery.start();
        awaitFinished(answer);
        assertThat(progress(answer))
                .containsEntry("waiting", "0")
                .containsEntry("rejected", "1")
                .containsEntry("skipped", "1");
    }

    @Test
    void whatWasRejectedStaysSoAndWaitsNoMoreWhereItCanNotBeLoadedNow() throws Exception {
        for (String name : List.of("gone.ndjson", "unclaimed.ndjson")) {
            at.put(folder + name, "no record");
            at.load(folder + name);
        }
        String told =
                "select status || ' ' || error from scout.ingest_files where key like '" + folder + "%' order by key";
        List<@Nullable String> before = at.column(told);
        assertThat(before).hasSize(2).allSatisfy(each -> assertThat(each).startsWith("rejected "));
        JsonNode answer = backfill("");
        assertThat(progress(answer)).containsEntry("waiting", "2").containsEntry("rejected", "0");
        at.store
                .client()
                .deleteObject(request -> request.bucket(LoaderFixture.BUCKET).key(folder + "gone.ndjson"));
        at.execute("update scout.etl_pipelines set source_path_pattern = 'elsewhere/**'"
                + " where pipeline_name = 'daily_transaction_load'");

        delivery.start();
        awaitFinished(answer);

        assertThat(progress(answer)).containsEntry("waiting", "0").containsEntry("rejected", "2");
        assertThat(at.column(told)).isEqualTo(before);
    }

    @Test
    void whatIsGivenUpOnBeforeItIsReadWaitsNoMore() {
        for (String name : List.of("rejected.ndjson", "_SUCCESS")) {
            at.put(folder + name, "no record");
            at.load(folder + name);
        }
        JsonNode answer = backfill("");
        assertThat(progress(answer)).containsEntry("waiting", "2");

        for (String name : List.of("rejected.ndjson", "_SUCCESS")) {
            String etag = String.valueOf(at.ledger(folder + name).get("etag"));
            new Parking(at.loaderSource(), 8)
                    .unread(
                            new LandedObject(LoaderFixture.BUCKET, folder + name, etag, null, null, Instant.EPOCH, 9),
                            "S3 does not let the loader read it.");
        }

        assertThat(progress(answer))
                .containsEntry("waiting", "0")
                .containsEntry("parked", "0")
                .containsEntry("rejected", "1")
                .containsEntry("skipped", "1");
    }

    @Test
    void loadsATimeRangeOnly() throws Exception {
        put(3);
        delivery.start();
        awaitFinished(backfill(",\"from\":\"2001-01-01\",\"to\":\"2001-12-31\""));
        assertThat(at.rows("select * from scout.ingest_files where key like '" + folder + "%'"))
                .isEmpty();

        Thread.sleep(1100); // Last-modified times are whole seconds.
        String later = at.store
                .client()
                .putObject(
                        request -> request.bucket(LoaderFixture.BUCKET).key(folder + "later.ndjson"),
                        software.amazon.awssdk.core.sync.RequestBody.fromString("{\"id\":\"later\"}\n"))
                .eTag();
        assertThat(later).isNotNull();
        String time = at.store
                .client()
                .headObject(request -> request.bucket(LoaderFixture.BUCKET).key(folder + "later.ndjson"))
                .lastModified()
                .toString();
        awaitFinished(backfill(",\"from\":\"" + time + "\""));
        assertThat(at.column("select key from scout.ingest_files where key like '" + folder + "%'"))
                .containsExactly(folder + "later.ndjson");
        awaitFinished(backfill(",\"to\":\"" + time + "\""));
        assertThat(at.column("select key from scout.ingest_files where key like '" + folder + "%'"))
                .hasSize(4);
        // A day is meant in the deployment's time zone, with all of it.
        assertThat(
                        at.column(
                                "select modified_to at time zone 'UTC' from scout.backfills where modified_from = '2000-12-31T16:00Z'"))
                .containsExactly("2001-12-31 16:00:00");
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> ask("{\"backfill\":{}}")).hasMessageContaining("\"prefix\" is missing");
        assertThatThrownBy(() -> backfill(",\"from\":\"yesterday\"")).hasMessageContaining("neither a day");
        assertThatThrownBy(() -> backfill(",\"from\":\"2024-02-01\",\"to\":\"2024-01-01\""))
                .hasMessageContaining("not before");
        assertThatThrownBy(() -> ask("{\"backfill\":{\"stop\":\"x\"}}")).hasMessageContaining("number of a backfill");
    }

    @Test
    void triesAgainWhatWasRejected() throws Exception {
        at.put(folder + "semicolons.txt", "a;b\n1;2\n3;4\n");
        at.execute("update scout.etl_pipelines set format = 'parquet' where pipeline_name = 'daily_transaction_load'");
        at.load(folder + "semicolons.txt");
        assertThat(at.ledger(folder + "semicolons.txt")).containsEntry("status", "rejected");
        at.execute("update scout.etl_pipelines set format = 'csv' where pipeline_name = 'daily_transaction_load'");
        delivery.start();

        JsonNode reconcile = ask("{\"reconcile\":true}");
        awaitFinished(reconcile);
        assertThat(at.ledger(folder + "semicolons.txt")).containsEntry("status", "rejected");
        awaitFinished(backfill(""));
        at.execute("update scout.etl_pipelines set format = 'auto' where pipeline_name = 'daily_transaction_load'");
        assertThat(at.ledger(folder + "semicolons.txt"))
                .containsEntry("status", "loaded")
                .containsEntry("rows_loaded", "2");
    }

    @Test
    void reconcileTakesUpWhatStandsStill() throws Exception {
        put(2);
        String etag = at.put(folder + "died.ndjson", "{\"id\":\"died\"}\n");
        at.execute("insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes, started_at) values ('"
                + LoaderFixture.BUCKET + "', '" + folder + "died.ndjson', '" + etag
                + "', now(), 9, now() - interval '3 hours')");
        at.execute("insert into scout.backfills (bucket, prefixes, progressed_at) values ('" + LoaderFixture.BUCKET
                + "', array['" + folder + "'], now() - interval '3 hours')");
        delivery.start();

        JsonNode answer = ask("{\"reconcile\":true}");
        assertThat(answer.path("taken_up").asInt()).isEqualTo(1);
        awaitFinished(answer);
        delivery.awaitEmpty();
        assertThat(at.ledger(folder + "died.ndjson"))
                .containsEntry("status", "loaded")
                .containsEntry("attempts", "2");
        assertThat(at.value("select status from scout.backfills where prefixes = array['" + folder
                        + "'] and kind = 'backfill'"))
                .isEqualTo("finished");
        assertLoadedOnce(2);
    }

    @Test
    void redriveBringsBackWhatIsParked() throws Exception {
        put(3);
        String bad = folder + "01.ndjson";
        String etag = String.valueOf(at.store
                        .client()
                        .headObject(
                                request -> request.bucket(LoaderFixture.BUCKET).key(bad))
                        .eTag())
                .replace("\"", "");
        at.execute(
                "insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes, attempts, parked_at) values ('"
                        + LoaderFixture.BUCKET + "', '" + bad + "', '" + etag + "', now(), 9, 8, now())");
        String fileId = String.valueOf(at.ledger(bad).get("file_id"));
        delivery.queue.deadLetter(
                "{\"bucket\":\"scout-lake\",\"key\":\"" + bad + "\"}", Map.of("reason", "r", "file_id", fileId));
        String forgotten = folder + "02.ndjson";
        etag = String.valueOf(at.store
                        .client()
                        .headObject(
                                request -> request.bucket(LoaderFixture.BUCKET).key(forgotten))
                        .eTag())
                .replace("\"", "");
        at.execute(
                "insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes, attempts, parked_at) values ('"
                        + LoaderFixture.BUCKET + "', '" + forgotten + "', '" + etag + "', now(), 9, 8, now())");
        delivery.queue.deadLetter("no event", Map.of("reason", "can not be understood"));
        Thread.sleep(5);
        delivery.start();

        JsonNode answer = ask("{\"redrive\":true}");
        delivery.awaitEmpty();
        // What can not be understood comes back to the dead letters, and stays there.
        assertThat(delivery.sqs.deadLetters().bodies()).containsExactly("no event");
        assertThat(answer.has("redrive")).isTrue();
        assertThat(at.records(bad)).hasSize(1);
        assertThat(at.records(forgotten)).hasSize(1);
        assertThat(at.column(
                        "select attempts from scout.ingest_files where key in ('" + bad + "', '" + forgotten + "')"))
                .containsExactly("1", "1");
    }

    @Test
    void withoutAQueueItLoadsItself() throws Exception {
        put(7);
        Loader alone = loader(null);
        String three =
                "select count(*) >= 3 from scout.ingest_files where status = 'loaded' and key like '" + folder + "%'";
        Deadline soon = () -> "t".equals(at.value(three)) ? Duration.ofSeconds(1) : Duration.ofMinutes(10);
        ObjectNode first = alone.answer(EventReader.read("{\"backfill\":{\"prefix\":\"" + folder + "\"}}"), soon);
        assertThat(first.path("incomplete").asBoolean()).isTrue();
        long id = first.at("/backfill/backfill_id").asLong();
        assertThat(first.at("/backfill/loaded").asLong()).isEqualTo(3);
        ObjectNode second =
                alone.answer(EventReader.read("{\"backfill\":{\"resume\":" + id + "}}"), LoaderFixture.plentyOfTime());
        assertThat(second.at("/backfill/status").asText()).isEqualTo("finished");
        assertThat(second.at("/backfill/loaded").asLong()).isEqualTo(7);
        assertLoadedOnce(7);
    }

    private void put(int count) {
        IntStream.range(0, count)
                .forEach(i -> at.put(folder + String.format("%02d.ndjson", i), "{\"id\":\"" + folder + i + "\"}\n"));
    }

    private JsonNode backfill(String range) {
        return ask("{\"backfill\":{\"prefix\":\"" + folder + "\"" + range + "}}");
    }

    private JsonNode ask(String event) {
        return java.util.Objects.requireNonNull(loader).answer(EventReader.read(event), LoaderFixture.plentyOfTime());
    }

    private void awaitFinished(JsonNode answer) throws InterruptedException {
        long id = answer.at("/backfill/backfill_id").asLong();
        Delivery.await("backfill " + id, () -> !isRunning(id));
        delivery.awaitEmpty();
    }

    private static boolean isRunning(long id) {
        return "running".equals(at.value("select status from scout.backfills where backfill_id = " + id));
    }

    private static Map<String, @Nullable String> progress(JsonNode answer) {
        return at.rows("select * from scout.backfill_progress where backfill_id = "
                        + answer.at("/backfill/backfill_id").asLong())
                .get(0);
    }

    private void assertLoadedOnce(int objects) {
        assertThat(at.rows(
                                "select count(*), count(distinct _raw_id) as ids, count(distinct _raw_data ->> 'id') as records from scout.bronze_transactions where _source_file like '"
                                        + folder + "%.ndjson' and _source_file !~ 'died'")
                        .get(0)
                        .values())
                .containsOnly(String.valueOf(objects));
    }
}
