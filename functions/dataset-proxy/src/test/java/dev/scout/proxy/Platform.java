package dev.scout.proxy;

import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalObjectStore;
import dev.scout.manifest.Column;
import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;

/** What the proxy stands on in tests: a real database with its own role, and an S3 server with two published datasets. */
public final class Platform implements QuarkusTestResourceLifecycleManager {

    public static final String BUCKET = "scout-datasets";
    public static final byte[] CSV =
            "date_key,store_id,revenue\n2024-08-10,S1,12.50\n".getBytes(StandardCharsets.UTF_8);
    public static final byte[] PARQUET = "PAR1 (these bytes need not be Parquet) PAR1".getBytes(StandardCharsets.UTF_8);
    public static final Instant MODIFIED = Instant.parse("2024-08-10T02:15:00Z");

    private static @Nullable Platform running;

    private final LocalDatabase database;
    private final LocalObjectStore store;

    public Platform() {
        database = LocalDatabase.start(null, 0, false);
        store = LocalObjectStore.start(temporaryDirectory(), 0, created -> {});
        store.createBucket(BUCKET);
    }

    /** The platform of the running test. */
    public static Platform running() {
        if (running == null) {
            throw new IllegalStateException("No platform runs");
        }
        return running;
    }

    @Override
    public Map<String, String> start() {
        running = this;
        System.setProperty("aws.accessKeyId", LocalObjectStore.ACCESS_KEY);
        System.setProperty("aws.secretAccessKey", LocalObjectStore.SECRET_KEY);
        System.setProperty("aws.region", LocalObjectStore.REGION);
        publish("gold/txn_daily", "platinum/store_perf");
        return Map.of(
                "SCOUT_DB_URL",
                database.jdbcUrl(),
                "SCOUT_DB_USER",
                "scout_proxy",
                "SCOUT_DB_PASSWORD",
                "scout_proxy",
                "SCOUT_S3_ENDPOINT",
                store.endpoint().toString(),
                "SCOUT_DATASETS_BUCKET",
                BUCKET,
                "SCOUT_JWT_SECRET",
                Configs.SECRET,
                "SCOUT_JWT_ISSUER",
                Configs.ISSUER,
                "SCOUT_JWT_AUDIENCE",
                Configs.AUDIENCE,
                "SCOUT_CORS_ORIGINS",
                "https://dashboard.example.com,http://localhost:5173");
    }

    @Override
    public void stop() {
        store.close();
        database.close();
        running = null;
    }

    public LocalDatabase database() {
        return database;
    }

    public LocalObjectStore store() {
        return store;
    }

    /** Publishes the datasets of these ids and no others. */
    public void publish(String... ids) {
        Map<String, PublishedDataset> datasets = new TreeMap<>();
        for (String id : ids) {
            String file = "scout/v1/" + id + "/" + id.substring(id.indexOf('/') + 1) + "_2024-08-10";
            put(file + ".csv", CSV);
            put(file + ".parquet", PARQUET);
            datasets.put(
                    id,
                    new PublishedDataset(
                            "/" + file + ".csv",
                            "/" + file + ".parquet",
                            LocalDate.parse("2024-08-10"),
                            1,
                            sha256(CSV),
                            CSV.length,
                            sha256(PARQUET),
                            PARQUET.length,
                            "text/csv",
                            "1.0.0",
                            MODIFIED,
                            "Daily transactions by store",
                            "daily",
                            List.of(new Column("date_key", "date", "The local day"))));
        }
        put(Manifest.LATEST_KEY, Manifest.of(MODIFIED, datasets).toJson());
    }

    public void put(String key, byte[] bytes) {
        store.client().putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
    }

    public void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The rows of a query, each by column name. */
    public List<Map<String, @Nullable Object>> query(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Map<String, @Nullable Object>> read = new ArrayList<>();
            while (rows.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnName(i), rows.getObject(i));
                }
                read.add(row);
            }
            return read;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("scout-proxy-it-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
