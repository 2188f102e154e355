package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {

    @Test
    void makesEachRowAnObjectOfItsHeadersNames() {
        RecordedSink read =
                RecordedSink.read("a.csv", "id,name,price\n1,Coke,12.50\n2,\"Piattos, \"\"large\"\"\",007\n");

        assertThat(read.format).isEqualTo("csv");
        assertThat(read.records)
                .containsExactly(
                        "{\"id\":\"1\",\"name\":\"Coke\",\"price\":\"12.50\"}",
                        "{\"id\":\"2\",\"name\":\"Piattos, \\\"large\\\"\",\"price\":\"007\"}");
        assertThat(read.places).containsExactly("1/2", "2/3");
    }

    @Test
    void tellsAnEmptyStringFromNothing() {
        assertThat(RecordedSink.read("a.csv", "a,b,c\n,\"\", \n").records)
                .containsExactly("{\"a\":null,\"b\":\"\",\"c\":\" \"}");
    }

    @Test
    void keepsLineEndsWithinQuotesAndCountsThem() {
        RecordedSink read = RecordedSink.read("a.csv", "a,b\r\n1,\"x\r\ny\nz\"\r\n\r\n2,w\r\n3,v");

        assertThat(read.records)
                .containsExactly(
                        "{\"a\":\"1\",\"b\":\"x\\r\\ny\\nz\"}",
                        "{\"a\":\"2\",\"b\":\"w\"}",
                        "{\"a\":\"3\",\"b\":\"v\"}");
        assertThat(read.places).containsExactly("1/2", "2/6", "3/7");
    }

    @Test
    void refusesRaggedRowsAsTheyCame() {
        RecordedSink read = RecordedSink.read("a.csv", "a,b,c\n1,2,3\n4,5\n6,\"7,8\",9,10\n11,12,13\n");

        assertThat(read.records).hasSize(2);
        assertThat(read.rules()).containsExactly("ragged_row", "ragged_row");
        assertThat(read.raw(0)).isEqualTo("4,5");
        assertThat(read.raw(1)).isEqualTo("6,\"7,8\",9,10");
        Refusal first = read.refusals.get(0);
        assertThat(first.number()).isEqualTo(2);
        assertThat(first.line()).isEqualTo(3);
        assertThat(first.byteOffset()).isEqualTo(12);
        assertThat(first.byteLength()).isEqualTo(3);
        assertThat(first.message()).isEqualTo("The row has 2 fields where the header has 3.");
    }

    @Test
    void losesOnlyTheLineWhoseQuoteIsNotClosed() {
        RecordedSink read = RecordedSink.read("a.csv", "a,b\n1,\"x\n2,\"y\"\n3,z\n4,\"open");

        assertThat(read.records).containsExactly("{\"a\":\"2\",\"b\":\"y\"}", "{\"a\":\"3\",\"b\":\"z\"}");
        assertThat(read.rules()).containsExactly("malformed_row", "malformed_row");
        assertThat(read.raw(0)).isEqualTo("1,\"x");
        assertThat(read.raw(1)).isEqualTo("4,\"open");
        assertThat(read.refusals.get(1).line()).isEqualTo(5);
    }

    @Test
    void refusesWhatStandsBehindAClosingQuote() {
        RecordedSink read = RecordedSink.read("a.csv", "a,b\n\"x\" ,1\n\"x\"y,2\n");

        assertThat(read.records).containsExactly("{\"a\":\"x\",\"b\":\"1\"}");
        assertThat(read.raw(0)).isEqualTo("\"x\"y,2");
    }

    @Test
    void keepsAQuoteWithinAField() {
        assertThat(RecordedSink.read("a.csv", "a,b\n5\" pipe,x\"y\n").records)
                .containsExactly("{\"a\":\"5\\\" pipe\",\"b\":\"x\\\"y\"}");
    }

    @Test
    void aQuoteThatIsNeverClosedDoesNotSwallowTheFile() {
        int max = RecordedSink.MAX_RECORD_BYTES;
        StringBuilder text = new StringBuilder("a,b\n0,\"open\n");
        int rows = max / 10 + 1000;
        for (int i = 1; i <= rows; i++) {
            text.append(String.format("%07d,x\n", i));
        }
        RecordedSink read = RecordedSink.read("a.csv", text.toString());

        assertThat(read.records).hasSize(rows);
        assertThat(read.raw(0)).isEqualTo("0,\"open");
        assertThat(read.refusals).hasSize(1);
    }

    @Test
    void refusesARowThatIsTooLargeAndGoesOn() {
        String large = "x".repeat(RecordedSink.MAX_RECORD_BYTES * 3);
        RecordedSink read = RecordedSink.read("a.csv", "a,b\n1," + large + "\n2,y\n");

        assertThat(read.records).containsExactly("{\"a\":\"2\",\"b\":\"y\"}");
        assertThat(read.rules()).containsExactly("record_too_large");
        assertThat(read.refusals.get(0).byteLength()).isEqualTo(large.length() + 2L);
        assertThat(read.raw(0)).hasSize(Refusal.RAW_LIMIT);
        assertThat(read.places).containsExactly("2/3");
    }

    @Test
    void namesColumnsThatHaveNoneOrTheSame() {
        assertThat(RecordedSink.read("a.csv", "a,,a,b,a\n1,2,3,4,5\n").records)
                .containsExactly("{\"a\":\"1\",\"column_2\":\"2\",\"a_2\":\"3\",\"b\":\"4\",\"a_3\":\"5\"}");
    }

    @Test
    void keepsNulCharacters() {
        assertThat(RecordedSink.read("a.csv", "a,b\nx\0y,2\n").records)
                .containsExactly("{\"a\":\"x\\u0000y\",\"b\":\"2\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void findsTheDelimiter(String delimiter) {
        String text =
                "id,when,what\n1,2024-01-15 10:00,a b\n2,2024-01-15 11:00,\"c,d;e|f\tg\"\n".replace(",", "\u0001");
        text = text.replace("\u0001d;e", ",d;e").replace("\u0001", delimiter);
        RecordedSink read = RecordedSink.read("a.txt", text);

        assertThat(read.records).hasSize(2);
        assertThat(read.description.path("delimiter").asText()).isEqualTo(delimiter);
        assertThat(read.rows().get(1)).containsExactly("2", "2024-01-15 11:00", "c,d;e|f\tg");
    }

    @Test
    void findsSingleQuotes() {
        RecordedSink read = RecordedSink.read("a.csv", "id,name\n1,'Sari, sari'\n2,'O''Brien'\n");

        assertThat(read.rows())
                .containsExactly(java.util.List.of("1", "Sari, sari"), java.util.List.of("2", "O'Brien"));
        assertThat(read.description.path("quote").asText()).isEqualTo("'");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8,false",
        "UTF-8,true",
        "UTF-16LE,true",
        "UTF-16BE,true",
        "UTF-16LE,false",
        "UTF-16BE,false",
        "windows-1252,false"
    })
    void readsEncodings(String encoding, boolean marked) {
        String text = "id,name\n1,Niño’s Café €\n2,plain\n";
        byte[] content = ((marked ? "\uFEFF" : "") + text).getBytes(Charset.forName(encoding));
        RecordedSink read = RecordedSink.read("a.csv", content);

        assertThat(read.records)
                .containsExactly("{\"id\":\"1\",\"name\":\"Niño’s Café €\"}", "{\"id\":\"2\",\"name\":\"plain\"}");
        assertThat(read.description.path("encoding").asText()).isEqualTo(encoding);
        assertThat(read.refusals).isEmpty();
    }

    @Test
    void takesASingleStrangeByteForWindows1252AndSaysSo() {
        byte[] content = "id,name\n1,Ünal Ünal\n2,?x\n".getBytes(StandardCharsets.UTF_8);
        content[indexOf(content, '?')] = (byte) 0x93;
        RecordedSink read = RecordedSink.read("a.csv", content);

        assertThat(read.rows().get(0)).containsExactly("1", "Ünal Ünal");
        assertThat(read.rows().get(1)).containsExactly("2", "“x");
        assertThat(read.description.path("encoding").asText()).isEqualTo("UTF-8");
        assertThat(read.description.path("malformed_bytes").asInt()).isEqualTo(1);
    }

    @Test
    void followsThePipelinesOptions() {
        SourceSettings settings = RecordedSink.settings(
                "csv",
                "{\"delimiter\":\"|\",\"quote\":\"'\",\"header\":[\"a\",\"b\"],\"encoding\":\"ISO-8859-15\"}",
                null);
        RecordedSink read = RecordedSink.read(
                "a.dat", new byte[] {'1', '|', (byte) 0xA4, '\n', '\'', '|', '\'', '|', 'x'}, settings);

        assertThat(read.rows()).containsExactly(java.util.List.of("1", "€"), java.util.List.of("|", "x"));
    }

    @Test
    void namesColumnsByNumberWhereThereIsNoHeader() {
        SourceSettings settings = RecordedSink.settings("csv", "{\"header\":false}", null);
        assertThat(RecordedSink.read("a.csv", "1,2\n3,4\n".getBytes(StandardCharsets.UTF_8), settings).records)
                .containsExactly("{\"column_1\":\"1\",\"column_2\":\"2\"}", "{\"column_1\":\"3\",\"column_2\":\"4\"}");
    }

    @Test
    void refusesAnOptionThatCanNotBeFollowed() {
        SourceSettings settings = RecordedSink.settings("csv", "{\"encoding\":\"EBCDIC-XY\"}", null);
        RecordedSink read = RecordedSink.read("a.csv", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), settings);

        assertThat(read.records).isEmpty();
        assertThat(read.rules()).containsExactly("bad_option");
        assertThat(read.refusals.get(0).message()).contains("EBCDIC-XY");
    }

    @Test
    void refusesTheRestOfATornFile() throws Exception {
        StringBuilder text = new StringBuilder("id,name\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(",name ").append(i * 7919L % 10007).append('\n');
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        RecordedSink read = RecordedSink.read("a.csv.gz", Arrays.copyOf(packed.toByteArray(), packed.size() / 2));

        assertThat(read.records).hasSizeBetween(5_000, 19_000);
        assertThat(read.rules()).containsExactly("truncated");
        String last = read.records.get(read.records.size() - 1);
        assertThat(text)
                .contains(RecordedSink.json(last).path("id").asText() + ","
                        + RecordedSink.json(last).path("name").asText() + "\n");
    }

    @Test
    void readsAHeaderAloneAsNoRows() {
        RecordedSink read = RecordedSink.read("a.csv", "a,b,c\n");
        assertThat(read.records).isEmpty();
        assertThat(read.refusals).isEmpty();
    }

    @Test
    void refusesAFileWhoseHeaderCanNotBeRead() {
        RecordedSink read = RecordedSink.read("a.csv", "\"a,b\n1,2\n3,4\n");
        assertThat(read.records).isEmpty();
        assertThat(read.refusals).isNotEmpty();
    }

    private static int indexOf(byte[] content, char wanted) {
        for (int i = 0; i < content.length; i++) {
            if (content[i] == wanted) {
                return i;
            }
        }
        throw new IllegalArgumentException("not there");
    }

    @Test
    void refusesAHeaderOfVeryManyColumns() {
        String header = "c,".repeat(10_000) + "c";
        RecordedSink read = RecordedSink.read("a.csv", header + "\n1,2\n");

        assertThat(read.records).isEmpty();
        assertThat(read.refusals.get(0).message())
                .isEqualTo("The first row has 10001 columns; a file can have 10000 at most.");
        assertThat(RecordedSink.read("b.csv", "c,".repeat(9_999) + "c\n")
                        .description
                        .path("columns"))
                .hasSize(10_000)
                .last()
                .satisfies(name -> assertThat(name.asText()).isEqualTo("c_10000"));
    }

    @Test
    void passesOverBlanksAroundNamesAndBeforeQuotes() {
        RecordedSink read = RecordedSink.read("a.csv", " id , \"name\" ,n \n1, \"Sari, sari\" , 3\n2,  \"x\",4\n");

        assertThat(read.records)
                .containsExactly(
                        "{\"id\":\"1\",\"name\":\"Sari, sari\",\"n\":\" 3\"}",
                        "{\"id\":\"2\",\"name\":\"x\",\"n\":\"4\"}");
    }

    @Test
    void losesOnlyOneLineOfAFileWithCarriageReturns() {
        RecordedSink read = RecordedSink.read("a.csv", "a,b\r1,\"x\r2,y\r3,z\r");

        assertThat(read.records).containsExactly("{\"a\":\"2\",\"b\":\"y\"}", "{\"a\":\"3\",\"b\":\"z\"}");
        assertThat(read.raw(0)).isEqualTo("1,\"x");
        assertThat(RecordedSink.read("b.csv", "a,b\r\n1,\"x\r\n2,y\r\n").raw(0)).isEqualTo("1,\"x");
    }

    @Test
    void aBrokenQuoteInATornFileCostsItsLineAndTheTail() throws Exception {
        StringBuilder text = new StringBuilder("id,name\n0,\"open\n");
        for (int i = 1; i < 20_000; i++) {
            text.append(i).append(",name ").append(i * 7919L % 10007).append('\n');
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        RecordedSink read = RecordedSink.read("a.csv.gz", Arrays.copyOf(packed.toByteArray(), packed.size() / 2));

        assertThat(read.records).hasSizeBetween(5_000, 19_000);
        assertThat(read.rules()).containsExactly("malformed_row", "truncated");
        assertThat(read.raw(0)).isEqualTo("0,\"open");
    }

    @Test
    void tellsOfBytesThatAreHalfACharacter() {
        byte[] whole = "\uFEFFid,name\n1,Ñora\n2,Ben\n".getBytes(StandardCharsets.UTF_16LE);
        RecordedSink read = RecordedSink.read("a.csv", Arrays.copyOf(whole, whole.length - 3));

        assertThat(read.records).hasSize(2);
        assertThat(read.description.path("malformed_bytes").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            \\n                 § {}                 § 0
            \\n\\n              § {}                 § 1
            \\r\\n\\r\\n          § {"header":false}   § 2
            \\n1\\n\\n2\\n         § {"header":false}   § 4
            \\n1,2\\n\\n3,4\\n     § {"header":false}   § 2
            \\n\\na,b\\n1,2\\n     § {}                 § 1
            \\n\\na\\nb           § {}                 § 1
            """)
    void anEmptyLineIsARowWhereNothingElseCanBe(String text, String options, int records) {
        byte[] content = text.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
        RecordedSink read = RecordedSink.read("a.csv", content, RecordedSink.settings("auto", options, null));

        assertThat(read.format).isEqualTo("csv");
        assertThat(read.records).hasSize(records);
        assertThat(read.refusals).isEmpty();
    }
}
