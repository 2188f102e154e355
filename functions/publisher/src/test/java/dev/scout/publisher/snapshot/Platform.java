package dev.scout.publisher.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.LocalDatabase;
import dev.scout.local.LocalObjectStore;
import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.duckdb.DuckDBDriver;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A real PostgreSQL with Scout's schema and a real S3 server with the datasets bucket. */
final class Platform implements AutoCloseable {

    static final String BUCKET = "scout-datasets";
    static final ZoneId MANILA = ZoneId.of("Asia/Manila");
    /** 10:15 on 16 January in Manila. */
    static final Instant MORNING = Instant.parse("2024-01-16T02:15:00Z");

    final LocalDatabase database;
    final LocalObjectStore store;
    private final Path directory;
    private final Path work;

    private Platform(Path directory, LocalDatabase database, LocalObjectStore store) {
        this.directory = directory;
        this.work = directory.resolve("work");
        this.database = database;
        this.store = store;
    }

    static Platform start() throws IOException {
        Path directory = Files.createTempDirectory("scout-it-publisher-");
        Files.createDirectory(directory.resolve("work"));
        LocalDatabase database = LocalDatabase.start(null, 0, false);
        LocalObjectStore store = LocalObjectStore.start(directory.resolve("s3"), 0, created -> {});
        store.createBucket(BUCKET);
        return new Platform(directory, database, store);
    }

    /** Empties the tables and the bucket. */
    void reset() throws SQLException {
        sql(
                "truncate scout.gold_txn_daily, scout.gold_product_mix, scout.platinum_features_sales_7d, scout.platinum_store_perf, scout.platinum_customer_segments");
        objects()
                .keySet()
                .forEach(key -> store.client()
                        .deleteObject(delete -> delete.bucket(BUCKET).key(key)));
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The database as the publisher's own role sees it. */
    DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrl());
        dataSource.setUser("scout_publisher");
        dataSource.setPassword("scout_publisher");
        return dataSource;
    }

    Publication publication() {
        return publication(MORNING);
    }

    Publication publication(Instant now) {
        return publication(now, store.client(), Duration.ofSeconds(60));
    }

    Publication publication(Instant now, S3Client s3, Duration patience) {
        return new Publication(dataSource(), new DatasetsBucket(s3, BUCKET), Clock.fixed(now, MANILA), patience, work);
    }

    /** A client that goes through a relay. */
    static S3Client client(Relay relay, RetryStrategy retries) {
        return S3Client.builder()
                .endpointOverride(relay.endpoint())
                .region(Region.of(LocalObjectStore.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalObjectStore.ACCESS_KEY, LocalObjectStore.SECRET_KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(retries))
                .serviceConfiguration(
                        service -> service.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .build();
    }

    /** Another engine; not by DriverManager, which forgets drivers when Quarkus ran in the same process. */
    static Connection duckdb() throws SQLException {
        return Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
    }

    byte[] bytes(String key) {
        return store.client()
                .getObjectAsBytes(get -> get.bucket(BUCKET).key(key))
                .asByteArray();
    }

    String text(String key) {
        return new String(bytes(key), UTF_8);
    }

    Manifest latest() {
        return Manifest.parse(bytes(Manifest.LATEST_KEY));
    }

    /** Every object's key and the hash of its bytes. */
    Map<String, String> objects() {
        Map<String, String> objects = new TreeMap<>();
        for (S3Object object : store.client()
                .listObjectsV2Paginator(list -> list.bucket(BUCKET))
                .contents()) {
            objects.put(object.key(), sha256(bytes(object.key())));
        }
        return objects;
    }

    /** Every file that the manifest names is there, with the bytes that it promises. */
    void assertComplete(Manifest manifest) {
        for (PublishedDataset dataset : manifest.datasets().values()) {
            assertFile(dataset.csvKey(), dataset.sha256(), dataset.sizeBytes());
            assertFile(dataset.parquetKey(), dataset.parquetSha256(), dataset.parquetSizeBytes());
        }
    }

    private void assertFile(String key, String sha256, long sizeBytes) {
        byte[] bytes = bytes(key);
        assertThat(sha256(bytes)).as(key).isEqualTo(sha256);
        assertThat(bytes.length).as(key).isEqualTo(sizeBytes);
    }

    /** What the publisher left behind. */
    List<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.toList();
        }
    }

    static String sha256(byte[] bytes) {
        return Content.hex(Content.newSha256().digest(bytes));
    }

    /** Saves an object as a file that another engine can open. */
    Path download(String key) throws IOException {
        Path file = Files.createTempFile(directory, "object-", key.substring(key.lastIndexOf('.')));
        return Files.write(file, bytes(key));
    }

    @Override
    public void close() {
        store.close();
        database.close();
        new RunDirectory(directory).close();
    }
}
