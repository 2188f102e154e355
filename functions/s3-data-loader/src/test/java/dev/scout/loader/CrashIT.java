package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever dies in the middle, and however many try at once: in the end each record is there once. */
class CrashIT {

    private static final int RECORDS = 200_000;

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void aConnectionThatIsCutInTheMiddleLeavesNothing() throws Exception {
        String key = LoaderFixture.DROP + "cut.ndjson";
        at.put(key, records());

        assertThatThrownBy(
                        () -> loadWhile(
                                key,
                                () -> at.execute(
                                        "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'copy scout.bronze%'")))
                .isInstanceOf(ScoutException.class)
                .extracting(failure -> ((ScoutException) failure).retryable())
                .isEqualTo(true);
        assertThat(at.records(key)).isEmpty();
        assertThat(at.ledger(key)).containsEntry("status", "loading").containsEntry("attempts", "1");
        assertThat(at.ledger(key).get("error")).contains("database");

        at.load(key);
        assertLoadedOnce(key);
        assertThat(at.ledger(key)).containsEntry("attempts", "2").containsEntry("error", null);
    }

    @Test
    void aDatabaseThatRestartsInTheMiddleLeavesNothing() throws Exception {
        String key = LoaderFixture.DROP + "restart.ndjson";
        at.put(key, records());

        assertThatThrownBy(() -> loadWhile(key, at.database::restart)).isInstanceOf(ScoutException.class);
        assertThat(at.records(key)).isEmpty();

        at.load(key);
        assertLoadedOnce(key);
    }

    @Test
    void manyAtOnceLoadItOnce() throws Exception {
        String key = LoaderFixture.DROP + "many-at-once.ndjson";
        at.put(key, records());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<ObjectNode>> loads = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Loader own = at.newLoader(1024 * 1024);
                loads.add(() -> own.answer(event(key), LoaderFixture.plentyOfTime()));
            }
            int loaded = 0;
            int already = 0;
            for (Future<ObjectNode> answer : threads.invokeAll(loads)) {
                loaded += answer.get().path("loaded").asInt();
                already += answer.get().path("already").asInt();
            }
            assertThat(loaded).isEqualTo(1);
            assertThat(already).isEqualTo(3);
        } finally {
            threads.shutdownNow();
        }
        assertLoadedOnce(key);
    }

    @Test
    void anAttemptThatDiedWithoutATraceIsTakenUpAgain() {
        String key = LoaderFixture.DROP + "died.ndjson";
        String etag = at.put(key, "{\"id\":1}\n");
        at.execute("insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes) values ('"
                + LoaderFixture.BUCKET + "', '" + key + "', '" + etag + "', now(), 9)");

        at.load(key);

        assertThat(at.records(key)).hasSize(1);
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("attempts", "2");
    }

    private static void loadWhile(String key, Runnable disturbance) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<ObjectNode> load = thread.submit(() -> at.loader.answer(event(key), LoaderFixture.plentyOfTime()));
            while (!load.isDone()
                    && !"1"
                            .equals(at.value(
                                    "select count(*) from pg_stat_progress_copy where tuples_processed > 1000"))) {
                Thread.sleep(2);
            }
            disturbance.run();
            load.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ScoutException failure) {
                throw failure;
            }
            throw e;
        } finally {
            thread.shutdownNow();
        }
    }

    private static void assertLoadedOnce(String key) {
        assertThat(at.rows(
                                "select count(*), count(distinct _raw_id) as ids, count(distinct _raw_data ->> 'id') as records, max(_source_row)"
                                        + " from scout.bronze_transactions where _source_file = '" + key + "'")
                        .get(0)
                        .values())
                .containsOnly(String.valueOf(RECORDS));
        assertThat(at.ledger(key))
                .containsEntry("status", "loaded")
                .containsEntry("rows_loaded", String.valueOf(RECORDS));
    }

    private static String records() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= RECORDS; i++) {
            text.append("{\"id\":\"").append(i).append("\",\"peso_value\":12.50,\"store_id\":\"S-001\"}\n");
        }
        return text.toString();
    }

    private static LoadRequest event(String key) {
        return EventReader.read(JsonNodeFactory.instance
                .objectNode()
                .put("bucket", LoaderFixture.BUCKET)
                .put("key", key)
                .toString());
    }
}
