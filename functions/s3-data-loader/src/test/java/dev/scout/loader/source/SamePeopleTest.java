package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.scout.loader.ConformanceTable;
import dev.scout.loader.SharedData;
import dev.scout.loader.source.parquet.DuckRows;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The same thousand people in Parquet and ORC: the same values in the same order; and in CSV and Avro. (The files themselves differ: Hive, which
 * made the first two, took noon for midnight and commas within quotes for the ends of fields; and in Avro some cells were put right by hand.)
 */
class SamePeopleTest {

    private static final int CREDIT_CARD = 7;
    private static final int SALARY = 10;

    @Test
    void readsTheSameFromEveryFormat() throws IOException, SQLException {
        Path suite = SharedData.directory("conformance/kylo-userdata");
        ConformanceTable table = new ConformanceTable("A thousand people in four formats, five times");
        for (int number = 1; number <= 5; number++) {
            String name = "userdata" + number;
            List<JsonNode> parquet = read(suite, "parquet/" + name + ".parquet", "parquet");
            assertThat(parquet).hasSize(1_000);
            DuckRows.compare(suite.resolve("parquet/" + name + ".parquet"), parquet);
            table.passes("parquet/" + name + ".parquet", parquet.size(), "DuckDB");

            assertThat(compare(parquet, read(suite, "orc/" + name + "_orc", "orc")))
                    .isZero();
            table.passes("orc/" + name + "_orc", parquet.size(), "the Parquet file as DuckDB reads it");

            List<JsonNode> people = read(suite, "csv/" + name + ".csv", "csv");
            compareWithFastCsv(suite.resolve("csv/" + name + ".csv"), people);
            table.passes("csv/" + name + ".csv", people.size(), "FastCSV");

            List<JsonNode> avro = read(suite, "avro/" + name + ".avro", "avro");
            int different = compare(number == 2 ? present(people, avro) : people, avro);
            assertThat(different).isLessThan(30);
            table.passes(
                    "avro/" + name + ".avro",
                    avro.size(),
                    "fastavro (above); the CSV file, but for " + different + " cells that were put right by hand");
        }
        table.check();
    }

    /** Two, with "7b" for an id and "$9.28" for a salary, are not in the Avro file. */
    private static List<JsonNode> present(List<JsonNode> people, List<JsonNode> avro) {
        assertThat(avro).hasSize(998);
        List<String> ids =
                avro.stream().map(person -> person.path("id").asText()).toList();
        return people.stream()
                .filter(person -> ids.contains(person.path("id").asText()))
                .toList();
    }

    private static void compareWithFastCsv(Path file, List<JsonNode> people) throws IOException {
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
            List<CsvRecord> rows = csv.stream().skip(1).toList();
            assertThat(people).hasSameSizeAs(rows);
            for (int i = 0; i < rows.size(); i++) {
                List<String> fields = new ArrayList<>();
                people.get(i).forEach(value -> fields.add(value.isNull() ? "" : value.textValue()));
                assertThat(fields).isEqualTo(rows.get(i).getFields());
            }
        }
    }

    private static List<JsonNode> read(Path suite, String name, String format) throws IOException {
        RecordedSink read = RecordedSink.read(name, Files.readAllBytes(suite.resolve(name)));
        assertThat(read.refusals).as(name).isEmpty();
        assertThat(read.format).as(name).isEqualTo(format);
        return read.records.stream().map(RecordedSink::json).toList();
    }

    /** Returns how many cells are not the same. */
    private static int compare(List<JsonNode> expected, List<JsonNode> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        int different = 0;
        for (int i = 0; i < expected.size(); i++) {
            Iterator<JsonNode> values = actual.get(i).elements();
            int column = 0;
            for (JsonNode value : expected.get(i)) {
                different += text(column, values.next()).equals(text(column, value)) ? 0 : 1;
                column++;
            }
        }
        return different;
    }

    /** The value as text: a missing one is empty, an instant and a local time are the same. */
    private static String text(int column, JsonNode value) {
        String text = value.isNull() ? "" : value.asText();
        if ((column == SALARY || column == CREDIT_CARD) && !text.isEmpty()) {
            return new BigDecimal(text).stripTrailingZeros().toPlainString();
        }
        return column == 0 ? text.replace("Z", "") : text;
    }
}
