package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.object.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of one pipeline do not wait for each other: while one is being loaded, others are loaded from their beginning to their end. Who would
 * wait gives up after a few seconds, and has not loaded.
 */
class ParallelLoadsIT {

    private static final int PART_BYTES = 4 * 1024;
    private static final LoadSettings IN_PARTS = new LoadSettings(3_000, PART_BYTES);
    private static final LoadSettings AT_ONCE = new LoadSettings(3_000, LoadSettings.PART_BYTES);

    private static LoaderFixture at;
    private static ExecutorService threads;

    /** With everything that a pipeline can ask for that concerns other files. */
    @BeforeAll
    static void start() {
        at = new LoaderFixture();
        threads = Executors.newCachedThreadPool();
        at.execute("""
                insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, rules, on_overwrite, skip_same_content, on_schema_change)
                values ('twins', 'twins/**', 'bronze_transactions', '[{"column":"id","unique":true}]', 'replace', true, 'rescue'),
                       ('edge_twins', 'edge-twins/**', 'bronze_edge_raw', '[{"column":"transaction_id","unique":true}]', 'replace', true, 'accept')""");
    }

    @AfterAll
    static void stop() throws Exception {
        threads.shutdownNow();
        at.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"twins/whole/", "edge-twins/whole/"})
    void filesThatAreLoadedAtOnce(String folder) throws Exception {
        loadOthersMeanwhile(folder, AT_ONCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"twins/parts/", "edge-twins/parts/"})
    void filesThatAreLoadedInParts(String folder) throws Exception {
        loadOthersMeanwhile(folder, IN_PARTS);
    }

    /** A file has been read, and its values are compared with each other, which can take long: the others know more columns than it. */
    @Test
    void aFileWhoseValuesAreComparedWithEachOther() throws Exception {
        at.execute("""
                create function scout.wait_here() returns trigger language plpgsql security definer as
                'begin perform pg_advisory_xact_lock(4711) from scout.ingest_files where file_id = old.file_id and key like ''%slow%''; return old; end';
                create trigger wait_here before delete on scout.unique_values for each row execute function scout.wait_here()""");
        try (var connection = at.database.connect();
                var statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(4711)");
            String slow = put("twins/compared/slow.ndjson", "\"slow\":1");
            Future<JsonNode> first = threads.submit(
                    () -> load(IN_PARTS, new ObjectStore(at.store.client()), slow, LoaderFixture.plentyOfTime()));
            Delivery.await(
                    "the comparison",
                    () -> "1"
                            .equals(
                                    at.value(
                                            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%refuse_repeats%'")));

            assertLoads(AT_ONCE, put("twins/compared/other.ndjson", "\"other\":2"));
            assertLoads(IN_PARTS, put("twins/compared/another.ndjson", "\"another\":3"));

            assertThat(first.isDone()).isFalse();
            statement.execute("select pg_advisory_unlock(4711)");
            assertThat(first.get().path("rows_loaded").asInt()).isEqualTo(400);
        } finally {
            at.execute("drop trigger wait_here on scout.unique_values; drop function scout.wait_here()");
        }
    }

    private static void loadOthersMeanwhile(String folder, LoadSettings settings) throws Exception {
        at.execute("drop table if exists scout.bronze_transactions" + nextMonths() + ", scout.bronze_edge_raw"
                + nextMonths());
        String slow = put(folder + "slow.ndjson", "\"a\":1");
        StallingS3 stalling = new StallingS3(at.store.client(), 10_000);
        Future<JsonNode> first = threads.submit(
                () -> load(settings, new ObjectStore(stalling.client()), slow, LoaderFixture.plentyOfTime()));
        stalling.awaitStall();

        assertLoads(AT_ONCE, put(folder + "other.ndjson", "\"b\":2"));
        assertLoads(IN_PARTS, put(folder + "another.ndjson", "\"c\":3"));
        assertThat(at.value("select to_regclass('scout.bronze_transactions" + nextMonths() + "') is not null"))
                .as("the month that was missing")
                .isEqualTo("t");

        assertThat(first.isDone()).isFalse();
        stalling.release();
        assertThat(first.get().path("rows_loaded").asInt()).isEqualTo(400);
        assertThat(at.value("select count(*) from scout.ingest_files where status = 'loaded' and key like '" + folder
                        + "%'"))
                .isEqualTo("3");
    }

    private static void assertLoads(LoadSettings settings, String key) {
        JsonNode answer = load(settings, new ObjectStore(at.store.client()), key, () -> Duration.ofSeconds(30));
        assertThat(answer.path("rows_loaded").asInt()).as(answer.toString()).isEqualTo(400);
    }

    private static JsonNode load(LoadSettings settings, ObjectStore objects, String key, Deadline deadline) {
        return new Loader(
                        at.loaderSource(), objects, null, LoaderSettings.of(LoaderFixture.BUCKET, settings), List.of())
                .answer(
                        EventReader.read("{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + key + "\"}"),
                        deadline);
    }

    private static String put(String key, String member) {
        at.put(
                key,
                IntStream.range(0, 400)
                        .mapToObj(i -> "{\"transaction_id\":\"" + i + "\",\"id\":\"" + i + "\",\"store_id\":\"" + key
                                + "\"," + member + "}\n")
                        .collect(Collectors.joining()));
        return key;
    }

    /** What the name of the last month that there are partitions for ends with. */
    private static String nextMonths() {
        return String.valueOf(at.value("select to_char((now() at time zone 'UTC') + interval '3 months', '_YYYY_MM')"));
    }
}
