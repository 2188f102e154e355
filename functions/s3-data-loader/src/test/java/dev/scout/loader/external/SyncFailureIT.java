package dev.scout.loader.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.scout.ScoutException;
import dev.scout.loader.external.Relay.Fate;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What fails costs itself, is told where people look, and is tried again; and no secret is told with it. */
class SyncFailureIT {

    private static SyncFixture at;

    private Relay relay;
    private RecordedLog log;

    @BeforeAll
    static void startPlatform() {
        at = new SyncFixture();
    }

    @AfterAll
    static void stopPlatform() throws Exception {
        at.close();
    }

    @BeforeEach
    void start() throws Exception {
        at.forgetEverything();
        relay = new Relay(at.source.endpoint(), line -> Fate.PASS);
        log = RecordedLog.start();
    }

    @AfterEach
    void stop() throws Exception {
        log.close();
        relay.close();
        assertThat(log.text() + everythingStored())
                .doesNotContain(SyncFixture.SOURCE_SECRET, SyncFixture.SOURCE_KEY_ID);
    }

    @Test
    void aKeyThatIsNotTakenStopsItsStorageOnly() {
        at.addS3Source("a-wrong", "");
        at.execute(
                "update scout.external_storage_config set s3_secret_access_key = 'env:WRONG' where environment = 'a-wrong'");
        at.variables.put("WRONG", "another-secret-altogether");
        at.addS3Source("b-right", "");
        at.putSource("a.csv", "a");

        assertThatThrownBy(() -> syncAll())
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("s3://till-exports/")
                .hasMessageContaining("could not be listed: the storage answered 403 SignatureDoesNotMatch.")
                .hasNoCause()
                .satisfies(failure -> assertThat(failure.toString()).doesNotContain("another-secret"));

        assertThat(at.lakeKeys("bronze/b-right/")).containsExactly("bronze/b-right/a.csv");
        assertThat(at.value("select error from scout.external_syncs where environment = 'a-wrong'"))
                .contains("403 SignatureDoesNotMatch");
        assertThat(
                        at.value(
                                "select status || ' ' || error_message from scout.etl_monitoring where pipeline_name = 'external_sync/a-wrong'"))
                .startsWith("failed s3://till-exports/");
        assertThat(
                        at.value(
                                "select error is null and finished_at is not null from scout.external_syncs where environment = 'b-right'"))
                .isEqualTo("t");
        assertThat(log.text()).contains("403 SignatureDoesNotMatch").doesNotContain("another-secret");
    }

    @Test
    void aStorageThatIsDownIsGoneOnWithLater() throws Exception {
        try (Relay down = new Relay(URI.create("http://127.0.0.1:1"), line -> Fate.BREAK)) {
            at.addS3Source("down", "", down.endpoint());
            assertThatThrownBy(() -> at.sync("down"))
                    .isInstanceOf(ScoutException.class)
                    .hasMessageContaining("could not be listed: ")
                    .extracting(failure -> ((ScoutException) failure).retryable())
                    .isEqualTo(true);
        }
        at.putSource("a.csv", "a");
        at.execute("update scout.external_storage_config set s3_endpoint = '" + at.source.endpoint() + "'");
        assertThat(at.sync("down").path("copied").asInt()).isEqualTo(1);
        assertThat(at.value("select error from scout.external_syncs")).isNull();
    }

    @Test
    void oneObjectThatMayNotBeReadDoesNotStopTheOthers() {
        at.addS3Source("one", "", relay.endpoint());
        for (String name : new String[] {"a", "b", "c"}) {
            at.putSource(name + ".csv", name);
        }
        relay.decision = line -> line.contains("/b.csv") ? Fate.FORBIDDEN : Fate.PASS;

        JsonNode told = at.sync("one");
        assertThat(told.path("status").asText()).isEqualTo("complete");
        assertThat(told.path("copied").asInt()).isEqualTo(2);
        assertThat(told.path("failures").path(0).path("key").asText()).isEqualTo("b.csv");
        assertThat(at.ledger("one", "b.csv").get(0)).containsEntry("status", "failed");
        assertThat(at.ledger("one", "b.csv").get(0).get("error"))
                .isEqualTo(
                        "\"b.csv\" could not be read: the storage answered 403 AccessDenied. Is the credential the right one, and may it read objects?");
        assertThat(
                        at.value(
                                "select status || ' ' || records_processed || ' ' || records_rejected from scout.etl_monitoring where pipeline_name = 'external_sync/one'"))
                .isEqualTo("failed 2 1");

        relay.decision = line -> Fate.PASS;
        assertThat(at.sync("one").path("copied").asInt()).isEqualTo(1);
        assertThat(at.ledger("one", "b.csv").get(0))
                .containsEntry("status", "copied")
                .containsEntry("attempts", "2")
                .containsEntry("error", null);
        assertThat(at.lakeKeys("bronze/one/")).hasSize(3);
    }

