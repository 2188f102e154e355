package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input in every form: what can be read is loaded, what can not is in quarantine with its reason, and the loader goes on. */
class BadInputIT {

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void losesNothing(String name, byte[] content, String status, int loaded, String rule) {
        String key = LoaderFixture.DROP + name;

        JsonNode outcome = at.land(key, content);

        assertThat(outcome.path("status").asText()).isEqualTo(status);
        assertThat(outcome.path("rows_loaded").asInt()).isEqualTo(loaded);
        assertThat(at.records(key)).hasSize(loaded);
        assertThat(at.ledger(key)).containsEntry("status", status);
        assertThat(at.ledger(key).get("checksum")).hasSize(64);
        if (rule.isEmpty()) {
            assertThat(at.quarantine(key)).isEmpty();
        } else {
            assertThat(at.quarantine(key)).isNotEmpty().allSatisfy(row -> {
                assertThat(row.get("message")).isNotBlank();
                assertThat(row.get("bucket")).isEqualTo(LoaderFixture.BUCKET);
            });
            assertThat(at.quarantine(key).get(0)).containsEntry("rule", rule);
            assertThat(at.ledger(key).get("error")).isNotBlank();
        }
    }

    static Stream<Arguments> files() throws IOException {
        byte[] parquet = parquet();
        return Stream.of(
                file("half.json", "[{\"id\":1},{\"id\":2},{\"i", "partial", 2, "truncated"),
                file("none.json", "{\"id\":1,\"x\":", "rejected", 0, "truncated"),
                file("array-of-numbers.json", "[1,2,3]", "loaded", 3, ""),
                file("number-between.json", "[{\"id\":1},2,{\"id\":3}]", "partial", 2, "not_an_object"),
                file("empty-array.json", "[]", "loaded", 0, ""),
                file("blank.ndjson", " \n\n \n", "loaded", 0, ""),
                file("bad-line.ndjson", "{\"id\":1}\n{\"id\":\n{\"id\":3}\n", "partial", 2, "malformed_json"),
                file("ragged.csv", "a,b\n1,2\n3\n4,5\n", "partial", 2, "ragged_row"),
                file("only-ragged.csv", "a,b\n1\n2\n", "rejected", 0, "ragged_row"),
                file("open-quote.csv", "a,b\n1,\"x\n2,y\n", "partial", 1, "malformed_row"),
                file("header-only.csv", "a,b,c\n", "loaded", 0, ""),
                file("nul.ndjson", "{\"id\":\"a\\u0000b\"}\n{\"id\":\"a\0b\"}\n", "partial", 1, "malformed_json"),
                file("nul.csv", "a,b\n1\0,2\n", "loaded", 1, ""),
                file(
                        "huge-number.ndjson",
                        "{\"id\":1,\"n\":1e999999}\n{\"id\":2,\"n\":" + "9".repeat(5000) + "}\n",
                        "loaded",
                        2,
                        ""),
                file("year-0.ndjson", "{\"id\":1,\"timestamp\":\"0000-00-00T00:00:00\"}\n", "loaded", 1, ""),
                file(
                        "deep.ndjson",
                        "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}\n{\"id\":1}\n",
                        "partial",
                        1,
                        "malformed_json"),
                file(
                        "deep-object.json",
                        "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
                        "rejected",
                        0,
                        "malformed_json"),
                file(
                        "one-long-line.ndjson",
                        "{\"a\":\"" + "x".repeat(30_000_000) + "\"}\n{\"id\":1}\n",
                        "partial",
                        1,
                        "record_too_large"),
                file(
                        "one-long-line.json",
                        "{\"a\":\"" + "x".repeat(30_000_000) + "\"}",
                        "rejected",
                        0,
                        "record_too_large"),
                file(
                        "one-long-line.csv",
                        "a,b\n1," + "x".repeat(30_000_000) + "\n2,3\n",
                        "partial",
                        1,
                        "record_too_large"),
                file("prose.log", "Nothing to see here.\nMove on, please\n", "rejected", 0, "unknown_format"),
                bytes(
                        "latin1.ndjson",
                        "{\"id\":\"Ni\u00f1o\"}\n{\"id\":2}\n".getBytes(StandardCharsets.ISO_8859_1),
                        "loaded",
                        2,
                        ""),
                bytes("latin1.csv", "id,name\n1,Ni\u00f1o\n".getBytes(StandardCharsets.ISO_8859_1), "loaded", 1, ""),
                bytes("utf16.csv", "\uFEFFid;name\n1;Ni\u00f1o\n".getBytes(StandardCharsets.UTF_16LE), "loaded", 1, ""),
                bytes("noise.csv", noise(), "rejected", 0, "unknown_format"),
                bytes("archive.zip", new byte[] {'P', 'K', 3, 4, 0, 0, 0}, "rejected", 0, "unsupported_format"),
                bytes("torn.csv.gz", torn(), "rejected", 0, "truncated"),
                bytes("notes.csv.gz", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), "loaded", 1, ""),
                bytes(
                        "packed",
                        LoaderFixture.gzip("{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.UTF_8)),
                        "loaded",
                        2,
                        ""),
                bytes("cut.parquet", Arrays.copyOf(parquet, parquet.length - 20), "rejected", 0, "corrupt_file"),
                bytes("four.parquet", "PAR1".getBytes(StandardCharsets.UTF_8), "rejected", 0, "corrupt_file"),
                bytes("named.parquet", "{\"id\":1}\n".getBytes(StandardCharsets.UTF_8), "loaded", 1, ""));
    }

