package dev.scout.local.demo;

import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.ResultTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the database tells of the files and the runs. */
record Ledger(LocalDatabase database) {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String FILES = """
            select
              case when length(key) <= 58 then key else left(key, 20) || '…' || right(key, 37) end as file,
              status,
              rows_loaded as loaded,
              rows_quarantined as quarantined
            from scout.ingest_files
            order by key collate "C"
            """;
    private static final String LAYERS = """
            select 'bronze' as layer, 'bronze_edge_raw' as table_name, count(*) as rows from scout.bronze_edge_raw
            union all select 'bronze', 'bronze_transactions', count(*) from scout.bronze_transactions
            union all select 'bronze', 'quarantine', count(*) from scout.quarantine
            union all select 'silver', 'silver_transactions', count(*) from scout.silver_transactions
            union all select 'silver', 'silver_transaction_items', count(*) from scout.silver_transaction_items
            union all select 'silver', 'silver_substitutions', count(*) from scout.silver_substitutions
            union all select 'gold', 'gold_store_daily_summary', count(*) from scout.gold_store_daily_summary
            union all select 'gold', 'scout_gold_transactions', count(*) from scout.scout_gold_transactions
            union all select 'gold', 'gold_txn_daily', count(*) from scout.gold_txn_daily
            union all select 'gold', 'gold_product_mix', count(*) from scout.gold_product_mix
            union all select 'platinum', 'platinum_features_sales_7d', count(*) from scout.platinum_features_sales_7d
            union all select 'platinum', 'platinum_store_perf', count(*) from scout.platinum_store_perf
            """;

    void runScript(Path script) throws IOException, SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(script));
        }
    }

    ResultTable files() throws SQLException {
        return table(FILES);
    }

    ResultTable layers() throws SQLException {
        return table(LAYERS);
    }

    private ResultTable table(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return ResultTable.of(rows);
        }
    }

    /** Waits until so many files have found their end. */
    void awaitFiles(int count) throws SQLException, InterruptedException {
        String query = "select case when count(*) filter (where status <> 'loading') >= " + count
                + " then 'all' end from scout.ingest_files";
        await(
                () -> value(query),
                count
                        + " files in the ledger; see ./scout sql 'select * from scout.ingest_files' and the functions' logs");
    }

    /** Waits until the stage has succeeded; answers how many seconds it took. */
    String awaitStage(String stage) throws SQLException, InterruptedException {
        return await(
                () -> {
                    String failure =
                            value("select error_message from scout.etl_monitoring where status = 'failed' and layer = '"
                                    + stage + "'");
                    if (failure != null) {
                        throw new LocalPlatformException("The stage " + stage + " failed: " + failure);
                    }
                    return value(
                            "select duration_seconds::numeric(9,1) from scout.etl_monitoring where status = 'succeeded' and layer = '"
                                    + stage + "'");
                },
                "the stage " + stage);
    }

    private String await(Query query, String what) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            String value = query.ask();
            if (value != null) {
                return value;
            }
            Thread.sleep(100);
        }
        throw new LocalPlatformException(
                "The demo waited " + PATIENCE.toMinutes() + " minutes in vain for " + what + ".");
    }

    private @Nullable String value(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    @FunctionalInterface
    private interface Query {

        @Nullable
        String ask() throws SQLException;
    }
}
