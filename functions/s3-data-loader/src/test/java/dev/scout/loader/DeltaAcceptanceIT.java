package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.loader.delta.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
    private static ConformanceTable conformance = new ConformanceTable("");

    @BeforeAll
    static void start() throws SQLException {
        fixture = new DeltaFixture();
        duckDb = new DuckDbRows();
        conformance = new ConformanceTable("Delta Lake: acceptance tests");
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        fixture.close();
        duckDb.close();
        TarFile.remove(unpacked);
        conformance.check();
    }

    static synchronized Stream<String> tables() throws IOException {
        if (!unpacked.toString().isEmpty()) {
            return names();
        }
        unpacked = TarFile.unpack(SharedData.directory("conformance/delta-dat").resolve("deltalake-dat-v0.0.3.tar.gz"));
        return names();
    }

    private static Stream<String> names() throws IOException {
        try (Stream<Path> tables = Files.list(generated())) {
            return tables.map(table -> table.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void holdsWhatIsExpectedOfEachVersion(String name) throws IOException, SQLException {
        load(name, "tables/dat/" + name, fixture::load)
                .forEach((version, rows) -> conformance.passes(version, rows, "the suite's rows"));
    }

    /** Those that bring more than 1 KiB, which is about every other one. */
    @ParameterizedTest
    @MethodSource("tables")
    void holdsTheSameOfVersionsInParts(String name) throws IOException, SQLException {
        load(name, "tables/dat-in-parts/" + name, fixture::loadInParts);
    }

    /** How many rows each version has, all of which were as expected. */
    private static Map<String, Integer> load(String name, String root, UnaryOperator<String> loading)
            throws IOException, SQLException {
        Path table = generated().resolve(name);
        Map<Long, List<Path>> expected = expected(table.resolve("expected"));
        Map<String, Integer> passed = new TreeMap<>();

        List<String> waiting = new ArrayList<>();
        for (String key : fixture.put(table.resolve("delta"), root)) {
            String told = loading.apply(key);
            if (told.contains("which is not there (yet)")) {
                waiting.add(key); // A version whose files have been removed since: a later one covers it.
                continue;
            }
            assertThat(told).isIn("loaded", "skipped");
            LogKey log = LogKey.of(key);
            if (log == null || log.kind() != LogKey.Kind.COMMIT || !expected.containsKey(log.version())) {
                continue;
            }
            for (Path content : expected.remove(log.version())) {
                passed.put(name + "@" + content.getFileName(), compare(root, content));
            }
        }

        assertThat(expected).isEmpty();
        for (String key : waiting) {
            assertThat(loading.apply(key)).isEqualTo("loaded");
        }
        assertThat(fixture.isConsistent(root)).isTrue();
        return passed;
    }

    /** The last commit first, each of them twice. */
    @ParameterizedTest
    @MethodSource("tables")
    void holdsTheLatestVersionInReverse(String name) throws IOException, SQLException {
        Path table = generated().resolve(name);
        String root = "tables/dat-in-reverse/" + name;
        List<String> keys = new ArrayList<>(fixture.put(table.resolve("delta"), root));
        Collections.reverse(keys);
        for (String key : keys) {
            fixture.load(key);
            fixture.load(key);
        }
        compare(root, table.resolve("expected/latest"));
        assertThat(fixture.isConsistent(root)).isTrue();
    }

    /** Compares what bronze holds with the rows that are expected, and says how many there are. */
    private static int compare(String root, Path expected) throws SQLException {
        List<String> rows = duckDb.rows(expected.resolve("table_content") + "/*.parquet", "");
        assertThat(Canonical.records(nonNull(fixture.records(root))))
                .as(expected.toString())
                .isEqualTo(Canonical.records(rows));
        return rows.size();
    }

    private static List<String> nonNull(List<? extends Object> records) {
        return records.stream().map(String::valueOf).toList();
    }

    /** Where the rows are that are expected, by version. */
    private static Map<Long, List<Path>> expected(Path directory) throws IOException {
        Map<Long, List<Path>> expected = new TreeMap<>();
        try (Stream<Path> versions = Files.list(directory)) {
            for (Path version : versions.sorted().toList()) {
                long number = new JsonMapper()
                        .readTree(version.resolve("table_version_metadata.json").toFile())
                        .get("version")
                        .longValue();
                expected.computeIfAbsent(number, none -> new ArrayList<>()).add(version);
            }
        }
        return expected;
    }

    private static Path generated() {
        return unpacked.resolve("out/reader_tests/generated");
    }
}
