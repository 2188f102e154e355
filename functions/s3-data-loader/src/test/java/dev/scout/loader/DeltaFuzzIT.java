package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.source.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is damaged in a table's log or its deletion vectors: each version is loaded, refused with a reason or waited for. */
class DeltaFuzzIT {

    private static final List<String> SETTLED = List.of("loaded", "partial", "rejected", "skipped");

    private static DeltaFixture fixture;

    @BeforeAll
    static void start() {
        fixture = new DeltaFixture();
    }

    @AfterAll
    static void stop() throws IOException {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "table-with-dv-small",
                "delta-0.2.0",
                "delta-0.8.0-partitioned",
                "delta-checkpoint-stats-optional"
            })
    void settlesOrWaits(String name) throws IOException {
        Map<String, byte[]> table =
                files(SharedData.directory("conformance/delta-rs-tables").resolve(name));
        List<String> inLog = table.keySet().stream()
                .filter(file -> file.startsWith("_delta_log/") || file.endsWith(".bin"))
                .toList();
        Fuzz fuzz = new Fuzz(20261127, 2);
        while (fuzz.goesOn()) {
            String victim = inLog.get(fuzz.random().nextInt(inLog.size()));
            byte[] damaged = fuzz.damaged(Objects.requireNonNull(table.get(victim)));
            String root = "tables/fuzz-" + name + "-" + fuzz.cases();
            fuzz.run(() -> load(root, table, victim, damaged));
        }
        assertThat(fuzz.cases()).isPositive();
    }

    private static void load(String root, Map<String, byte[]> table, String victim, byte[] damaged) {
        table.forEach(
                (file, content) -> fixture.loader.put(root + "/" + file, file.equals(victim) ? damaged : content));
        for (String file : table.keySet()) {
            if (file.matches("_delta_log/\\d{20}\\.(json|checkpoint.*)")) {
                String told = fixture.load(root + "/" + file);
                assertThat(SETTLED.contains(told) || told.contains("is tried again"))
                        .as("%s, of which %s is damaged: %s", root, victim, told)
                        .isTrue();
            }
        }
        assertThat(fixture.isConsistent(root)).as(root).isTrue();
    }

    private static Map<String, byte[]> files(Path table) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(table)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(table.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
            }
        }
        return files;
    }
}