    @Test
    void aStorageThatIsBusyIsAskedAgain() {
        at.addS3Source("busy", "", relay.endpoint());
        at.putSource("a.csv", "a");
        AtomicInteger requests = new AtomicInteger();
        relay.decision = line -> requests.incrementAndGet() % 2 == 1 ? Fate.SLOW_DOWN : Fate.PASS;

        assertThat(at.sync("busy").path("copied").asInt()).isEqualTo(1);
        assertThat(requests.get()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void aTransferThatBreaksOffIsGoneOnWith() {
        at.addS3Source("broken", "", relay.endpoint());
        at.putSource("a.csv", "0123456789".repeat(100));
        AtomicInteger reads = new AtomicInteger();
        relay.decision = line -> line.contains("/a.csv") && reads.incrementAndGet() == 1 ? Fate.CUT_ANSWER : Fate.PASS;

        assertThat(at.sync("broken").path("copied").asInt()).isEqualTo(1);
        assertThat(at.lake("bronze/broken/")).isEqualTo(Map.of("bronze/broken/a.csv", "0123456789".repeat(100)));
        assertThat(reads.get()).isEqualTo(2);
    }

    @Test
    void contentThatIsNotWhatTheSourceSaysIsNotLanded() {
        at.addS3Source("damaged", "", relay.endpoint());
        at.putSource("a.csv", "0123456789".repeat(100));
        relay.decision = line -> line.contains("/a.csv") ? Fate.DAMAGE_ANSWER : Fate.PASS;

        assertThat(at.sync("damaged").path("failed").asInt()).isEqualTo(1);
        assertThat(at.lakeKeys("bronze/damaged/")).isEmpty();
        assertThat(at.ledger("damaged", "a.csv").get(0).get("error")).contains("came with MD5 ");

        // Likewise in parts: the object comes to be with the last step only.
        assertThat(SyncFixture.sync(at.newSync(300), "damaged").path("failed").asInt())
                .isEqualTo(1);
        assertThat(at.lakeKeys("bronze/damaged/")).isEmpty();

        relay.decision = line -> Fate.PASS;
        assertThat(at.sync("damaged").path("copied").asInt()).isEqualTo(1);
    }

    @Test
    void whatTheLakeGetsMustBeWhatWasSent() throws Exception {
        at.addS3Source("lake", "");
        at.putSource("a.csv", "0123456789".repeat(100));
        try (Relay damaging =
                        new Relay(at.lake.endpoint(), line -> line.startsWith("PUT") ? Fate.DAMAGE_BODY : Fate.PASS);
                S3Client client = SyncFixture.lakeClient(damaging.endpoint())) {
            ExternalSync whole = at.newSync(client, ExternalSync.PART_BYTES, null, SyncFixture.NO_STORE);
            assertThat(SyncFixture.sync(whole, "lake").path("failed").asInt()).isEqualTo(1);
            ExternalSync inParts = at.newSync(client, 300, null, SyncFixture.NO_STORE);
            assertThat(SyncFixture.sync(inParts, "lake").path("failed").asInt()).isEqualTo(1);
        }
        assertThat(at.ledger("lake", "a.csv").get(0).get("error"))
                .contains("could not be written in the lake: S3 answered 400 ");
        assertThat(at.lakeKeys("bronze/lake/")).isEmpty();
        assertThat(at.sync("lake").path("copied").asInt()).isEqualTo(1);
    }

    @Test
    void anAnswerOfTheLakeThatGetsLostCopiesNothingTwice() throws Exception {
        at.addS3Source("lost", "");
        at.putSource("small.csv", "small");
        at.putSource("large.csv", "0123456789".repeat(100));
        AtomicInteger writes = new AtomicInteger();
        // Every second answer to a write gets lost.
        try (Relay lossy = new Relay(
                        at.lake.endpoint(),
                        line -> !line.startsWith("HEAD") && writes.incrementAndGet() % 2 == 1
                                ? Fate.LOSE_ANSWER
                                : Fate.PASS);
                S3Client client = SyncFixture.lakeClient(lossy.endpoint())) {
            ExternalSync sync = at.newSync(client, 300, null, SyncFixture.NO_STORE);
            SyncFixture.sync(sync, "lost");
        }
        at.sync("lost");

        assertThat(at.lakeKeys("bronze/lost/")).containsExactly("bronze/lost/large.csv", "bronze/lost/small.csv");
        assertThat(at.landed).hasSize(2);
        assertThat(at.rows("select * from scout.external_objects"))
                .extracting(row -> row.get("status"))
                .containsExactly("copied", "copied");
    }

    @Test
    void manyFailuresInARowLeaveTheStorageAlone() {
        at.addS3Source("many", "", relay.endpoint());
        for (int i = 0; i < 60; i++) {
            at.putSource("%03d.csv".formatted(i), "x");
        }
        AtomicInteger reads = new AtomicInteger();
        relay.decision = line -> {
            if (!line.contains(".csv")) {
                return Fate.PASS;
            }
            reads.incrementAndGet();
            return Fate.BREAK;
        };
        assertThatThrownBy(() -> at.sync("many"))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("20 objects in a row");
        assertThat(at.rows("select * from scout.external_objects where status = 'failed'"))
                .hasSizeBetween(20, 30);

        relay.decision = line -> Fate.PASS;
        assertThat(at.sync("many").path("copied").asInt()).isEqualTo(60);
    }

    @Test
    void whoIsAtItIsLeftAlone() {
        at.addS3Source("leased", "");
        at.putSource("a.csv", "a");
        at.execute(
                "insert into scout.external_syncs (environment, source, leased_until, run_id) values ('leased', 's3://till-exports/ at "
                        + at.source.endpoint() + "', now() + interval '1 minute', gen_random_uuid())");

        assertThat(at.sync("leased").path("status").asText()).isEqualTo("under_way");
        assertThat(at.lakeKeys("bronze/leased/")).isEmpty();
    }

    private JsonNode syncAll() {
        return at.newSync()
                .run(BooleanNode.TRUE, true, UUID.randomUUID(), () -> Duration.ofMinutes(10))
                .details();
    }

    private String everythingStored() {
        return at.rows("select * from scout.external_storage_config")
                + " " + at.rows("select * from scout.external_objects")
                + " " + at.rows("select * from scout.external_syncs")
                + " " + at.rows("select * from scout.etl_monitoring");
    }
}
