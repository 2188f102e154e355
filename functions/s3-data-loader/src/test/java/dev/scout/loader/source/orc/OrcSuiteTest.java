package dev.scout.loader.source.orc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.loader.SharedData;
import dev.scout.loader.source.RecordedSink;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The example files of the ORC project against the values that it publishes with them. */
class OrcSuiteTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static Stream<Path> filesWithValues() throws IOException {
        Path suite = SharedData.directory("conformance/orc");
        try (Stream<Path> files = Files.list(suite.resolve("expected"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("filesWithValues")
    void readsEveryValue(Path expected) throws IOException {
        String name = expected.getFileName().toString().replace(".jsn.gz", ".orc");
        RecordedSink read = RecordedSink.read(
                name, Files.readAllBytes(expected.resolveSibling("..").resolve(name)));

        List<String> values = lines(expected);
        assertThat(read.refusals).isEmpty();
        assertThat(read.format).isEqualTo("orc");
        assertThat(read.records).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
            JsonNode want = JSON.readTree(values.get(i));
            JsonNode have = JSON.readTree(read.records.get(i));
            assertThat(same(want, want.isObject() ? have : have.get("value")))
                    .as("record %d: %s is read as %s", i + 1, values.get(i), read.records.get(i))
                    .isTrue();
        }
    }

    /** Those for which the suite has no values; how many rows there are, its own tests say. */
    @ParameterizedTest
    @CsvSource({
        "TestOrcFile.testSargSkipPickupGroupWithoutIndexCPlusPlus.orc, 10000",
        "TestOrcFile.testSargSkipPickupGroupWithoutIndexJava.orc, 10000",
        "TestOrcFile.testWithoutCompressionBlockSize.orc, 100"
    })
    void readsEveryRow(String name, int rows) throws IOException {
        RecordedSink read = RecordedSink.read(
                name, Files.readAllBytes(SharedData.directory("conformance/orc").resolve(name)));
        assertThat(read.refusals).isEmpty();
        assertThat(read.records).hasSize(rows);
    }

    /** The same people as Parquet, where the timestamps are instants. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void readsTheSamePeopleAsFromParquet(int file) throws IOException {
        Path people = SharedData.directory("conformance/kylo-userdata");
        RecordedSink parquet = RecordedSink.read(
                "a.parquet", Files.readAllBytes(people.resolve("parquet/userdata" + file + ".parquet")));
        RecordedSink orc = RecordedSink.read("a", Files.readAllBytes(people.resolve("orc/userdata" + file + "_orc")));
        assertThat(orc.records).hasSize(1000).hasSameSizeAs(parquet.records);
        for (int i = 0; i < orc.records.size(); i++) {
            assertThat(withoutNames(orc.records.get(i))).isEqualTo(withoutNames(parquet.records.get(i)));
        }
    }

    private static String withoutNames(String record) {
        return record.replaceAll("(?<=[{,])\"\\w+\":", "").replaceFirst("Z\"", "\"");
    }

    private static List<String> lines(Path gzip) throws IOException {
        try (InputStream unpacked = new GZIPInputStream(Files.newInputStream(gzip))) {
            return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        }
    }

    /** In the suite's JSON bytes are arrays of numbers, maps arrays of entries, and timestamps have a blank in the middle. */
    private static boolean same(JsonNode want, JsonNode have) {
        if (want.isNull() || have.isNull() || want.isBoolean()) {
            return want.equals(have);
        }
        if (want.isNumber()) {
            return have.isNumber() && sameNumber(want.decimalValue(), have.decimalValue());
        }
        if (want.isTextual()) {
            return have.isTextual()
                    && (want.equals(have) || isoTime(want.textValue()).equals(plain(have.textValue())));
        }
        if (want.isArray() && have.isTextual()) {
            byte[] bytes = new byte[want.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) want.get(i).intValue();
            }
            return Base64.getEncoder().encodeToString(bytes).equals(have.textValue());
        }
        if (want.isArray() && have.isObject()) {
            Map<String, JsonNode> entries = new HashMap<>();
            want.forEach(entry -> entries.put(entry.get("key").textValue(), entry.get("value")));
            return entries.size() == have.size()
                    && entries.entrySet().stream().allMatch(entry -> same(entry.getValue(), have.path(entry.getKey())));
        }
        if (want.isArray()) {
            for (int i = 0; i < want.size(); i++) {
                if (!have.has(i) || !same(want.get(i), have.get(i))) {
                    return false;
                }
            }
            return want.size() == have.size();
        }
        for (Map.Entry<String, JsonNode> field : want.properties()) {
            if (!have.has(field.getKey()) || !same(field.getValue(), have.get(field.getKey()))) {
                return false;
            }
        }
        return want.size() == have.size();
    }

    /** The suite rounds floats to 7 digits, doubles to 14 or more. */
    private static boolean sameNumber(BigDecimal want, BigDecimal have) {
        boolean isReal = have.scale() > 0 && have.precision() <= 17;
        BigDecimal tolerance = have.abs().movePointLeft(have.precision() <= 9 ? 6 : 13);
        return want.compareTo(have) == 0 || (isReal && want.subtract(have).abs().compareTo(tolerance) < 0);
    }

    private static String isoTime(String text) {
        return plain(text.replace(' ', 'T'));
    }

    private static String plain(String time) {
        return time.replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }
}
