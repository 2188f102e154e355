package dev.scout.loader.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.loader.ConformanceTable;
import dev.scout.loader.SharedData;
import dev.scout.loader.source.RecordedSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every value of every file of the CSV suites: against the JSON beside it, what its suite's own tests expect, or what FastCSV reads. */
class CsvSuiteTest {

    /** What is in the files that FastCSV can not be told how to read, as the snapshots beside them have it. */
    private static final Map<String, List<List<String>>> SNAPSHOTS = Map.of(
            "csv-parser-test/fixtures/option-escape.csv",
            List.of(List.of("1", "some \"escaped\" value", "2"), List.of("3", "\"\"", "4"), List.of("5", "6", "7")),
            "csv-parser-test/fixtures/option-quote.csv",
            List.of(List.of("1", "some value", "2"), List.of("3", "4", "5")),
            "csv-parser-test/fixtures/option-quote-many.csv",
            List.of(List.of("1", "some 'escaped' value", "2"), List.of("3", "''", "4"), List.of("5", "6", "7")),
            "csv-parser-test/fixtures/option-quote-escape.csv",
            List.of(List.of("1", "some 'escaped' value", "2"), List.of("3", "''", "4"), List.of("5", "6", "7")),
            "csv-parser-test/fixtures/option-newline.csv",
            List.of(List.of("1", "2", "3"), List.of("X-Men", "5", "6"), List.of("7", "8", "9")));

    /** Files with a row that its quotes make unreadable. */
    private static final Map<String, String> BROKEN = Map.of(
            "csv-parser-test/fixtures/option-maxRowBytes.csv",
            "its line 4578 has one quote too many, and begins with it",
            "csv-test-data/csv/bad-missing-quote.csv",
            "a quote is never closed, as the suite says",
            "csv-test-data/csv/bad-quotes-with-unescaped-quote.csv",
            "text stands behind a closing quote, as the suite says");

    /** Files that hold no delimited text, whatever another reader makes of them. */
    private static final Map<String, String> NO_ROWS = Map.of(
            "csvkit-examples/realdata/census_2000/VROUTFSJ.TXt", "columns of fixed width",
            "csvkit-examples/realdata/census_2000/README.txt", "prose",
            "csvkit-examples/realdata/census_2010/README.txt", "prose",
            "csv-spectrum/.js.txt", "nothing: it has no bytes");

    @Test
    void readsEveryValue() throws IOException {
        Path suites = SharedData.directory("conformance/csv");
        ConformanceTable table = new ConformanceTable("CSV");
        for (String line : Files.readAllLines(suites.resolve("../EXPECTED/csv.tsv"))) {
            String[] expected = line.split("\t", -1);
            if (!expected[0].equals("file")) {
                String name = expected[0].substring("csv/".length());
                check(name, Files.readAllBytes(suites.resolve(name)), suites, table);
            }
        }
        table.check();
    }

    private static void check(String name, byte[] content, Path suites, ConformanceTable table) throws IOException {
        SuiteFile known = SuiteFile.of(name);
        RecordedSink read = read(name, content, known.options());
        int loaded = read.records.size();
        String why = NO_ROWS.get(name);
        if (why != null) {
            assertThat(loaded).as(name).isZero();
            assertThat(read.rules()).as(name).isSubsetOf("unknown_format");
            table.refused(name, 0, why);
            return;
        }
        assertThat(read.format).as(name).isEqualTo(known.delimiter() == '\t' ? "tsv" : "csv");
        if (BROKEN.containsKey(name)) {
            assertThat(read.rules()).as(name).containsExactly("malformed_row");
            assertThat(read.refusals.get(0).line()).as(name).isNotNull();
        }
        if (name.endsWith("option-maxRowBytes.csv")) {
            compare(name, FastCsvRows.of(withoutBrokenLine(content), known), read);
            table.refused(name, loaded, BROKEN.get(name) + "; the others are as FastCSV reads the file without it");
        } else if (BROKEN.containsKey(name)) {
            assertThat(loaded).as(name).isZero();
            table.refused(name, loaded, String.valueOf(BROKEN.get(name)));
        } else if (SNAPSHOTS.containsKey(name)) {
            assertThat(filled(read)).as(name).isEqualTo(SNAPSHOTS.get(name));
            table.passes(name, loaded, "the suite's snapshot" + with(known));
        } else if (hasJson(name, suites)) {
            compareWithJson(name, content, suites, read);
            table.passes(name, loaded, "the JSON beside it");
        } else {
            FastCsvRows rows = FastCsvRows.of(unpacked(content), known);
            compare(name, rows, read);
            if (rows.ragged() == 0) {
                table.passes(name, loaded, "FastCSV" + with(known));
            } else {
                String are = rows.ragged() == 1 ? " row has" : " rows have";
                table.refused(name, loaded, rows.ragged() + are + " more or fewer fields than the first");
            }
        }
    }

