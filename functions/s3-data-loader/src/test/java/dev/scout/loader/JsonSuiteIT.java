package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every file of JSONTestSuite goes into both bronze tables, and each valid one comes out of them as it went in. */
class JsonSuiteIT {

    private static final String EDGE = "bronze/edge/suite/";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void whatIsValidComesOutAsItWentIn() throws IOException {
        ConformanceTable table = new ConformanceTable("JSON");
        try (var paths = Files.walk(SharedData.directory("conformance/json/JSONTestSuite/test_parsing"))) {
            for (Path file : paths.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                check(file.getFileName().toString(), Files.readAllBytes(file), table);
            }
        }
        table.check();
    }

    private static void check(String name, byte[] content, ConformanceTable table) {
        String key = LoaderFixture.DROP + name;
        JsonNode outcome = at.land(key, content);
        String status = outcome.path("status").asText();
        assertThat(at.land(EDGE + name, content).path("status").asText())
                .as(name)
                .isEqualTo(status);
        Map<String, @Nullable String> ledger = at.ledger(key);
        JsonNode reader = json(ledger.get("reader"));
        int loaded = outcome.path("rows_loaded").asInt();
        if (name.startsWith("y_")) {
            assertThat(status).as(name).isEqualTo("loaded");
            compare(name, content, reader);
            table.passes(
                    name,
                    loaded,
                    "Jackson"
                            + (reader.has("records_at")
                                    ? "; an envelope without records, which is in the ledger"
                                    : ""));
            return;
        }
        List<Map<String, @Nullable String>> refused = at.quarantine(key);
        refused.forEach(row -> assertThat(row.get("message")).as(name).isNotBlank());
        if (name.startsWith("n_")) {
            assertThat(content.length == 0 || !refused.isEmpty())
                    .as(name + " " + status)
                    .isTrue();
        }
        if (refused.isEmpty()) {
            table.passes(name, loaded, kept(name, new String(content, StandardCharsets.UTF_8), reader));
        } else {
            table.refused(name, loaded, String.valueOf(refused.get(0).get("message")));
        }
    }

    /** What has become of a text that a reader may take or refuse. */
    private static String kept(String name, String content, JsonNode reader) {
        if (content.chars().anyMatch(c -> c >= 0x80)) {
            return "taken for " + reader.path("encoding").asText();
        }
        for (String record : at.records(LoaderFixture.DROP + name)) {
            boolean wrapped = reader.has("wrapped_as");
            String text = String.valueOf(record);
            assertThat(content).contains(wrapped ? text.substring("{\"value\":".length(), text.length() - 1) : text);
        }
        return "its text is in bronze as it came";
    }

    private static void compare(String name, byte[] content, JsonNode reader) {
        List<String> source = JsonTokens.of(content);
        List<@Nullable String> records = at.records(LoaderFixture.DROP + name);
        List<List<String>> tokens =
                records.stream().map(String::valueOf).map(JsonTokens::of).toList();
        assertThat(rebuilt(source, tokens, reader)).as(name).isEqualTo(source);

        List<Map<String, @Nullable String>> edge =
                at.rows("select raw_data, raw_text from scout.bronze_edge_raw where file_path = '" + EDGE + name
                        + "' order by id");
        assertThat(edge).as(name).hasSameSizeAs(records);
        for (int i = 0; i < edge.size(); i++) {
            String text = edge.get(i).get("raw_text");
            if (text == null) {
                assertThat(json(edge.get(i).get("raw_data")).equals(JsonSuiteIT::byWorth, json(records.get(i))))
                        .as("%s in jsonb", name)
                        .isTrue();
            } else {
                assertThat(text).as(name).isEqualTo(records.get(i));
            }
        }
    }

    /** How a number is written is nothing that {@code jsonb} keeps. */
    private static int byWorth(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber()
                ? left.decimalValue().compareTo(right.decimalValue())
                : left.equals(right) ? 0 : 1;
    }

    /** The document that the records were in. */
    private static List<String> rebuilt(List<String> source, List<List<String>> records, JsonNode reader) {
        List<String> rebuilt = new ArrayList<>();
        if (reader.has("records_at")) {
            return JsonTokens.of(reader.path("envelope").toString());
        }
        boolean array = source.get(0).equals("[");
        if (array) {
            rebuilt.add("[");
        }
        for (List<String> record : records) {
            rebuilt.addAll(reader.has("wrapped_as") ? JsonTokens.unwrapped(record) : record);
        }
        if (array) {
            rebuilt.add("]");
        }
        return rebuilt;
    }

    private static JsonNode json(@Nullable String text) {
        try {
            return JSON.readTree(String.valueOf(text));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
