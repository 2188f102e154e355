package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the data tells of how it is laid out, and what a pipeline can fix. */
class CsvLayoutTest {

    @Test
    void passesOverATitleAndBlankLinesAndKeepsThem() {
        RecordedSink read = RecordedSink.read(
                "a.csv",
                "Daily sales\nStore:,Manila\n\nid,item,qty,price\n1,Coke,2,12.50\n2,Piattos,1,35\n3,Milo,4,10\n");

        assertThat(read.rows().get(0)).containsExactly("1", "Coke", "2", "12.50");
        assertThat(read.places).containsExactly("1/5", "2/6", "3/7");
        assertThat(read.refusals).isEmpty();
        assertThat(read.description.path("skipped_lines").asInt()).isEqualTo(3);
        assertThat(read.description.path("preamble").asText()).isEqualTo("Daily sales\nStore:,Manila\n\n");
        assertThat(read.description.path("columns")).hasSize(4);
    }

    @Test
    void passesOverTheTitleRowsOfASheet() {
        RecordedSink read = RecordedSink.read(
                "a.csv", ",,,\r\nSales of June,,,\r\nid,item,qty,price\r\n1,Coke,2,12.50\r\n2,Milo,1,10\r\n");

        assertThat(read.records).hasSize(2);
        assertThat(read.description.path("skipped_lines").asInt()).isEqualTo(2);
        assertThat(read.description.path("line_end").asText()).isEqualTo("crlf");
    }

    @Test
    void takesAShortFirstRowForAHeaderWhereItCouldBeOne() {
        assertThat(RecordedSink.read("a.csv", "a,b,c\n1,2,3,\n4,5,6,\n7,8,9,\n").rules())
                .containsExactly("ragged_row", "ragged_row", "ragged_row");
        assertThat(RecordedSink.read("a.csv", "title\n1,2,3\n4,5,6\n").rules()).hasSize(2);
    }

    @Test
    void keepsRecordsThatLookLikeATitleWhereTheyAreMany() {
        String text = "note\n".repeat(900) + "a,b\n1,x\n".repeat(900);
        RecordedSink read = RecordedSink.read("a.csv", text);
        assertThat(read.records.size() + read.refusals.size()).isEqualTo(2699);
    }

    @Test
    void passesOverCommentsAtTheBeginningAndThoseThatAreNoRows() {
        RecordedSink read = RecordedSink.read(
                "a.csv", "# made by till 7, \"v2\n# 2024\nid,item\n1,Coke\n# half \"time\n#2,is no comment\n3,Milo\n");

        assertThat(read.rows())
                .containsExactly(List.of("1", "Coke"), List.of("#2", "is no comment"), List.of("3", "Milo"));
        assertThat(read.places).containsExactly("1/4", "2/6", "3/7");
        assertThat(read.refusals).isEmpty();
        assertThat(read.description.path("comment").asText()).isEqualTo("#");
        assertThat(read.description.path("comment_lines").asInt()).isEqualTo(1);
    }

    @Test
    void leavesAHashAloneWhereNothingSaysThatItIsAComment() {
        assertThat(RecordedSink.read("a.csv", "#id,item\n#1,Coke\n2,Milo\n").rows())
                .containsExactly(List.of("#1", "Coke"), List.of("2", "Milo"));
        assertThat(RecordedSink.read("a.csv", "id,item\n# 1\n2,Milo\n").rules()).containsExactly("ragged_row");
    }

    @Test
    void findsEscapesWithABackslash() {
        RecordedSink read = RecordedSink.read(
                "a.csv", "id,text,n\n1,\"some \\\"quoted\\\" words\",2\n2,\"C:\\\\dir\\name\",3\n3,\"a\"\"b\",4\n");

        assertThat(read.rows().get(0)).containsExactly("1", "some \"quoted\" words", "2");
        assertThat(read.rows().get(1)).containsExactly("2", "C:\\dir\\name", "3");
        assertThat(read.rows().get(2)).containsExactly("3", "a\"b", "4");
        assertThat(read.description.path("escape").asText()).isEqualTo("\\");
    }

