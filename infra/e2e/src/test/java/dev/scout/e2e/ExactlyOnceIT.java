package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.local.ObjectCreated;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens on the way, the rows are the same in the end: none twice, none missing. */
final class ExactlyOnceIT {

    /** Large enough that a test can get at it in the middle of its COPY. */
    private static final int LARGE = 400_000;

    private static final String NO_FAILURES = "{\"batchItemFailures\":[]}";

    private static Lake lake;

    @BeforeAll
    static void start(@TempDir Path directory) {
        lake = new Lake(directory);
    }

    @AfterAll
    static void stop() {
        if (lake != null) {
            lake.close();
        }
    }

    @Test
    void theSameEventAgainAndAgainInEveryForm() throws Exception {
        ObjectCreated object = put("bronze/transactions/dt=2026-01-05/again ñ + (1).ndjson", 1_000, "again");
        try (FunctionProcess loader = lake.loader()) {
            assertThat(loader.invoke(Lake.sqsEvent(object))).isEqualToIgnoringWhitespace(NO_FAILURES);
            assertThat(loader.invoke(Lake.sqsEvent(object))).isEqualToIgnoringWhitespace(NO_FAILURES);
            assertThat(loader.invoke(Lake.sqsEvent(object, object, object))).isEqualToIgnoringWhitespace(NO_FAILURES);
            loader.invoke(Lake.eventBridgeEvent(object));
            loader.invoke(Lake.notification(object));
            loader.invoke("{\"bucket\":\"" + Lake.LAKE_BUCKET + "\",\"key\":\"" + object.key() + "\"}");
            loader.invoke("{\"prefix\":\"bronze/transactions/dt=2026-01-05/\"}");
        }
        assertLandedOnce(object, 1_000, "again");
    }

    @Test
    void twoProcessesAtOnce() throws Exception {
        ObjectCreated object = put("bronze/transactions/dt=2026-01-06/two.ndjson", 100_000, "two");
        try (FunctionProcess first = lake.loader();
                FunctionProcess second = lake.loader()) {
            CompletableFuture<String> one = first.invokeAsync(Lake.sqsEvent(object));
            CompletableFuture<String> other = second.invokeAsync(Lake.sqsEvent(object));
            one.get(120, TimeUnit.SECONDS);
            other.get(120, TimeUnit.SECONDS);
            // One of them may hand its message back (it waits no longer than it must): the queue would bring it again.
            first.invoke(Lake.sqsEvent(object));
        }
        assertLandedOnce(object, 100_000, "two");
    }

    @Test
    void loaderKilledInTheMiddleOfAFile() throws Exception {
        ObjectCreated small = put("bronze/transactions/dt=2026-01-07/before.ndjson", 10, "before");
        ObjectCreated object = put("bronze/transactions/dt=2026-01-07/killed.ndjson", LARGE, "killed");
        try (FunctionProcess loader = lake.loader()) {
            CompletableFuture<String> answer = loader.invokeAsync(Lake.sqsEvent(small, object));
            waitUntilInTheMiddle(answer);
            loader.kill();
            assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(FunctionFailure.class);
        }
        assertThat(rowsOf(object)).as("rows that a killed load left").isZero();
        assertThat(ledger(object)).containsExactly("loading", "0", "1");

        try (FunctionProcess loader = lake.loader()) {
            assertThat(loader.invoke(Lake.sqsEvent(small, object))).isEqualToIgnoringWhitespace(NO_FAILURES);
        }
        assertLandedOnce(small, 10, "before");
        assertLandedOnce(object, LARGE, "killed");
        assertThat(ledger(object)).containsExactly("loaded", String.valueOf(LARGE), "2");
    }

    @Test
    void databaseRestartedInTheMiddleOfAFile() throws Exception {
        ObjectCreated object = put("bronze/transactions/dt=2026-01-08/restarted.ndjson", LARGE, "restarted");
        try (FunctionProcess loader = lake.loader()) {
            CompletableFuture<String> answer = loader.invokeAsync(Lake.sqsEvent(object));
            waitUntilInTheMiddle(answer);
            lake.database().restart();
            assertThat(answer.get(120, TimeUnit.SECONDS))
                    .as("the message is handed back to the queue")
                    .contains("itemIdentifier");
            assertThat(rowsOf(object)).as("rows that a broken load left").isZero();

            assertThat(loader.isAlive()).isTrue();
            assertThat(loader.invoke(Lake.sqsEvent(object))).isEqualToIgnoringWhitespace(NO_FAILURES);
        }
        assertLandedOnce(object, LARGE, "restarted");
    }