    private static String with(SuiteFile known) {
        return known.options().equals("{}") ? "" : ", with `" + known.options() + "`";
    }

    private static void compare(String name, FastCsvRows rows, RecordedSink read) {
        assertThat(filled(read)).as(name).isEqualTo(rows.records());
        if (!BROKEN.containsKey(name)) {
            assertThat(read.refusals).as(name).hasSize(rows.ragged());
            assertThat(read.rules()).as(name).isSubsetOf("ragged_row");
        }
        List<String> columns = new ArrayList<>();
        read.description.path("columns").forEach(column -> columns.add(column.asText()));
        for (int i = 0; i < rows.header().size(); i++) {
            String expected = rows.header().get(i).strip();
            assertThat(columns.get(i)).as(name).startsWith(expected.isEmpty() ? "column_" : expected);
        }
    }

    /** The suite says what a file's rows are, or its records where it has a header. */
    private static void compareWithJson(String name, byte[] content, Path suites, RecordedSink read)
            throws IOException {
        JsonNode expected = new JsonMapper().readTree(json(suites, name).toFile());
        if (name.startsWith("csv-spectrum/") && name.contains("_crlf")) {
            // The line ends of these files were lost on their way; the suite's own have two characters.
            String text = new String(content, StandardCharsets.UTF_8).replaceAll("\r?\n", "\r\n");
            read = read(name, text.getBytes(StandardCharsets.UTF_8), "{}");
        }
        assertThat(read.refusals).as(name).isEmpty();
        if (expected.path(0).isArray()) {
            RecordedSink headless = read(name, content, "{\"header\":false}");
            assertThat(filled(headless)).as(name).isEqualTo(rows(expected));
            assertThat(filled(read)).as(name).isEqualTo(rows(expected).subList(1, expected.size()));
        } else {
            List<JsonNode> records = new ArrayList<>();
            read.records.forEach(record -> records.add(RecordedSink.json(record)));
            assertThat(records).as(name).containsExactlyElementsOf(expected);
        }
    }

    private static List<List<String>> rows(JsonNode expected) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode row : expected) {
            List<String> fields = new ArrayList<>();
            row.forEach(field -> fields.add(field.textValue()));
            rows.add(fields);
        }
        return rows;
    }

    /** The fields of the records; nothing is an empty text for others. */
    private static List<List<String>> filled(RecordedSink read) {
        List<List<String>> rows = new ArrayList<>();
        for (List<@Nullable String> row : read.rows()) {
            rows.add(row.stream().map(field -> field == null ? "" : field).toList());
        }
        return rows;
    }

    private static RecordedSink read(String name, byte[] content, String options) {
        return RecordedSink.read(name, content, RecordedSink.settings("auto", options, null));
    }

    /** The JSON of one file has another phone number than the file. */
    private static boolean hasJson(String name, Path suites) {
        boolean suiteHasJson = name.startsWith("csv-spectrum/csvs/") || name.startsWith("csv-test-data/csv/");
        return suiteHasJson && !name.endsWith("/location_coordinates.csv") && Files.exists(json(suites, name));
    }

    private static Path json(Path suites, String name) {
        return suites.resolve(name.replaceAll("/csvs?/", "/json/").replaceAll("csv$", "json"));
    }

    private static byte[] unpacked(byte[] content) throws IOException {
        if (content.length < 2 || content[0] != 0x1F) {
            return content;
        }
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return gzip.readAllBytes();
        }
    }

    private static byte[] withoutBrokenLine(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return text.replaceFirst("\n\"2015[^\n]*", "").getBytes(StandardCharsets.UTF_8);
    }
}
