package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalObjectStore;
import dev.scout.local.ObjectCreated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A lake, the S3 server of another account, a real PostgreSQL, and a sync that works with them as the loader's role. */
final class SyncFixture implements AutoCloseable {

    static final String LAKE = "scout-lake";
    static final String SOURCE = "till-exports";
    static final String SOURCE_KEY_ID = "AKIAOTHERACCOUNT";
    static final String SOURCE_SECRET = "other-account-secret/+x";
    static final Secrets.SecretStore NO_STORE = name -> {
        throw new ScoutException("NONE", false, "there is no secret store here", null);
    };
    static final JsonMapper JSON = new JsonMapper();

    final LocalDatabase database;
    final LocalObjectStore lake;
    final LocalObjectStore source;
    /** The events of the lake. */
    final List<ObjectCreated> landed = new CopyOnWriteArrayList<>();
    /** What the function's environment holds. */
    final Map<String, String> variables = new TreeMap<>();

    private final Path directory;

    SyncFixture() {
        try {
            directory = Files.createTempDirectory("scout-sync-it-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database = LocalDatabase.start(null, 0, false);
        lake = LocalObjectStore.start(directory.resolve("lake"), 0, landed::add);
        lake.createBucket(LAKE);
        source = LocalObjectStore.start(directory.resolve("source"), 0, SOURCE_KEY_ID, SOURCE_SECRET, created -> {});
        source.createBucket(SOURCE);
        variables.put("TILL_KEY_ID", SOURCE_KEY_ID);
        variables.put("TILL_SECRET", SOURCE_SECRET);
    }

    /** A row of the other account's bucket under that prefix; it lands in bronze/&lt;environment&gt;/. */
    void addS3Source(String environment, String prefix) {
        addS3Source(environment, prefix, source.endpoint());
    }

    void addS3Source(String environment, String prefix, URI endpoint) {
        execute("""
                insert into scout.external_storage_config
                  (environment, storage_type, s3_bucket, s3_endpoint, s3_access_key_id, s3_secret_access_key, source_prefix)
                values ('%s', 's3', '%s', '%s', 'env:TILL_KEY_ID', 'env:TILL_SECRET', '%s')
                """.formatted(environment, SOURCE, endpoint, prefix));
    }

    ExternalSync newSync(S3Client lakeClient, int partBytes, @Nullable IngestQueue queue, Secrets.SecretStore store) {
        return new ExternalSync(
                loaderSource(), new LakeBucket(lakeClient, LAKE), new Secrets(variables::get, store), queue, partBytes);
    }

    ExternalSync newSync() {
        return newSync(lake.client(), ExternalSync.PART_BYTES, null, NO_STORE);
    }

    ExternalSync newSync(int partBytes) {
        return newSync(lake.client(), partBytes, null, NO_STORE);
    }

    PGSimpleDataSource loaderSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser("scout_loader");
        dataSource.setPassword("scout_loader");
        return dataSource;
    }

    /** What the sync tells of one storage. */
    JsonNode sync(String environment) {
        return sync(newSync(), environment);
    }

    static JsonNode sync(ExternalSync sync, String environment) {
        return sync(sync, environment, () -> Duration.ofMinutes(10));
    }

    static JsonNode sync(ExternalSync sync, String environment, Deadline deadline) {
        JsonNode argument = JSON.createObjectNode().put("environment", environment);
        return sync.run(argument, true, UUID.randomUUID(), deadline)
                .details()
                .path("syncs")
                .path(0);
    }

    void putSource(String key, String content) {
        putSource(key, content.getBytes(UTF_8));
    }

    void putSource(String key, byte[] content) {
        source.client().putObject(request -> request.bucket(SOURCE).key(key), RequestBody.fromBytes(content));
    }

    void removeSource(String key) {
        source.client().deleteObject(request -> request.bucket(SOURCE).key(key));
    }

    /** Leaves no storage, nothing in the other account's bucket, and no row about either. */
    void forgetEverything() {
        execute(
                "truncate scout.external_storage_config, scout.external_objects, scout.external_syncs, scout.etl_monitoring");
        source.client().listObjectsV2Paginator(request -> request.bucket(SOURCE)).contents().stream()
                .map(S3Object::key)
                .toList()
                .forEach(this::removeSource);
        landed.clear();
    }

    /** The lake's objects under a prefix, in the order of their keys. */
    Map<String, String> lake(String prefix) {
        Map<String, String> contents = new LinkedHashMap<>();
        for (String key : lakeKeys(prefix)) {
            contents.put(key, new String(lakeBytes(key), UTF_8));
        }
        return contents;
    }

    List<String> lakeKeys(String prefix) {
        return lake
                .client()
                .listObjectsV2Paginator(request -> request.bucket(LAKE).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    byte[] lakeBytes(String key) {
        return lake.client()
                .getObjectAsBytes(request -> request.bucket(LAKE).key(key))
                .asByteArray();
    }

    /** A client of a server that takes this server's keys, such as a relay before it. */
    static S3Client lakeClient(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(LocalObjectStore.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalObjectStore.ACCESS_KEY, LocalObjectStore.SECRET_KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .forcePathStyle(true)
                .serviceConfiguration(options -> options.chunkedEncodingEnabled(false))
                .build();
    }

    /** The ledger's rows of one key, oldest content first. */
    List<Map<String, @Nullable String>> ledger(String environment, String key) {
        return rows("select * from scout.external_objects where environment = '" + environment + "' and source_key = '"
                + key + "' order by version_no");
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

    @Nullable
    String value(String sql) {
        return rows(sql).get(0).values().iterator().next();
    }

    void execute(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
        lake.close();
        database.close();
        try (var files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
