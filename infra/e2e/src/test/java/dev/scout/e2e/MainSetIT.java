package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * A real retailer's 167 daily files go the whole way, from a put to the published files, by one row of
 * {@code etl_pipelines}; every table is compared value by value with what DuckDB computes from the raw files.
 */
@RealData.Needed
final class MainSetIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOAD_WAIT = Duration.ofMinutes(5);

    private static final RetailSet SET = RetailSet.ONLINE_RETAIL;
    private static RunningPlatform platform;
    private static Oracle oracle;
    private static Path downloads;
    private static JsonNode manifest;
    private static long landed;

    @BeforeAll
    static void runTheWholeWay(@TempDir Path directory) throws Exception {
        downloads = Files.createDirectories(directory.resolve("downloads"));
        platform = RunningPlatform.start();
        platform.execute(SET.pipeline());
        // In two goes, so that the second changes what the first has built: names, windows, days around the seam.
        List<Path> files = SET.files();
        land(files.subList(0, 80));
        platform.invoke("transform", "{}");
        land(files.subList(80, files.size()));
        platform.invoke("transform", "{}");
        platform.invoke("publisher", "{}");
        manifest = JSON.readTree(platform.dataset("scout/v1/manifests/latest.json"));
        oracle = Oracle.over(SET, LocalDate.now(ZoneId.of("Asia/Manila")));
    }

    @AfterAll
    static void stop() throws Exception {
        if (oracle != null) {
            oracle.close();
        }
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    void everyFileIsLoadedOnce() throws Exception {
        assertThat(scout("""
                                select status, count(*), sum(rows_loaded), sum(rows_quarantined) from scout.ingest_files
                                where pipeline_name = 'online_retail' group by status""").rows()).containsExactly(List.of("loaded", "167", "245903", "0"));
        assertThat(scout("select count(*) from scout.quarantine").rows()).containsExactly(List.of("0"));
        assertThat(scout("select count(*), count(distinct _raw_id) from scout.bronze_transactions")
                        .rows())
                .containsExactly(List.of("245903", "245903"));
    }

    @Test
    void bronzeHoldsEveryLineAsItCame() throws Exception {
        Rows bronze = scout("""
                select _source_file as object_key, _source_row as record_number,
                    coalesce(_raw_data ->> 'InvoiceNo', '') as invoice_no, coalesce(_raw_data ->> 'StockCode', '') as stock_code,
                    coalesce(_raw_data ->> 'Description', '') as description, coalesce(_raw_data ->> 'Quantity', '') as quantity,
                    coalesce(_raw_data ->> 'InvoiceDate', '') as invoice_date, coalesce(_raw_data ->> 'UnitPrice', '') as unit_price,
                    coalesce(_raw_data ->> 'CustomerID', '') as customer_id, coalesce(_raw_data ->> 'Country', '') as country
                from scout.bronze_transactions
                order by _source_file collate "C", _source_row""");
        Rows raw = duckdb("""
                select 'bronze/online-retail/' || file_name as object_key,
                    row_number() over (partition by file_name order by position) as record_number,
                    coalesce(invoice_no, '') as invoice_no, coalesce(stock_code, '') as stock_code,
                    coalesce(description, '') as description, coalesce(quantity, '') as quantity,
                    coalesce(invoice_date, '') as invoice_date, coalesce(unit_price, '') as unit_price,
                    coalesce(customer_id, '') as customer_id, coalesce(country, '') as country
                from raw_rows
                order by object_key, record_number""");
        bronze.assertEqualTo(raw, "bronze_transactions");
    }

    @ParameterizedTest
    @EnumSource
    void tableEqualsTheOracle(ComparedTable table) throws Exception {
        scout(table.query("scout." + table.table()))
                .inOrder()
                .assertEqualTo(oracle.rows(table).inOrder(), table.table());
    }

    @ParameterizedTest
    @MethodSource("dev.scout.e2e.ComparedTable#datasets")
    void publishedCsvEqualsTheOracle(ComparedTable dataset) throws Exception {
        JsonNode entry = entry(dataset);
        Path file = download(entry.path("latest_csv").asText(), entry, "sha256", "size_bytes");
        String text = Files.readString(file, StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith(String.join(",", dataset.columns()) + "\n")
                .endsWith("\n")
                .doesNotContain("\r");

        Rows expected = oracle.rows(dataset);
        assertThat(entry.path("row_count").asInt()).isEqualTo(expected.rows().size());
        // Read as text: a typed reader would forgive 1e3 or a rounded number; then typed as the oracle's column is.
        String typed = expected.columns().stream()
                .map(column -> "cast(" + column + " as " + oracleType(dataset, column) + ") as " + column)
                .collect(Collectors.joining(", "));
        oracle.query(
                        "select " + typed + " from read_csv('" + file
                                + "', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false)")
                .inOrder()
                .assertEqualTo(expected.inOrder(), "the CSV file of " + dataset.dataset());
    }

    @ParameterizedTest
    @MethodSource("dev.scout.e2e.ComparedTable#datasets")
    void publishedParquetEqualsTheOracle(ComparedTable dataset) throws Exception {
        JsonNode entry = entry(dataset);
        Path file = download(entry.path("latest_parquet").asText(), entry, "parquet_sha256", "parquet_size_bytes");
        Rows described =
                duckdb("select column_name, column_type from (describe select * from read_parquet('" + file + "'))");
        assertThat(described.rows()).extracting(row -> row.get(0)).isEqualTo(dataset.columns());
        assertThat(described.rows())
                .as("numbers are decimals, never floating point")
                .noneMatch(row -> List.of("DOUBLE", "FLOAT").contains(row.get(1)));
        // A file without rows has nothing that would be compressed.
        assertThat(duckdb("select distinct compression from parquet_metadata('" + file + "')")
                        .rows())
                .allMatch(List.of("ZSTD")::equals);

        oracle.query(dataset.query("read_parquet('" + file + "')"))
                .inOrder()
                .assertEqualTo(oracle.rows(dataset).inOrder(), "the Parquet file of " + dataset.dataset());
    }

    @Test
    void theManifestListsTheColumnsInTheContractsOrder() {
        for (ComparedTable dataset : ComparedTable.datasets().toList()) {
            assertThat(StreamSupport.stream(entry(dataset).path("columns").spliterator(), false)
                            .map(column -> column.path("name").asText()))
                    .as("columns of %s", dataset.dataset())
                    .containsExactlyElementsOf(dataset.columns());
        }
    }

    // ------------------------------------------------------------------------------------------

    private static String oracleType(ComparedTable dataset, String column) {
        try {
            String type = String.valueOf(duckdb("select data_type from information_schema.columns where table_name = '"
                            + dataset.table() + "' and column_name = '" + column + "'")
                    .rows()
                    .get(0)
                    .get(0));
            // More decimals than any column has, so that none that should not be there goes unseen.
            return type.startsWith("DECIMAL") ? "decimal(38, 10)" : type;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode entry(ComparedTable dataset) {
        JsonNode entry = manifest.path("datasets").path(dataset.dataset());
        assertThat(entry.isObject())
                .as("%s is in the manifest", dataset.dataset())
                .isTrue();
        return entry;
    }

    private static Path download(String location, JsonNode entry, String hashField, String sizeField)
            throws IOException, java.security.NoSuchAlgorithmException {
        assertThat(location).startsWith("/scout/v1/");
        byte[] content = platform.dataset(location.substring(1));
        assertThat(content.length).isEqualTo(entry.path(sizeField).asInt());
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                .isEqualTo(entry.path(hashField).asText());
        return Files.write(downloads.resolve(location.substring(1).replace('/', '_')), content);
    }

    private static void land(List<Path> files) throws Exception {
        for (Path file : files) {
            platform.put(SET.keyPrefix() + file.getFileName(), RequestBody.fromFile(file));
        }
        landed += files.size();
        awaitLoaded(landed);
    }

    private static void awaitLoaded(long number) throws Exception {
        Instant end = Instant.now().plus(LOAD_WAIT);
        Map<String, Long> found;
        do {
            Thread.sleep(200);
            found = scout("select status, count(*) from scout.ingest_files group by status").rows().stream()
                    .collect(Collectors.toMap(
                            row -> String.valueOf(row.get(0)), row -> Long.parseLong(String.valueOf(row.get(1)))));
        } while (found.getOrDefault("loaded", 0L) < number && Instant.now().isBefore(end));
        assertThat(found).as("the ledger after %s", LOAD_WAIT).isEqualTo(Map.of("loaded", number));
    }

    private static Rows scout(String query) throws SQLException {
        try (Connection connection = platform.connect()) {
            return Rows.of(connection, query);
        }
    }

    private static Rows duckdb(String query) throws SQLException {
        return oracle.query(query);
    }
}
