package dev.scout.loader.source.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.loader.ConformanceTable;
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
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The example files of the ORC project against the values that it publishes with them. */
class OrcSuiteTest {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Files for which the suite has no values: what its tests say of each row, from 0. */
    private static final Map<String, IntFunction<String>> WITHOUT_VALUES = Map.of(
            "TestOrcFile.testSargSkipPickupGroupWithoutIndexCPlusPlus.orc",
            i -> "{\"x\":" + i + ",\"y\":\"\"}",
            "TestOrcFile.testSargSkipPickupGroupWithoutIndexJava.orc",
            i -> "{\"x\":" + i + ",\"y\":\"Last-" + 3 * i + "\"}",
            "TestOrcFile.testWithoutCompressionBlockSize.orc",
            i -> "" + (i + 1));

    @Test
    void readsEveryValue() throws IOException {
        Path suite = SharedData.directory("conformance/orc");
        ConformanceTable table = new ConformanceTable("ORC");
        try (Stream<Path> files = Files.list(suite)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".orc"))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                RecordedSink read = RecordedSink.read(name, Files.readAllBytes(file));
                Path expected = suite.resolve("expected").resolve(name.replace(".orc", ".jsn.gz"));
                boolean hasValues = Files.exists(expected);
                compare(name, read, hasValues ? lines(expected) : stated(name, read.records.size()));
                table.passes(
                        name,
                        read.records.size(),
                        hasValues ? "`expected/" + expected.getFileName() + "`" : "what the suite's test says of it");
            }
        }
        table.check();
    }

    private static List<String> stated(String name, int rows) {
        assertThat(rows).isEqualTo(name.contains("BlockSize") ? 100 : 10_000);
        return IntStream.range(0, rows).mapToObj(WITHOUT_VALUES.get(name)).toList();
    }

    private static void compare(String name, RecordedSink read, List<String> values) throws IOException {
        assertThat(read.refusals).as(name).isEmpty();
        assertThat(read.format).as(name).isEqualTo("orc");
        assertThat(read.records).as(name).hasSameSizeAs(values);
        for (int i = 0; i < values.size(); i++) {
            JsonNode want = JSON.readTree(values.get(i));
            JsonNode have = JSON.readTree(read.records.get(i));
            if (!same(want, want.isObject() ? have : have.get("value"))) {
                fail("%s, record %d: %s is read as %s", name, i + 1, values.get(i), read.records.get(i));
            }
        }
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