    @Test
    void keepsTheRawTextAndPlaceOfWhatItRefuses() {
        String key = LoaderFixture.DROP + "place.ndjson";
        at.land(key, "{\"id\":1}\n\n  {\"id\":\\}  \n{\"id\":3}\n");

        assertThat(at.quarantine(key))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("source_row", "2")
                        .containsEntry("source_line", "3")
                        .containsEntry("byte_offset", "12")
                        .containsEntry("byte_length", "8")
                        .containsEntry("raw_text", "{\"id\":\\}")
                        .containsEntry("raw_bytes", null)
                        .containsEntry("replayed_at", null));
    }

    @Test
    void keepsTheExactBytesOfWhatIsNoText() {
        String key = LoaderFixture.DROP + "bytes.ndjson";
        at.land(key, new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, (byte) 0xA9, (byte) 0xFF, 0, '"', '}'});

        assertThat(at.quarantine(key))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("raw_bytes", "\\x7b2261223a22c3a9ff00227d")
                        .containsEntry("raw_text", "{\"a\":\"é\uFFFD\uFFFD\"}"));
    }

    @Test
    void keepsTheBeginningOfWhatIsTooLarge() {
        String key = LoaderFixture.DROP + "beginning.ndjson";
        at.land(key, "{\"id\":1}\n{\"x\":\"" + "y".repeat(3_000_000) + "\"}\n");

        assertThat(at.quarantine(key)).singleElement().satisfies(row -> {
            assertThat(row).containsEntry("byte_offset", "9").containsEntry("byte_length", "3000008");
            assertThat(row.get("raw_text")).hasSize(64 * 1024).startsWith("{\"x\":\"yyy");
        });
    }

    @Test
    void quarantinesManyAmongMany() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 30_000; i++) {
            text.append(i % 2 == 0 ? "{\"id\":" + i + "}\n" : "{\"id\":" + i + "\n");
        }
        String key = LoaderFixture.DROP + "many.ndjson";
        JsonNode outcome = at.land(key, text.toString());

        assertThat(outcome.path("rows_loaded").asInt()).isEqualTo(15_000);
        assertThat(at.value("select count(distinct source_row) from scout.quarantine where key = '" + key + "'"))
                .isEqualTo("15000");
        assertThat(at.value("select count(distinct _source_row) from scout.bronze_transactions where _source_file = '"
                        + key + "'"))
                .isEqualTo("15000");
    }

    @Test
    void whatItTakesPostgresqlTakes() throws IOException {
        Path suite = SharedData.directory("conformance/json/JSONTestSuite");
        int files = 0;
        try (var paths = Files.walk(suite)) {
            for (Path file :
                    paths.filter(path -> path.toString().endsWith(".json")).toList()) {
                String name = file.getFileName().toString();
                byte[] content = Files.readAllBytes(file);
                if (content.length == 0) {
                    continue;
                }
                for (String drop : new String[] {LoaderFixture.DROP, "bronze/edge/suite/"}) {
                    JsonNode outcome = at.land(drop + "suite-" + files + ".ndjson", wrapped(content));
                    assertThat(outcome.path("status").asText()).as(name).isIn("loaded", "partial", "rejected");
                    if (name.startsWith("y_")) {
                        assertThat(outcome.path("rows_loaded").asInt()).as(name).isGreaterThan(0);
                    }
                }
                files++;
            }
        }
        assertThat(files).isGreaterThan(100);
    }

    /** The document as a member of a record on a line. */
    private static byte[] wrapped(byte[] document) {
        byte[] record = new byte[document.length + 6];
        System.arraycopy("{\"v\":".getBytes(StandardCharsets.UTF_8), 0, record, 0, 5);
        for (int i = 0; i < document.length; i++) {
            record[i + 5] = document[i] == '\n' ? (byte) ' ' : document[i];
        }
        record[record.length - 1] = '}';
        return record;
    }

    private static Arguments file(String name, String content, String status, int loaded, String rule) {
        return bytes(name, content.getBytes(StandardCharsets.UTF_8), status, loaded, rule);
    }

    private static Arguments bytes(String name, byte[] content, String status, int loaded, String rule) {
        return Arguments.of(name, content, status, loaded, rule);
    }

    private static byte[] torn() {
        byte[] whole = LoaderFixture.gzip("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(whole, 14);
    }

    private static byte[] noise() {
        byte[] noise = new byte[100_000];
        new Random(7).nextBytes(noise);
        noise[0] = 1;
        return noise;
    }

    private static byte[] parquet() throws IOException {
        return Files.readAllBytes(SharedData.directory("conformance/kylo-userdata/parquet/userdata1.parquet"));
    }
}
