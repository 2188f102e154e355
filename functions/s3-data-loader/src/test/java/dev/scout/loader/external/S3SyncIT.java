package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest;
import dev.scout.loader.external.CopyLedger.Target;
import dev.scout.loader.external.LakeBucket.Origin;
import dev.scout.loader.external.StorageConfig.S3Storage;
import dev.scout.loader.queue.LocalSqs;
import dev.scout.loader.task.TaskResult;
import dev.scout.local.ObjectCreated;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What another account's bucket holds comes into the lake, once. */
class S3SyncIT {

    private static SyncFixture at;

    @BeforeAll
    static void start() {
        at = new SyncFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void copiesWhatIsNewOnce() {
        at.addS3Source("new", "new/");
        at.putSource("new/dt=2024-01-15/a.csv", "id\n1\n");
        at.putSource("new/dt=2024-01-15/b.ndjson", "{}\n");
        at.putSource("elsewhere/c.csv", "id\n3\n");

        JsonNode first = at.sync("new");
        assertThat(first.path("status").asText()).isEqualTo("complete");
        assertThat(first.path("copied").asInt()).isEqualTo(2);
        assertThat(at.lake("bronze/new/"))
                .containsExactlyInAnyOrderEntriesOf(java.util.Map.of(
                        "bronze/new/dt=2024-01-15/a.csv", "id\n1\n", "bronze/new/dt=2024-01-15/b.ndjson", "{}\n"));

        JsonNode second = at.sync("new");
        assertThat(second.path("listed").asInt()).isEqualTo(2);
        assertThat(second.path("copied").asInt()).isZero();
        assertThat(landings("bronze/new/")).hasSize(2);
        assertThat(at.ledger("new", "new/dt=2024-01-15/a.csv").get(0))
                .containsEntry("status", "copied")
                .containsEntry("attempts", "1")
                .containsEntry("size_bytes", "5")
                .containsEntry("checksum", sha256("id\n1\n".getBytes(UTF_8)))
                .containsEntry("error", null);
    }

    @Test
    void putsChangedContentBesideIt() {
        at.addS3Source("changed", "changed/");
        at.putSource("changed/till.csv.gz", "one");
        at.sync("changed");
        at.putSource("changed/till.csv.gz", "two");
        at.sync("changed");
        at.putSource("changed/till.csv.gz", "one");
        at.sync("changed");
        at.sync("changed");

        // A B A: the last content counts, so it lands again, and sorts behind.
        assertThat(at.lake("bronze/changed/"))
                .containsExactly(
                        java.util.Map.entry("bronze/changed/till.csv.gz", "one"),
                        java.util.Map.entry("bronze/changed/till_v000002.csv.gz", "two"),
                        java.util.Map.entry("bronze/changed/till_v000003.csv.gz", "one"));
        assertThat(at.ledger("changed", "changed/till.csv.gz"))
                .extracting(row -> row.get("status"))
                .containsExactly("copied", "copied", "copied");
    }

    @Test
    void leavesWhatIsDeletedAtTheSourceAndTakesRenamedAsNew() {
        at.addS3Source("renamed", "renamed/");
        at.putSource("renamed/old.csv", "id\n1\n");
        at.sync("renamed");
        at.removeSource("renamed/old.csv");
        at.putSource("renamed/new.csv", "id\n1\n");
        JsonNode told = at.sync("renamed");

        assertThat(told.path("copied").asInt()).isEqualTo(1);
        assertThat(at.lakeKeys("bronze/renamed/")).containsExactly("bronze/renamed/new.csv", "bronze/renamed/old.csv");
        assertThat(at.ledger("renamed", "renamed/old.csv").get(0)).containsEntry("status", "copied");
    }

    @Test
    void copiesEmptyObjectsAndOddKeys() {
        at.addS3Source("odd", "odd dir/");
        List<String> names = List.of(
                "empty.csv",
                "a blank.csv",
                "plus+plus.csv",
                "per%cent%20.csv",
                "Größe_ñ.csv",
                "emoji-🛒.csv",
                "q?&=#.csv",
                "quote'\"<>.csv",
                "semi;colon,comma.csv",
                "dt=2024-01-15/_SUCCESS");
        for (String name : names) {
            at.putSource("odd dir/" + name, name.equals("empty.csv") ? "" : name);
        }

        JsonNode told = at.sync("odd");

        assertThat(told.path("failures")).isEmpty();
        assertThat(told.path("copied").asInt()).isEqualTo(names.size());
        at.lake("bronze/odd/")
                .forEach((key, content) ->
                        assertThat("bronze/odd/" + content).isEqualTo(content.isEmpty() ? "bronze/odd/" : key));
        assertThat(at.lakeKeys("bronze/odd/"))
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> "bronze/odd/" + name).toList());
        assertThat(at.sync("odd").path("copied").asInt()).isZero();
    }

    @Test
    void copiesLargeObjectsInParts() throws Exception {
        at.addS3Source("large", "large/");
        byte[] content = new byte[17 << 20];
        new Random(1).nextBytes(content);
        at.putSource("large/file.parquet", content);

        JsonNode told = SyncFixture.sync(at.newSync(5 << 20), "large");

        assertThat(told.path("failures")).isEmpty();
        assertThat(at.lakeBytes("bronze/large/file.parquet")).isEqualTo(content);
        assertThat(at.ledger("large", "large/file.parquet").get(0))
                .containsEntry("status", "copied")
                .containsEntry("checksum", sha256(content))
                .containsEntry("upload_id", null);
        assertThat(landings("bronze/large/")).hasSize(1);
    }

    @Test
    void copiesPartsThatMemoryDoesNotHold() throws Exception {
        at.addS3Source("huge", "huge/");
        byte[] content = new byte[16_000_001];
        new Random(4).nextBytes(content);
        at.putSource("huge/file.bin", content);
        StorageConfig config =
                new StorageConfigs(at.loaderSource()).enabled("huge").get(0);
        LakeBucket lake = new LakeBucket(at.lake.client(), SyncFixture.LAKE);
        CopyLedger ledger = new CopyLedger(at.loaderSource(), "huge", UUID.randomUUID());
        try (ExternalSource source = S3Source.open(
                config, (S3Storage) config.storage(), new Secrets(at.variables::get, SyncFixture.NO_STORE))) {
            SourceObject object = source.list(null).objects().get(0);
            ledger.begin(object, 1, "bronze/huge/file.bin");
            // Three parts at most, of which 64 KiB are held.
            CopyOutcome outcome = new LargeCopy(source, lake, ledger, new Origin("huge", object.etag()), 64 << 10, 3)
                    .copy(
                            object,
                            null,
                            new Target(object.key(), 1, object.etag(), "bronze/huge/file.bin"),
                            null,
                            () -> Duration.ofMinutes(10));
            assertThat(outcome.kind()).isEqualTo(CopyOutcome.Kind.COPIED);
        }
        assertThat(at.lakeBytes("bronze/huge/file.bin")).isEqualTo(content);
        assertThat(at.ledger("huge", "huge/file.bin").get(0)).containsEntry("checksum", sha256(content));
    }

    @Test
    void goesOnWithALargeObjectInTheNextInvocation() throws Exception {
        at.addS3Source("slow", "slow/");
        byte[] content = new byte[12 << 20];
        new Random(2).nextBytes(content);
        at.putSource("slow/file.bin", content);
        ExternalSync sync = at.newSync(5 << 20);
        int[] asked = {0};

        // The time is up when the third part is about to be begun.
        JsonNode first = SyncFixture.sync(sync, "slow", () -> Duration.ofSeconds(asked[0]++ < 4 ? 60 : 1));
        assertThat(first.path("status").asText()).isEqualTo("incomplete");
        assertThat(at.ledger("slow", "slow/file.bin").get(0)).containsEntry("status", "copying");
        assertThat(at.ledger("slow", "slow/file.bin").get(0).get("upload_id")).isNotNull();

        JsonNode second = SyncFixture.sync(sync, "slow");
        assertThat(second.path("status").asText()).isEqualTo("complete");
        assertThat(at.lakeKeys("bronze/slow/")).containsExactly("bronze/slow/file.bin");
        assertThat(at.lakeBytes("bronze/slow/file.bin")).isEqualTo(content);
        assertThat(at.ledger("slow", "slow/file.bin").get(0))
                .containsEntry("status", "copied")
                .containsEntry("attempts", "2")
                .containsEntry("checksum", null);
        assertThat(at.sync("slow").path("copied").asInt()).isZero();
    }

    @Test
    void goesThroughManyPages() {
        at.addS3Source("pages", "pages/");
        for (int i = 0; i < 2300; i++) {
            at.putSource("pages/%05d.txt".formatted(i), "x" + i);
        }
        int[] asked = {0};
        JsonNode first = SyncFixture.sync(at.newSync(), "pages", () -> Duration.ofSeconds(asked[0]++ < 1200 ? 60 : 1));
        assertThat(first.path("status").asText()).isEqualTo("incomplete");
        assertThat(at.value("select cursor is not null from scout.external_syncs where environment = 'pages'"))
                .isEqualTo("t");
        JsonNode second = at.sync("pages");

        assertThat(second.path("status").asText()).isEqualTo("complete");
        // What the first page held was not listed again.
        assertThat(second.path("listed").asInt()).isEqualTo(1300);
        assertThat(first.path("copied").asInt() + second.path("copied").asInt()).isEqualTo(2300);
        assertThat(at.lakeKeys("bronze/pages/")).hasSize(2300);
        assertThat(landings("bronze/pages/")).hasSize(2300);
    }

    @Test
    void handsOnByTheQueueWhenTheTimeIsUp() throws Exception {
        at.addS3Source("handed", "handed/");
        for (int i = 0; i < 30; i++) {
            at.putSource("handed/" + i + ".txt", "x" + i);
        }
        try (LocalSqs sqs = new LocalSqs(Duration.ofSeconds(30), 3)) {
            int[] asked = {0};
            ExternalSync sync =
                    at.newSync(at.lake.client(), ExternalSync.PART_BYTES, sqs.queue(), SyncFixture.NO_STORE);
            TaskResult first = sync.run(
                    SyncFixture.JSON.readTree("{\"environment\":\"handed\"}"),
                    true,
                    UUID.randomUUID(),
                    () -> Duration.ofSeconds(asked[0]++ < 12 ? 60 : 1));

            assertThat(first.complete()).isTrue();
            assertThat(first.details().path("syncs").path(0).path("status").asText())
                    .isEqualTo("incomplete");
            String message = sqs.ingest().receive(1, Duration.ZERO).get(0).body();
            assertThat(EventReader.read(message))
                    .isEqualTo(new LoadRequest.Task("sync", SyncFixture.JSON.readTree("{\"environment\":\"handed\"}")));
        }
        assertThat(at.sync("handed").path("status").asText()).isEqualTo("complete");
        assertThat(at.lakeKeys("bronze/handed/")).hasSize(30);
        assertThat(landings("bronze/handed/")).hasSize(30);
    }

    @Test
    void recordsItsRuns() {
        at.addS3Source("runs", "runs/");
        at.putSource("runs/a.csv", "a");
        at.sync("runs");

        assertThat(at.rows("select * from scout.etl_monitoring where pipeline_name = 'external_sync/runs'"))
                .singleElement()
                .satisfies(run -> assertThat(run)
                        .containsEntry("status", "succeeded")
                        .containsEntry("layer", "bronze")
                        .containsEntry("records_processed", "1"));
    }

    @Test
    void neverWritesOverAnObjectThatIsThere() {
        at.addS3Source("taken", "taken/");
        at.lake
                .client()
                .putObject(
                        request -> request.bucket(SyncFixture.LAKE).key("bronze/taken/a.csv"),
                        software.amazon.awssdk.core.sync.RequestBody.fromString("by hand"));
        at.putSource("taken/a.csv", "from the till");

        assertThat(at.sync("taken").path("copied").asInt()).isEqualTo(1);
        assertThat(at.sync("taken").path("copied").asInt()).isZero();

        assertThat(at.lake("bronze/taken/"))
                .containsEntry("bronze/taken/a.csv", "by hand")
                .containsEntry("bronze/taken/a_v000002.csv", "from the till")
                .hasSize(2);
    }

    @Test
    void refusesAnEnvironmentThatThereIsNot() {
        assertThatThrownBy(() -> at.sync("nowhere"))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("There is no enabled row \"nowhere\"");
    }

    private static List<ObjectCreated> landings(String prefix) {
        return at.landed.stream()
                .filter(created -> created.key().startsWith(prefix))
                .toList();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
