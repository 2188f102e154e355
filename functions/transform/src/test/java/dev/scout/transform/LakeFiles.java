package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.local.LocalObjectStore;
import dev.scout.transform.lake.LakeTables;
import dev.scout.transform.lake.LakeWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBDriver;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A lake in a real S3 server, and another engine that reads it. */
final class LakeFiles implements AutoCloseable {

    static final String BUCKET = "scout-lake";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char UNIT_SEPARATOR = '\u001f';

    final FailingRequests requests = new FailingRequests();
    final LakeWriter writer;
    private final Path directory;
    private final Path work;
    private final LocalObjectStore store;
    private final Connection duckdb;

    LakeFiles() {
        try {
            directory = Files.createTempDirectory("scout-it-lake-");
            work = Files.createDirectory(directory.resolve("work"));
            store = LocalObjectStore.start(directory.resolve("s3"), 0, created -> {});
            store.createBucket(BUCKET);
            duckdb = Objects.requireNonNull(new DuckDBDriver().connect("jdbc:duckdb:", new Properties()));
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
        writer = writer(store.endpoint(), work, requests);
    }

    /** A lake in the bucket of an S3 server. */
    static LakeWriter writer(URI endpoint, Path work, ExecutionInterceptor... interceptors) {
        return new LakeWriter(
                client(endpoint, List.of(interceptors)), BUCKET, work, Clock.fixed(Lakehouse.NOW, ZoneOffset.UTC));
    }

    private static S3Client client(URI endpoint, List<ExecutionInterceptor> interceptors) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(LocalObjectStore.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalObjectStore.ACCESS_KEY, LocalObjectStore.SECRET_KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(
                                StandardRetryStrategy.builder().maxAttempts(1).build())
                        .executionInterceptors(interceptors))
                .serviceConfiguration(
                        service -> service.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .build();
    }

    URI endpoint() {
        return store.endpoint();
    }

    Path work() {
        return work;
    }

    void clear() {
        requests.heal();
        keys().forEach(key ->
                store.client().deleteObject(delete -> delete.bucket(BUCKET).key(key)));
    }

    void delete(String key) {
        store.client().deleteObject(delete -> delete.bucket(BUCKET).key(key));
    }

    List<String> keys() {
        return store.client().listObjectsV2Paginator(list -> list.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .sorted()
                .toList();
    }

    byte[] bytes(String key) {
        return store.client()
                .getObjectAsBytes(get -> get.bucket(BUCKET).key(key))
                .asByteArray();
    }

    /** The folders of a table. */
    List<String> partitions(String layer, String table) {
        String folder = layer + "/" + table + "/";
        return keys().stream()
                .filter(key -> key.startsWith(folder) && key.endsWith(".parquet"))
                .map(key -> key.substring(folder.length(), key.lastIndexOf('/')))
                .toList();
    }

    /** Each folder has its three objects; the manifest tells the truth; nothing lies around. */
    void assertComplete() {
        Map<String, List<String>> folders = keys().stream()
                .collect(Collectors.groupingBy(
                        key -> key.substring(0, key.lastIndexOf('/') + 1), TreeMap::new, Collectors.toList()));
        folders.forEach((folder, keys) -> {
            assertThat(keys)
                    .containsExactly(folder + "_SUCCESS", folder + "_manifest.json", folder + "part-0000.parquet");
            JsonNode file = manifest(folder).path("files").path(0);
            byte[] bytes = bytes(folder + file.path("file").asText());
            assertThat(file.path("sha256").asText()).as(folder).isEqualTo(sha256(bytes));
            assertThat(file.path("size_bytes").asLong()).as(folder).isEqualTo(bytes.length);
            assertThat(file.path("rows").asLong()).as(folder).isPositive();
        });
        try (Stream<Path> left = Files.list(work)) {
            assertThat(left).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode manifest(String folder) {
        try {
            return JSON.readTree(bytes(folder + "_manifest.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A table's files as a relation of DuckDB. */
    String files(String layer, String table) {
        return "read_parquet('" + directory.resolve("s3").resolve(BUCKET) + "/" + layer + "/" + table
                + "/*/*.parquet', hive_partitioning = true)";
    }

    List<String> query(String sql) {
        return texts(duckdb, sql);
    }

    /** A reader of a layer's files gets the rows that a reader of its tables gets, and each partition is complete. */
    void assertSame(Lakehouse lake, String layer) {
        assertComplete();
        for (String table : LakeTables.names(layer)) {
            String from = "scout." + table + " as t";
            switch (table) {
                case "silver_transaction_items", "silver_substitutions" ->
                    assertSame(
                            lake,
                            layer,
                            table,
                            from + " join scout.silver_transactions as p using (transaction_id)",
                            "p.date_key");
                case "dim_store", "dim_product" -> assertSame(lake, layer, table, from, "null");
                case "gold_store_daily_summary", "platinum_store_features" ->
                    assertSame(lake, layer, table, from, "t.transaction_date");
                case "gold_demographics" -> assertSame(lake, layer, table, from, "t.week_start");
                case "gold_basket_patterns", "gold_substitution_flows" ->
                    assertSame(lake, layer, table, from, "t.window_end");
                case "platinum_store_perf", "platinum_customer_segments", "platinum_monitors" ->
                    assertSame(lake, layer, table, from, "t.as_of_date");
                default -> assertSame(lake, layer, table, from, "t.date_key");
            }
        }
    }

    /** A reader of the files gets the rows that a reader of the table gets, each in the partition of its day. */
    private void assertSame(Lakehouse lake, String layer, String table, String from, String day) {
        List<Column> columns = lake.rows("""
                        select attname, format_type(atttypid, null) from pg_attribute
                        where attrelid = 'scout.%s'::regclass and attnum > 0 and not attisdropped order by attnum""".formatted(table)).stream()
                .map(row -> new Column(row.split("\\|", -1)[0], row.split("\\|", -1)[1]))
                .toList();
        String inPostgres = columns.stream().map(Column::postgres).collect(Collectors.joining(", "));
        String inDuckdb = columns.stream().map(Column::duckdb).collect(Collectors.joining(", "));
        List<String> expected;
        try (Connection postgres = lake.database().connect()) {
            expected = texts(postgres, "select " + inPostgres + ", " + day + "::text from " + from);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        if (expected.isEmpty()) {
            assertThat(partitions(layer, table)).as(table).isEmpty();
            return;
        }
        assertThat(query("select " + inDuckdb + ", dt::varchar from " + files(layer, table)))
                .as(table)
                .isEqualTo(expected);
    }

    private static List<String> texts(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                texts.add(values.stream().map(LakeFiles::plain).collect(Collectors.joining("|")));
            }
            texts.sort(null);
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Numbers, which are marked as such, without the zeros at their end. */
    private static String plain(String value) {
        return value.startsWith("#")
                ? new BigDecimal(value.substring(1)).stripTrailingZeros().toPlainString()
                : value;
    }

    /** How both engines can be made to say the same of a value. */
    private record Column(String name, String type) {

        String postgres() {
            return switch (type) {
                case "numeric" -> "'#' || t." + name;
                case "timestamp with time zone" -> "(extract(epoch from t." + name + ") * 1000000)::bigint::text";
                case "text[]" -> "array_to_string(t." + name + ", '" + UNIT_SEPARATOR + "')";
                default -> "t." + name + "::text";
            };
        }

        String duckdb() {
            return switch (type) {
                case "numeric" -> "'#' || " + name;
                case "timestamp with time zone" -> "epoch_us(" + name + ")::varchar";
                case "text[]" -> "array_to_string(" + name + ", '" + UNIT_SEPARATOR + "')";
                default -> name + "::varchar";
            };
        }
    }

    @Override
    public void close() {
        try {
            duckdb.close();
            store.close();
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