    @Test
    void eventsOutOfOrderChangeNothing() throws Exception {
        String key = "bronze/transactions/dt=2026-01-09/";
        ObjectCreated older = lake.put(key + "a.ndjson", record("T-1", "10.00") + record("T-2", "1.00"));
        Thread.sleep(1_100); // the store keeps last-modified times in whole seconds
        ObjectCreated newer = lake.put(key + "b.ndjson", record("T-1", "20.00"));
        try (FunctionProcess loader = lake.loader();
                FunctionProcess transform = lake.transform()) {
            loader.invoke(Lake.sqsEvent(newer));
            transform.invoke("{}");
            loader.invoke(Lake.sqsEvent(older));
            transform.invoke("{}");
            assertThat(lake.query("""
                                    select transaction_id, total_amount, superseded_count from scout.silver_transactions
                                    where transaction_id in ('T-1', 'T-2') order by 1""").rows()).containsExactly(List.of("T-1", "20", "1"), List.of("T-2", "1", "0"));
            assertThat(lake.query("""
                                    select transaction_count, revenue from scout.gold_txn_daily
                                    where store_id = 'out-of-order'""").rows()).containsExactly(List.of("2", "21"));
        }
    }

    @Test
    void transformKilledInTheMiddleOfAStage() throws Exception {
        ObjectCreated object = put("bronze/transactions/dt=2026-01-10/stage.ndjson", 100_000, "stage");
        try (FunctionProcess loader = lake.loader()) {
            loader.invoke(Lake.sqsEvent(object));
        }
        try (FunctionProcess transform = lake.transform()) {
            CompletableFuture<String> answer = transform.invokeAsync("{}");
            waitUntilInTheMiddle(answer);
            transform.kill();
        }
        String silver = "select count(*) from scout.silver_transactions where store_id = 'store-stage'";
        assertThat(lake.count(silver)).as("silver of a killed stage").isZero();

        try (FunctionProcess transform = lake.transform()) {
            transform.invoke("{}");
        }
        assertThat(lake.count(silver)).isEqualTo(100_000);
        assertThat(lake.query("""
                                select sum(transaction_count), sum(revenue) from scout.gold_txn_daily
                                where store_id = 'store-stage'""").rows()).containsExactly(List.of("100000", "125000"));
    }

    private static ObjectCreated put(String key, int rows, String name) {
        StringBuilder lines = new StringBuilder();
        for (int row = 1; row <= rows; row++) {
            lines.append("{\"id\":\"")
                    .append(name)
                    .append('-')
                    .append(row)
                    .append("\",\"store_id\":\"store-")
                    .append(name)
                    .append(
                            "\",\"timestamp\":\"2026-01-05T09:30:00+08:00\",\"sku\":\"s\",\"units_per_transaction\":1,\"peso_value\":1.25}\n");
        }
        return lake.put(key, lines.toString());
    }

    private static String record(String id, String pesos) {
        return """
                {"id":"%s","store_id":"out-of-order","timestamp":"2026-01-09T10:00:00+08:00","sku":"a","peso_value":%s}
                """.formatted(id, pesos);
    }

    private static void assertLandedOnce(ObjectCreated object, int rows, String name) throws SQLException {
        String all = String.valueOf(rows);
        assertThat(lake.query("""
                                select count(*), count(distinct _raw_id), count(distinct _source_row), min(_source_row), max(_source_row),
                                    count(distinct _raw_data ->> 'id'), count(*) filter (where _raw_data ->> 'id' = '%s-' || _source_row)
                                from scout.bronze_transactions where _source_file = '%s'""".formatted(name, object.key())).rows())
                .containsExactly(List.of(all, all, all, "1", all, all, all));
        assertThat(lake.count("select count(*) from scout.ingest_files where key = '" + object.key() + "'"))
                .isEqualTo(1);
        assertThat(lake.count("select count(*) from scout.quarantine where key = '" + object.key() + "'"))
                .isZero();
        assertThat(ledger(object)).startsWith("loaded", all);
    }

    private static List<String> ledger(ObjectCreated object) throws SQLException {
        return lake.query("select status, rows_loaded, attempts from scout.ingest_files where key = '" + object.key()
                        + "'")
                .rows()
                .get(0);
    }

    private static long rowsOf(ObjectCreated object) throws SQLException {
        return lake.count("select count(*) from scout.bronze_transactions where _source_file = '" + object.key() + "'");
    }

    /** Until a COPY of the function's has taken some thousand rows; what it wrote is not committed yet. */
    private static void waitUntilInTheMiddle(CompletableFuture<String> answer) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (lake.count("select coalesce(max(tuples_processed), 0) from pg_stat_progress_copy") < 5_000) {
            assertThat(answer).as("it was over before a test could break it").isNotDone();
            assertThat(Instant.now()).as("no COPY was seen").isBefore(end);
            Thread.sleep(5);
        }
    }
}
