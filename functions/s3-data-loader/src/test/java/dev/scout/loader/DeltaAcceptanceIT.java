package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.loader.delta.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Delta Acceptance Tests: after each version for which they have them, bronze must hold the rows that they expect, value by value. */
class DeltaAcceptanceIT {

    private static DeltaFixture fixture;
    private static Path unpacked = Path.of("");
    private static DuckDbRows duckDb;

    @BeforeAll
    static void start() throws SQLException {
        fixture = new DeltaFixture();
        duckDb = new DuckDbRows();
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        fixture.close();
        duckDb.close();
        TarFile.remove(unpacked);
    }

    static Stream<String> tables() throws IOException {
        unpacked = TarFile.unpack(SharedData.directory("conformance/delta-dat").resolve("deltalake-dat-v0.0.3.tar.gz"));
        try (Stream<Path> tables = Files.list(generated())) {
            return tables.map(table -> table.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void holdsWhatIsExpectedOfEachVersion(String name) throws IOException, SQLException {
        Path table = generated().resolve(name);
        String root = "tables/dat/" + name;
        Map<Long, Path> expected = expected(table.resolve("expected"));

        List<String> waiting = new ArrayList<>();
        for (String key : fixture.put(table.resolve("delta"), root)) {
            String told = fixture.load(key);
            if (told.contains("which is not there (yet)")) {
                waiting.add(key); // A version whose files have been removed since: a later one covers it.
                continue;
            }
            assertThat(told).isIn("loaded", "skipped");
            LogKey log = LogKey.of(key);
            Path content = log == null || log.kind() != LogKey.Kind.COMMIT ? null : expected.remove(log.version());
            if (log != null && content != null) {
                List<String> rows = duckDb.rows(content.resolve("table_content") + "/*.parquet", "");
                assertThat(Canonical.records(nonNull(fixture.records(root))))
                        .as(name + " at version " + log.version())
                        .isEqualTo(Canonical.records(rows));
            }
        }

        assertThat(expected).isEmpty();
        for (String key : waiting) {
            assertThat(fixture.load(key)).isEqualTo("loaded");
        }
        assertThat(fixture.isConsistent(root)).isTrue();
    }

    private static List<String> nonNull(List<? extends Object> records) {
        return records.stream().map(String::valueOf).toList();
    }

    /** Where the rows are that are expected, by version. */
    private static Map<Long, Path> expected(Path directory) throws IOException {
        Map<Long, Path> expected = new TreeMap<>();
        try (Stream<Path> versions = Files.list(directory)) {
            for (Path version : versions.toList()) {
                long number = new JsonMapper()
                        .readTree(version.resolve("table_version_metadata.json").toFile())
                        .get("version")
                        .longValue();
                expected.put(number, version);
            }
        }
        return expected;
    }

    private static Path generated() {
        return unpacked.resolve("out/reader_tests/generated");
    }
}
