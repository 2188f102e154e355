package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.ConformanceTable;
import dev.scout.loader.SharedData;
import dev.scout.loader.source.parquet.DuckRows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One month of a real retailer in several formats: the same records, value by value, and the totals that were found by hand. */
class SameMonthTest {

    private static final List<String> TEXTS = List.of("InvoiceNo", "StockCode", "Description", "Country");
    private static final List<String> NUMBERS = List.of("Quantity", "UnitPrice", "CustomerID");

    private static final String[][] FILES = {
        {"online_retail_2011-03.array.json.gz", "json"},
        {"online_retail_2011-03.avro", "avro"},
        {"online_retail_2011-03.csv.gz", "csv"},
        {"online_retail_2011-03.ndjson.gz", "ndjson"},
        {"online_retail_2011-03.orc", "orc"},
        {"online_retail_2011-03.parquet", "parquet"}
    };

    @Test
    void readsTheSameFromEveryFormat() throws IOException, SQLException {
        Path month = SharedData.directory("retail/derived-one-month-six-formats");
        List<JsonNode> rows = read(month, "online_retail_2011-03.ndjson.gz", "ndjson");
        assertThat(rows).hasSize(36_748);
        assertThat(rows.stream().mapToLong(row -> row.path("Quantity").asLong()).sum())
                .isEqualTo(351_872);
        assertThat(rows.stream()
                        .map(row -> number(row.path("Quantity")).multiply(number(row.path("UnitPrice"))))
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("683267.08");

        DuckRows.compare(
                month.resolve("online_retail_2011-03.parquet"),
                read(month, "online_retail_2011-03.parquet", "parquet"));
        ConformanceTable table = new ConformanceTable("One month of a retailer in six formats");
        for (String[] file : FILES) {
            compare(rows, read(month, file[0], file[1]));
            String other = file[1].equals("parquet")
                    ? "DuckDB; the totals"
                    : "the Parquet file as DuckDB reads it; the totals";
            table.passes(file[0], rows.size(), other);
        }
        table.check();
    }

    private static List<JsonNode> read(Path month, String name, String format) throws IOException {
        RecordedSink read = RecordedSink.read(name, Files.readAllBytes(month.resolve(name)));
        assertThat(read.refusals).as(name).isEmpty();
        assertThat(read.format).isEqualTo(format);
        return read.records.stream().map(RecordedSink::json).toList();
    }

    private static void compare(List<JsonNode> expected, List<JsonNode> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            JsonNode left = expected.get(i);
            JsonNode right = actual.get(i);
            for (String column : TEXTS) {
                assertThat(right.path(column).asText(""))
                        .as("row %d, %s", i, column)
                        .isEqualTo(left.path(column).asText(""));
            }
            for (String column : NUMBERS) {
                assertThat(number(right.path(column)))
                        .as("row %d, %s", i, column)
                        .isEqualByComparingTo(number(left.path(column)));
            }
            assertThat(right.path("InvoiceDate").asText().replace('T', ' '))
                    .as("row %d", i)
                    .startsWith(left.path("InvoiceDate").asText());
        }
    }

    private static BigDecimal number(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? BigDecimal.valueOf(-1) : new BigDecimal(value.asText());
    }
}
