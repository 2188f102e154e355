package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.backfill.BackfillSettings;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of a table whose files arrive in any order, a version waits for what is not there yet; only what is there and damaged is rejected. */
class DeltaWaitingIT {

    private static final String NOT_YET = "which is not there (yet)";
    private static final String LOG = "_delta_log/";

    private static DeltaFixture fixture;
    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        fixture = new DeltaFixture();
        at = fixture.loader;
    }

    @AfterAll
    static void stop() throws IOException {
        fixture.close();
    }

    /** Version 3 of this table has 6 rows in 3 files, as its checkpoint tells alone. */
    @Test
    void aCheckpointWithoutCommitsWaitsForTheDataFilesAndTellsItsVersion() throws IOException {
        Path table = table("delta-0.2.0");
        String root = "tables/checkpoint-only";
        String checkpoint = root + "/" + LOG + "00000000000000000003.checkpoint.parquet";
        put(table, root, name -> name.endsWith("3.checkpoint.parquet"));

        assertThat(fixture.load(checkpoint)).contains(NOT_YET);
        assertThat(at.ledger(checkpoint)).containsEntry("status", "loading");
        put(table, root, name -> !name.startsWith(LOG));

        assertThat(fixture.load(checkpoint)).isEqualTo("loaded");
        assertThat(fixture.count(root)).isEqualTo(6);
        put(table, root, name -> true);
        assertThat(fixture.load(root + "/" + LOG + "00000000000000000003.json")).isEqualTo("loaded");
        assertThat(fixture.count(root)).isEqualTo(6);
    }

    @Test
    void aCheckpointWaitsForItsOtherParts() throws IOException {
        Path table = table("delta-0.2.0");
        String root = "tables/checkpoint-parts";
        String name = root + "/" + LOG + "00000000000000000003.checkpoint.000000000%d.0000000002.parquet";
        String actions = "select * exclude (no) from (select *, row_number() over () as no from read_parquet('"
                + table.resolve(LOG + "00000000000000000003.checkpoint.parquet") + "')) where no ";
        put(table, root, file -> !file.startsWith(LOG));
        at.put(name.formatted(1), WrittenTable.parquet(actions + "<= 3"));

        assertThat(fixture.load(name.formatted(1))).contains("its log lacks an earlier version (so far)");
        // Commits that came before do not make up for it.
        put(table, root, file -> file.endsWith("0.json") || file.endsWith("1.json"));
        assertThat(fixture.load(name.formatted(1))).contains("its log lacks an earlier version (so far)");

        at.put(name.formatted(2), WrittenTable.parquet(actions + "> 3"));
        assertThat(fixture.load(name.formatted(1))).isEqualTo("loaded");
        assertThat(fixture.load(name.formatted(2))).isEqualTo("loaded");
        assertThat(fixture.count(root)).isEqualTo(6);
    }

    /** Version 9 of this table has 44 rows. */
    @Test
    void aVersionWaitsForTheSidecarsOfTheCheckpointBeforeIt() throws IOException {
        Path table = table("checkpoint-v2-table");
        String root = "tables/sidecars";
        String last = root + "/" + LOG + "00000000000000000009.json";
        Predicate<String> isSidecar = name -> name.startsWith(LOG + "_sidecars");
        Predicate<String> isEarlier = name -> name.matches(LOG + "0{19}[0-7].*");
        put(table, root, isSidecar.or(isEarlier).negate());

        assertThat(fixture.load(last)).contains(NOT_YET).contains("_sidecars");
        assertThat(at.ledger(last)).containsEntry("status", "loading");
        put(table, root, isSidecar);

        assertThat(fixture.load(last)).isEqualTo("loaded");
        assertThat(fixture.count(root)).isEqualTo(44);
    }

    @Test
    void aCheckpointThatIsDamagedIsRejected() throws IOException {
        Path table = table("delta-0.2.0");
        String root = "tables/damaged";
        String name = LOG + "00000000000000000003.checkpoint.parquet";
        put(table, root, file -> !file.startsWith(LOG));
        byte[] content = Files.readAllBytes(table.resolve(name));
        at.put(root + "/" + name, Arrays.copyOf(content, content.length - 100));

        assertThat(fixture.load(root + "/" + name)).isEqualTo("rejected");
        assertThat(at.quarantine(root + "/" + name))
                .singleElement()
                .satisfies(row -> assertThat(row).containsEntry("rule", "corrupt_file"));
    }

    @Test
    void whatDoesNotComeIsParkedWithTheReason() throws Exception {
        Path table = table("table-with-domain-metadata");
        String root = "tables/parked";
        String checkpoint = root + "/" + LOG + "00000000000000000108.checkpoint.parquet";
        put(table, root, name -> true);
        try (Delivery delivery = new Delivery(queue -> new Loader(
                at.loaderSource(),
                new ObjectStore(at.store.client()),
                queue,
                new LoaderSettings(
                        LoaderFixture.BUCKET,
                        1024 * 1024,
                        new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1)),
                        BackfillSettings.DEFAULT),
                List.of()))) {
            delivery.sqs
                    .ingest()
                    .send("{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\""
                            + LoaderFixture.BUCKET + "\"},\"object\":{\"key\":\"" + checkpoint + "\"}}}]}");
            delivery.start();
            delivery.awaitEmpty();
            assertThat(delivery.sqs.deadLetters().size()).isEqualTo(1);
        }
        assertThat(at.ledger(checkpoint)).containsEntry("status", "loading").containsEntry("passing_failures", "5");
        assertThat(at.ledger(checkpoint).get("parked_at")).isNotNull();
        assertThat(at.ledger(checkpoint).get("error"))
                .startsWith("Given up after 5 attempts.")
                .contains(NOT_YET);
    }

    private static Path table(String name) {
        return SharedData.directory("conformance/delta-rs-tables/" + name);
    }

    private static void put(Path table, String root, Predicate<String> which) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(table)) {
            files.filter(Files::isRegularFile)
                    .map(file -> table.relativize(file).toString().replace('\\', '/'))
                    .filter(which)
                    .forEach(names::add);
        }
        for (String name : names) {
            at.put(root + "/" + name, Files.readAllBytes(table.resolve(name)));
        }
    }
}
