package dev.scout.loader.source.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.SharedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValidatorTest {

    private final JsonValidator validator = new JsonValidator();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}", "[]", " {\"a\" : [1, -0, 1.5e+10, 0.1E-2, true, false, null, \"\\u00e9\\n\\\"\"]} ",
                        "\"\\ud800\"", "{\"a\":1,\"a\":2}",
                "\"ñ€😀\"", "[[[[]]]]", "123456789012345678901234567890", "\"\\u0000\"", "[{},[],{\"\":{}}]"
            })
    void takesJson(String text) {
        assertThat(isValue(text)).as(validator.problem()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "1e+",
                "nul",
                "True",
                "nullx",
                "\"\u0001\"",
                "\"a\nb\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"abc",
                "[1 2]",
                "[1}",
                "{\"a\":1]",
                "{} {}",
                "NaN",
                "Infinity",
                "[1,,2]",
                "/**/1",
                "{\"a\":}",
                "{\"a\"}",
                "[",
                "{\"a\":[",
                "\u00a01",
                "\uFEFF{}"
            })
    void refusesWhatIsNone(String text) {
        assertThat(isValue(text)).isFalse();
        assertThat(validator.problem()).isNotBlank();
    }

    @Test
    void refusesWhatIsNoUtf8() {
        for (byte[] bytes : List.of(
                new byte[] {'"', (byte) 0xE9, '"'},
                new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xE2, (byte) 0x82, '"'})) {
            assertThat(validator.isValue(bytes, 0, bytes.length)).isFalse();
            assertThat(validator.encodingProblem()).isTrue();
        }
    }

    @Test
    void limitsDepthAndNotLength() {
        assertThat(isValue("[".repeat(500) + "]".repeat(500))).isTrue();
        assertThat(isValue("[".repeat(501) + "]".repeat(501))).isFalse();
        assertThat(isValue("[" + "[],".repeat(100_000) + "[]]")).isTrue();
    }

    @Test
    void saysWhetherTheValueWasCutOff() {
        isValue("{\"a\":[1,2");
        assertThat(validator.endedEarly()).isTrue();
        isValue("{\"a\":[1,2}");
        assertThat(validator.endedEarly()).isFalse();
        isValue("{} {}");
        assertThat(validator.isFollowed()).isTrue();
    }

    @Test
    void agreesWithTheJsonTestSuite() throws IOException {
        Path suite = SharedData.directory("conformance/json/JSONTestSuite");
        int checked = 0;
        try (var files = Files.walk(suite)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".json")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                String name = file.getFileName().toString();
                boolean valid = validator.isValue(bytes, 0, bytes.length);
                if (name.startsWith("y_")) {
                    assertThat(valid).as(name + ": " + validator.problem()).isTrue();
                } else if (name.startsWith("n_")) {
                    assertThat(valid).as(name).isFalse();
                }
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(100);
    }

    private boolean isValue(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return validator.isValue(bytes, 0, bytes.length);
    }
}
