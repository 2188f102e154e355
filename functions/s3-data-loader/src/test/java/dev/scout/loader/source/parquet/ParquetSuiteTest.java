package dev.scout.loader.source.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.scout.loader.ConformanceTable;
import dev.scout.loader.SharedData;
import dev.scout.loader.source.RecordedSink;
import dev.scout.loader.source.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every value of every file of parquet-testing, against DuckDB, against what the suite says, or against the same data in another file. */
class ParquetSuiteTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Files that are not to be loaded, or not whole, and why. */
    private static final Map<String, String> REFUSED = Map.of(
            "datapage_v1-corrupt-checksum.parquet",
            "each half has a page whose checksum is wrong, as the suite says",
            "rle-dict-uncompressed-corrupt-checksum.parquet",
            "the dictionaries' checksums are wrong, as the suite says",
            "large_string_map.brotli.parquet",
            "each record has a text of 1 GiB: more than `SCOUT_MAX_RECORD_BYTES`, and than PostgreSQL holds");

    /** Files that DuckDB can not read, and others of the suite with the same data. */
    private static final Map<String, String> SAME_AS = Map.of(
            "hadoop_lz4_compressed.parquet", "lz4_raw_compressed.parquet",
            "non_hadoop_lz4_compressed.parquet", "lz4_raw_compressed.parquet",
            "hadoop_lz4_compressed_larger.parquet", "lz4_raw_compressed_larger.parquet");

    @Test
    void readsEveryValue() throws IOException, SQLException {
        Path suite = SharedData.directory("conformance/parquet-testing/data");
        ConformanceTable table = new ConformanceTable("Parquet: parquet-testing");
        try (var paths = Files.walk(suite)) {
            for (Path file : paths.filter(Files::isRegularFile).sorted().toList()) {
                String name = suite.relativize(file).toString();
                if (name.endsWith(".parquet") || name.endsWith(".encrypted")) {
                    check(name, suite, RecordedSink.read(name, Files.readAllBytes(file)), table);
                }
            }
        }
        table.check();
    }

    private static void check(String name, Path suite, RecordedSink read, ConformanceTable table)
            throws IOException, SQLException {
        String why = name.endsWith(".encrypted") ? "encrypted" : REFUSED.get(name);
        if (why != null) {
            assertThat(read.refusals).as(name).isNotEmpty();
            assertThat(read.refusals.get(0).message()).isNotBlank();
            assertThat(read.rules()).as(name).containsOnly(rule(name));
            table.refused(name, read.records.size(), why);
            return;
        }
        assertThat(read.refusals).as(name).isEmpty();
        List<JsonNode> records =
                read.records.stream().map(ParquetSuiteTest::json).toList();
        table.passes(name, records.size(), compare(name, suite, records));
    }

    private static String rule(String name) {
        if (name.endsWith(".encrypted")) {
            return Refusal.UNSUPPORTED_FORMAT;
        }
        return name.contains("large_string") ? Refusal.RECORD_TOO_LARGE : Refusal.CORRUPT_FILE;
    }

    private static String compare(String name, Path suite, List<JsonNode> records) throws IOException, SQLException {
        Path expected = suite.resolve(name.replace(".parquet", "_expect.csv"));
        if (Files.exists(expected)) {
            compareWithCsv(expected, records);
        }
        String other = SAME_AS.get(name);
        if (other != null) {
            DuckRows.compare(suite.resolve(other), records);
            return "`" + other + "` (the same data) as DuckDB reads it";
        }
        switch (name) {
            case "byte_stream_split_extended.gzip.parquet" -> {
                comparePairs(records);
                return "each column with its neighbour, which has the same data in another encoding";
            }
            case "map_no_value.parquet" -> {
                assertThat(records.get(0).toString())
                        .isEqualTo("{\"my_map\":[{\"key\":1,\"value\":null},{\"key\":2,\"value\":null},"
                                + "{\"key\":3,\"value\":null}],\"my_map_no_v\":[{\"key\":1},{\"key\":2},{\"key\":3}],"
                                + "\"my_list\":[1,2,3]}");
                return "what `map_no_value.md` says";
            }
            case "int96_from_spark.parquet" -> {
                assertThat(records.get(5).path("a").asText()).isEqualTo("+290000-12-30T23:00:00Z");
                return "what `int96_from_spark.md` says (DuckDB has another year 290000)";
            }
            default -> {
                DuckRows.compare(suite.resolve(name), records);
                return Files.exists(expected) ? "DuckDB, `" + expected.getFileName() + "`" : "DuckDB";
            }
        }
    }

    private static void compareWithCsv(Path file, List<JsonNode> records) throws IOException {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
            int row = -1;
            for (CsvRecord expected : csv) {
                if (row >= 0) {
                    int column = 0;
                    for (JsonNode value : records.get(row)) {
                        String field = expected.getField(column++);
                        assertThat(isSame(field, value))
                                .as("%s, row %d, column %d: %s, %s", file, row, column, field, value)
                                .isTrue();
                    }
                }
                row++;
            }
            assertThat(records).hasSize(row);
        }
    }

    private static boolean isSame(String expected, JsonNode actual) {
        if (actual.isNull()) {
            return expected.isEmpty();
        }
        return actual.isNumber()
                ? new BigDecimal(expected).compareTo(actual.decimalValue()) == 0
                : actual.asText().equals(expected);
    }

    /** Columns are in pairs: as plain values, and split by byte. */
    private static void comparePairs(List<JsonNode> records) {
        for (JsonNode record : records) {
            var values = record.elements();
            while (values.hasNext()) {
                assertThat(values.next()).isEqualTo(values.next());
            }
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