    @Test
    void leavesABackslashAloneInJsonInsideOfCsv() {
        RecordedSink read = RecordedSink.read("a.csv", "id,json\n1,\"{\"\"a\"\":\"\"x\\\"\"y\"\"}\"\n2,\"{}\"\n");

        assertThat(read.rows().get(0)).containsExactly("1", "{\"a\":\"x\\\"y\"}");
        assertThat(read.description.has("escape")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '`', textBlock = """
            # first row                  § second row                  § header
            id,when,amount               § 1,2024-01-15,12.50          § true
            1,2024-01-14,11.00           § 2,2024-01-15,12.50          § false
            SO43701,11,2019-07-01,Zhu    § SO43704,1,2019-07-01,Wu     § false
            2007-01-01,,                 § 2007-01-02,,                § false
            Region,2019,2020,2021        § NCR,12.5,13,14              § true
            Region,Sales,2021            § NCR,12.5,14                 § true
            0,1,2                        § 5,6,7                       § true
            4,5,6                        § 7,8,9                       § false
            name,city                    § Ben,Manila                  § true
            Ana,Cebu                     § Ben,Manila                  § true
            a,,c                         § 1,2,3                       § true
            1,Ana,Cebu                   § 2,Ben,Manila                § false
            "007","12"                   § "008","13"                  § false
            ₱12.50,x                     § ₱13.50,y                    § false
            """)
    void tellsNamesFromData(String first, String second, boolean header) {
        RecordedSink read = RecordedSink.read("a.csv", first + "\n" + (second + "\n").repeat(3));

        assertThat(read.description.path("header").asBoolean()).isEqualTo(header);
        assertThat(read.records).hasSize(header ? 3 : 4);
    }

    @Test
    void aNameThatTheMappingReadsMakesAHeader() {
        byte[] text = "4,5\n7,8\n".getBytes(StandardCharsets.UTF_8);
        assertThat(RecordedSink.read("a.csv", text).records).hasSize(2);
        RecordedSink mapped =
                RecordedSink.read("a.csv", text, RecordedSink.settings("auto", "{}", "{\"quantity\":\"5\"}"));
        assertThat(mapped.records).containsExactly("{\"4\":\"7\",\"5\":\"8\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"quantity\":\"Menge\"}"})
    void aRaggedRowDoesNotMakeADecimalCommaTheDelimiter(String mapping) {
        String text = "Bon;Artikel;Menge;Preis\n1;Kape; 3in1;2;12,50\n2;Itlog;144;8,00\n3;Pan;6;3,00\n";
        RecordedSink read = RecordedSink.read(
                "a.csv",
                text.getBytes(StandardCharsets.UTF_8),
                RecordedSink.settings("auto", "{\"decimal\":\",\"}", mapping));

        assertThat(read.rows()).containsExactly(List.of("2", "Itlog", "144", "8,00"), List.of("3", "Pan", "6", "3,00"));
        assertThat(read.rules()).containsExactly("ragged_row");
    }

    @Test
    void aNameThatTheMappingReadsMakesTheDelimiter() {
        byte[] text = "Bon;Note\n1;a,b\n2;c,d;e\n3;f,g;h\n4;i,j;k\n".getBytes(StandardCharsets.UTF_8);
        RecordedSink read =
                RecordedSink.read("a.csv", text, RecordedSink.settings("auto", "{}", "{\"transaction_id\":\"Bon\"}"));

        assertThat(read.rows()).containsExactly(List.of("1", "a,b"));
        assertThat(read.rules()).containsExactly("ragged_row", "ragged_row", "ragged_row");
    }

    @ParameterizedTest
    @ValueSource(strings = {"^", "~", "\u0001", "\u001F"})
    void findsRareDelimiters(String delimiter) {
        String text = "id^what^n\n1^a, b^2\n2^c;d^3\n".replace("^", delimiter);
        RecordedSink read = RecordedSink.read("a.csv", text);

        assertThat(read.rows()).containsExactly(List.of("1", "a, b", "2"), List.of("2", "c;d", "3"));
        assertThat(read.description.path("delimiter").asText()).isEqualTo(delimiter);
    }

    @Test
    void takesTheDelimiterThatExcelAnnounces() {
        RecordedSink read = RecordedSink.read("a.csv", "sep=;\r\nname;note\r\nAna;1,5,7\r\nBen;2,5,7\r\n");

        assertThat(read.rows()).containsExactly(List.of("Ana", "1,5,7"), List.of("Ben", "2,5,7"));
        assertThat(read.description.path("preamble").asText()).isEqualTo("sep=;\r\n");
    }

    @Test
    void takesQuotesForTextWhereTheyAreNone() {
        RecordedSink read = RecordedSink.read("a.tsv", "id\tsize\n1\t\"big\" one\n2\t\"small\" one\n3\t\"x\" y\n");

        assertThat(read.rows().get(0)).containsExactly("1", "\"big\" one");
        assertThat(read.refusals).isEmpty();
        assertThat(read.description.has("quote")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"N,lf", "RN,crlf", "R,cr"})
    void tellsHowLinesEnd(String end, String name) {
        String text = "a,b|1,x|2,y|".replace("|", end.replace("N", "\n").replace("R", "\r"));
        assertThat(RecordedSink.read("a.csv", text).description.path("line_end").asText())
                .isEqualTo(name);
        assertThat(RecordedSink.read("a.csv", text + "3,z\n4,u\r")
                        .description
                        .path("line_end")
                        .asText())
                .isEqualTo("mixed");
    }

    @Test
    void anEmptyLineOfOneColumnIsNothing() {
        assertThat(RecordedSink.read("a.csv", "\nfoo\nx\n\ny\n").records)
                .containsExactly("{\"foo\":\"x\"}", "{\"foo\":null}", "{\"foo\":\"y\"}");
    }

    private static List<Arguments> optionsAndWhatTheyGive() {
        return List.of(
                Arguments.of("{\"line_end\":\"\\r\\n\"}", "a,b\r\n1,x\ny\r\n", "{\"a\":\"1\",\"b\":\"x\\ny\"}"),
                Arguments.of("{\"line_end\":\"\\n\"}", "a,b\n1,x\r\n", "{\"a\":\"1\",\"b\":\"x\\r\"}"),
                Arguments.of("{\"line_end\":\"\\r\"}", "a,b\r1,x\ny\r", "{\"a\":\"1\",\"b\":\"x\\ny\"}"),
                Arguments.of("{\"line_end\":\"X\"}", "a,bX1,2", "{\"a\":\"1\",\"b\":\"2\"}"),
                Arguments.of("{\"escape\":\"\\\\\"}", "a,b\n1,x\\,y\\\nz\n", "{\"a\":\"1\",\"b\":\"x,y\\nz\"}"),
                Arguments.of(
                        "{\"escape\":\"\\\"\",\"quote\":\"\\\"\"}",
                        "a,b\n1,\"x\"\"y\"\n",
                        "{\"a\":\"1\",\"b\":\"x\\\"y\"}"),
                Arguments.of("{\"quote\":\"\"}", "a,b\n1,\"x\"\n", "{\"a\":\"1\",\"b\":\"\\\"x\\\"\"}"),
                Arguments.of(
                        "{\"quote\":\"'\",\"escape\":\"\\\\\"}", "a,b\n1,'x\\'y'\n", "{\"a\":\"1\",\"b\":\"x'y\"}"),
                Arguments.of("{\"comment\":\"~\"}", "a,b\n~ no\n1,x\n~2,y\n", "{\"a\":\"1\",\"b\":\"x\"}"),
                Arguments.of("{\"comment\":\"\"}", "#a,b,c\n1,2,3\n", "{\"#a\":\"1\",\"b\":\"2\",\"c\":\"3\"}"),
                Arguments.of("{\"skip_rows\":2}", "x,y,z\n\"q\na,b\n1,2\n", "{\"a\":\"1\",\"b\":\"2\"}"),
                Arguments.of(
                        "{\"null_text\":[\"NULL\",\"\\\\N\"]}",
                        "a,b,c,d\nNULL,\\N,\"NULL\",NULLS\n",
                        "{\"a\":null,\"b\":null,\"c\":\"NULL\",\"d\":\"NULLS\"}"),
                Arguments.of("{\"null_text\":\"-\"}", "a,b\n-,1\n", "{\"a\":null,\"b\":\"1\"}"),
                Arguments.of("{\"header\":true}", "4,5\n7,8\n", "{\"4\":\"7\",\"5\":\"8\"}"),
                Arguments.of("{\"delimiter\":\"`\",\"skip_rows\":0}", "a`b\n1`2\n", "{\"a\":\"1\",\"b\":\"2\"}"));
    }

    @ParameterizedTest
    @MethodSource("optionsAndWhatTheyGive")
    void followsThePipelinesOptions(String options, String text, String record) {
        RecordedSink read = RecordedSink.read(
                "a.csv", text.getBytes(StandardCharsets.UTF_8), RecordedSink.settings("csv", options, null));

        assertThat(read.refusals).isEmpty();
        assertThat(read.records).containsExactly(record);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"delimiter\":\"ab\"}", "{\"line_end\":\"ab\"}", "{\"skip_rows\":-1}", "{\"comment\":\"é\"}"})
    void refusesOptionsThatCanNotBeFollowed(String options) {
        RecordedSink read = RecordedSink.read(
                "a.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), RecordedSink.settings("csv", options, null));
        assertThat(read.rules()).containsExactly("bad_option");
    }

    @Test
    void readsTheTablesWithoutHeaderOfARealExport() throws IOException {
        try (ZipFile zip = new ZipFile(
                SharedData.directory("retail/ms-dp-data").resolve("orders.zip").toFile())) {
            int records = 0;
            for (var entry :
                    zip.stream().filter(file -> file.getName().endsWith(".csv")).toList()) {
                byte[] content = zip.getInputStream(entry).readAllBytes();
                RecordedSink read = RecordedSink.read(entry.getName(), content);
                assertThat(read.description.path("header").asBoolean(true))
                        .as(entry.getName())
                        .isFalse();
                assertThat(read.refusals).isEmpty();
                records += read.records.size();
            }
            assertThat(records).isEqualTo(32_718);
        }
    }

    @Test
    void readsEveryRetailSetSensibly() throws IOException {
        try (var files = Files.walk(SharedData.directory("retail"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".csv")).toList()) {
                RecordedSink read = RecordedSink.read(file.getFileName().toString(), Files.readAllBytes(file));
                assertThat(read.description.path("header").asBoolean())
                        .as(file.toString())
                        .isTrue();
                assertThat(read.description.has("preamble")).as(file.toString()).isFalse();
                assertThat(read.description.has("escape")).as(file.toString()).isFalse();
                List<@Nullable String> odd = read.rules().stream()
                        .filter(rule -> !rule.equals("ragged_row"))
                        .toList();
                assertThat(odd).as(file.toString()).isEmpty();
            }
        }
    }
}
