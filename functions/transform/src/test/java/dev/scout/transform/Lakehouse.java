package dev.scout.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.bronze.BronzeId;
import dev.scout.local.LocalDatabase;
import dev.scout.transform.lake.Lake;
import dev.scout.transform.run.ModelSettings;
import dev.scout.transform.run.StageRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database with bronze rows and a ledger as the loader would leave them, and the stages that run over it. */
final class Lakehouse implements AutoCloseable {

    static final ZoneId MANILA = ZoneId.of("Asia/Manila");
    /** Now, in these tests: noon of 2024-03-31 in Manila. */
    static final Instant NOW = Instant.parse("2024-03-31T04:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LocalDatabase database = LocalDatabase.start(null, 0, false);
    private final Lake files;
    private Transform transform;

    private Instant now = NOW;

    Lakehouse() {
        this(new ModelSettings(10, 5), Lake.NONE);
    }

    Lakehouse(ModelSettings settings) {
        this(settings, Lake.NONE);
    }

    Lakehouse(ModelSettings settings, Lake files) {
        this.files = files;
        transform = transform(settings);
    }

    private Transform transform(ModelSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser("scout_transform");
        source.setPassword("scout_transform");
        InstantSource clock = () -> now;
        return new Transform(new StageRunner(
                source, clock.withZone(ZoneOffset.UTC), MANILA, Duration.ofSeconds(2), settings, files));
    }

    /** Stages run with these settings from now on. */
    void configure(ModelSettings settings) {
        transform = transform(settings);
    }

    /** Stages run at this instant from now on. */
    void setTime(String instant) {
        now = Instant.parse(instant);
    }

    LocalDatabase database() {
        return database;
    }

    /** Everything that data has filled is empty again. */
    void clear() {
        execute("""
                truncate scout.ingest_files, scout.quarantine, scout.bronze_edge_raw, scout.bronze_transactions, scout.silver_transactions,
                  scout.silver_superseded, scout.silver_superseded_lines, scout.silver_transaction_items, scout.silver_substitutions, scout.dim_product, scout.dim_store,
                  scout.gold_changed_days, scout.gold_changed_products, scout.gold_changed_stores, scout.scout_gold_transactions,
                  scout.scout_gold_transaction_items, scout.gold_store_daily_summary, scout.gold_txn_daily, scout.gold_product_mix,
                  scout.silver_product_descriptions, scout.silver_store_descriptions, scout.scout_gold_substitutions,
                  scout.gold_substitution_flows, scout.gold_basket_patterns, scout.gold_request_behavior, scout.gold_demographics,
                  scout.platinum_changed_days, scout.platinum_features_sales_7d, scout.platinum_store_perf,
                  scout.platinum_store_features, scout.platinum_customer_segments, scout.platinum_monitors, scout.etl_monitoring restart identity cascade""");
        execute("truncate scout.lake_changes, scout.lake_columns, scout.data_lake_registry restart identity");
        execute("truncate scout.model_progress, scout.data_quality_results");
        execute("delete from scout.data_quality_checks where check_name like 'test%'");
        execute("delete from scout.etl_pipelines where pipeline_name like 'test%'");
        now = NOW;
    }

    /** Adds a pipeline; its name begins with test. */
    void pipeline(String name, String mapping, @Nullable String readerOptions) {
        update(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, mapping, reader_options) values (?, ?, ?::jsonb, coalesce(?, '{}')::jsonb)",
                name,
                "bronze/" + name + "/**",
                mapping,
                readerOptions);
    }

    /** Lands a file of records that a pipeline loads. Times are instants such as 2024-03-01T00:00:00Z. */
    long land(String pipeline, String key, String modifiedAt, String... records) {
        return land("bronze_transactions", pipeline, key, modifiedAt, Arrays.asList(records));
    }

    long landEdge(String key, String modifiedAt, String... records) {
        return land("bronze_edge_raw", "edge_device_uploads", key, modifiedAt, Arrays.asList(records));
    }

    long land(String table, String pipeline, String key, String modifiedAt, List<String> records) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            long file = ledger(connection, table, pipeline, key, modifiedAt, records.size());
            insert(connection, table, file, key, records);
            connection.commit();
            return file;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insert(Connection connection, String table, long file, String key, List<String> records)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                table.equals("bronze_edge_raw")
                        ? "insert into scout.bronze_edge_raw (id, file_id, source_row, file_path, raw_data, device_id, file_name) values (?, ?, ?, ?, ?::jsonb, 'unknown', '')"
                        : "insert into scout.bronze_transactions (_raw_id, _file_id, _source_row, _source_file, _raw_data) values (?, ?, ?, ?, ?::json)")) {
            for (int row = 1; row <= records.size(); row++) {
                insert.setObject(1, BronzeId.of(file, row));
                insert.setLong(2, file);
                insert.setLong(3, row);
                insert.setString(4, key);
                insert.setString(5, records.get(row - 1));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Takes records of a file out of bronze, as the loader does. */
    void retract(long file, long firstRow, long lastRow) {
        rows("select scout.retract_rows(" + file + ", " + firstRow + ", " + lastRow + ")");
    }

    /** Something else under its key takes its place: nothing of the file is in force any more. */
    void replace(long file) {
        retract(file, 0, Integer.MAX_VALUE);
        update("update scout.ingest_files set status = 'skipped' where file_id = " + file);
    }

    /** The file is in force again: it is loaded as at first. */
    void restore(long file, String table, String key, List<String> records) {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            insert(connection, table, file, key, records);
            try (Statement settle = connection.createStatement()) {
                settle.execute(
                        "update scout.ingest_files set status = 'loaded', rows_retracted = 0, loaded_at = now(), silver_run_id = null where file_id = "
                                + file);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long ledger(
            Connection connection, String table, String pipeline, String key, String modifiedAt, int rows)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes, pipeline_name, target_table, status,
                  rows_read, rows_loaded, loaded_at)
                values ('scout-lake', ?, gen_random_uuid()::text, ?::timestamptz, 1, ?, ?, 'loaded', ?, ?, now()) returning file_id""")) {
            insert.setString(1, key);
            insert.setString(2, modifiedAt);
            insert.setString(3, pipeline);
            insert.setString(4, table);
            insert.setInt(5, rows);
            insert.setInt(6, rows);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The same content lands again later: the ledger offers the file to silver once more. */
    void landAgain(long file, String modifiedAt) {
        update(
                "update scout.ingest_files set last_modified = greatest(last_modified, ?::timestamptz), silver_run_id = null where file_id = "
                        + file,
                modifiedAt);
    }

    /** Invokes the function. */
    ObjectNode run(String event) {
        return run(event, now.plusSeconds(600));
    }

    ObjectNode run(String event, Instant deadline) {
        try {
            JsonNode parsed = JSON.readTree(event.replace('\'', '"'));
            return transform.run(TransformEvent.parse(parsed), deadline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of a query as texts, columns separated by {@code |}; null is empty. */
    List<String> rows(String query) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    String value = rows.getString(i);
                    values.add(value == null ? "" : value);
                }
                texts.add(String.join("|", values));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    void execute(String sql) {
        update(sql);
    }

    private void update(String sql, @Nullable String... values) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
