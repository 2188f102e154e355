package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.scout.loader.SharedData;
import dev.scout.loader.source.json.JsonValidator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file, reading it comes to an end, and whatever it yields is JSON. */
class MutatedFilesTest {

    private static final int MUTATIONS = 400;

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson", "a.json", "a.csv", "a.csv.gz", "a.parquet", "wrapped.json"})
    void comesToAnEnd(String name) throws IOException {
        byte[] original = original(name);
        Random random = new Random(20240115);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutate(original, random);
            assertThatCode(() -> check(name, mutated))
                    .as("%s, mutation %d", name, i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void readsEveryFileOfTheSuites() throws IOException {
        int files = 0;
        try (var paths = Files.walk(SharedData.directory("conformance"))) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) < 2_000_000) {
                    byte[] content = Files.readAllBytes(file);
                    assertThatCode(() -> check(file.getFileName().toString(), content))
                            .as(file.toString())
                            .doesNotThrowAnyException();
                    files++;
                }
            }
        }
        assertThat(files).isGreaterThan(500);
    }

    private static void check(String name, byte[] content) {
        RecordedSink read = RecordedSink.read(name, content);
        JsonValidator validator = new JsonValidator();
        for (String record : read.records) {
            byte[] json = record.getBytes(StandardCharsets.UTF_8);
            assertThat(validator.isValue(json, 0, json.length) && json[0] == '{')
                    .as(record)
                    .isTrue();
        }
        read.refusals.forEach(refusal -> assertThat(refusal.message()).isNotBlank());
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] mutated = original.clone();
        for (int i = 0, count = 1 + random.nextInt(8); i < count && mutated.length > 1; i++) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] = (byte) "\"{}[],\n\\;\0".charAt(random.nextInt(10));
                case 2 -> mutated = Arrays.copyOf(mutated, at + 1);
                default -> {
                    int length = Math.min(mutated.length - at, 1 + random.nextInt(20));
                    System.arraycopy(mutated, at, mutated, random.nextInt(mutated.length - length + 1), length);
                }
            }
        }
        return mutated;
    }

    private static byte[] original(String name) throws IOException {
        List<String> records = java.util.stream.IntStream.range(0, 30)
                .mapToObj(i -> "{\"id\":\"" + i + "\",\"name\":\"Niño \\\"x\\\"\",\"items\":[{\"qty\":" + i
                        + "},{\"qty\":1.5e3}],\"none\":null}")
                .toList();
        return switch (name) {
            case "a.ndjson" -> String.join("\n", records).getBytes(StandardCharsets.UTF_8);
            case "a.json" -> ("[" + String.join(",\n", records) + "]").getBytes(StandardCharsets.UTF_8);
            case "wrapped.json" ->
                ("{\"when\":\"now\",\"rows\":[" + String.join(",", records) + "],\"n\":30}")
                        .getBytes(StandardCharsets.UTF_8);
            case "a.parquet" ->
                Files.readAllBytes(SharedData.directory("conformance/parquet-testing/data/nullable.impala.parquet"));
            default -> {
                String csv = "id,name,what\n" + "1,\"a, \"\"b\"\"\",x\n2,ñ,\n3,\"line\nend\",y\n".repeat(20);
                byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
                yield name.endsWith(".gz") ? gzip(bytes) : bytes;
            }
        };
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }
}
