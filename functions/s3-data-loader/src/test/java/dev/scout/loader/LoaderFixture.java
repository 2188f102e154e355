package dev.scout.loader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** A real PostgreSQL with the schema, a real S3 server, and a loader that works with both as the loader's role. */
final class LoaderFixture implements AutoCloseable {

    static final String BUCKET = "scout-lake";
    static final String DROP = "bronze/transactions/dt=2024-01-15/";
    static final JsonMapper JSON = new JsonMapper();

    final LocalDatabase database;
    final LocalObjectStore store;
    final Loader loader;
    private final Path directory;

    LoaderFixture() {
        try {
            directory = Files.createTempDirectory("scout-loader-it-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = LocalDatabase.start(null, 0, false);
        store = LocalObjectStore.start(directory.resolve("s3"), 0, created -> {});
        store.createBucket(BUCKET);
        loader = newLoader(1024 * 1024);
    }

    Loader newLoader(int maxRecordBytes) {
        return newLoader(new LoadSettings(maxRecordBytes, LoadSettings.PART_BYTES), null);
    }

    Loader newLoader(LoadSettings settings, @Nullable IngestQueue queue) {
        return new Loader(
                loaderSource(), new ObjectStore(store.client()), queue, LoaderSettings.of(BUCKET, settings), List.of());
    }

    PGSimpleDataSource loaderSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser("scout_loader");
        source.setPassword("scout_loader");
        source.setApplicationName("loader-it");
        return source;
    }

    /** Puts an object and returns its eTag. */
    String put(String key, byte[] content) {
        return store.client()
                .putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(content))
                .eTag()
                .replace("\"", "");
    }

    String put(String key, String content) {
        return put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    ObjectNode load(String key) {
        return loader.answer(
                EventReader.read(JsonNodeFactory.instance
                        .objectNode()
                        .put("bucket", BUCKET)
                        .put("key", key)
                        .toString()),
                plentyOfTime());
    }

    /** Puts, loads, and returns what the summary says of the one object. */
    JsonNode land(String key, byte[] content) {
        put(key, content);
        return load(key).path("objects").path(0);
    }

    JsonNode land(String key, String content) {
        return land(key, content.getBytes(StandardCharsets.UTF_8));
    }

    static Deadline plentyOfTime() {
        return () -> Duration.ofMinutes(10);
    }

    /** The handler's answer to an event, byte for byte as the Lambda runtime would get it. */
    JsonNode invoke(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new LoaderHandler(loader)
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), answer, new TestContext());
        return JSON.readTree(answer.toByteArray());
    }

    List<Map<String, @Nullable String>> rows(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            ResultSetMetaData columns = row.getMetaData();
            List<Map<String, @Nullable String>> rows = new ArrayList<>();
            while (row.next()) {
                Map<String, @Nullable String> values = new LinkedHashMap<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    values.put(columns.getColumnLabel(i), row.getString(i));
                }
                rows.add(values);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The one column of the query's rows. */
    List<@Nullable String> column(String sql) {
        List<@Nullable String> values = new ArrayList<>();
        rows(sql).forEach(row -> values.add(row.values().iterator().next()));
        return values;
    }

    @Nullable
    String value(String sql) {
        return column(sql).get(0);
    }

    /** The records in bronze_transactions of one key, in order. */
    List<@Nullable String> records(String key) {
        return column(
                "select _raw_data from scout.bronze_transactions where _source_file = '" + key + "' order by _raw_id");
    }

    Map<String, @Nullable String> ledger(String key) {
        return rows("select * from scout.ingest_files where key = '" + key + "' order by file_id desc limit 1")
                .get(0);
    }

    List<Map<String, @Nullable String>> quarantine(String key) {
        return rows("select * from scout.quarantine where key = '" + key + "' order by quarantine_id");
    }

    void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Override
    public void close() throws IOException {
        store.close();
        database.close();
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
