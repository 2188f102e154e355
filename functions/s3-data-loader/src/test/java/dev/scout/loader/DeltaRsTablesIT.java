package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables that delta-rs is tested with, through the whole loader: bronze must hold their live rows, however their commits arrive. */
class DeltaRsTablesIT {

    /** Tables with variants, which DuckDB has no values for. */
    private static final String VARIANTS = "variant";

    private static DeltaFixture fixture;
    private static DuckDbRows duckDb;
    private static ConformanceTable suite = new ConformanceTable("");
    private static ConformanceTable retail = new ConformanceTable("");

    @BeforeAll
    static void start() throws SQLException {
        fixture = new DeltaFixture();
        duckDb = new DuckDbRows();
        suite = new ConformanceTable("Delta Lake: tables of delta-rs");
        retail = new ConformanceTable("Delta Lake: a retailer's tables");
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        fixture.close();
        duckDb.close();
        suite.check();
        retail.check();
    }

    static Stream<Table> tables() throws IOException {
        return Stream.concat(
                Table.list("conformance", "delta-rs-tables.tsv"), Table.list("retail", "delta-retail-medallion.tsv"));
    }

    static Stream<Table> smallTables() throws IOException {
        return tables().filter(table -> table.rows < 10_000 && table.versions < 20);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void holdsTheLiveRowsOfTheLastVersion(Table table) throws IOException, SQLException {
        String root = "tables/in-order/" + table.name;
        List<String> told = new ArrayList<>();
        for (String key : fixture.put(table.directory(), root)) {
            told.add(fixture.load(key));
        }

        if (table.isWhole()) {
            // The first version of this one states no schema, so it is refused; the next one does.
            boolean beginsWithoutSchema = table.name.endsWith("/delta-live-table");
            assertThat(beginsWithoutSchema ? told.subList(1, told.size()) : told)
                    .isSubsetOf("loaded", "skipped");
            assertThat(fixture.count(root)).isEqualTo(table.rows);
            table.page().passes(table.shortName(), table.rows, compare(table, root));
        } else if (table.missingFiles > 0) {
            table.page()
                    .refused(
                            table.shortName(),
                            0,
                            "its log names " + table.missingFiles
                                    + " data files that are not there; it waits for them");
            // Of one of them there is a checkpoint and nothing else, not even its commit.
            assertThat(told.get(told.size() - 1)).contains("which is not there (yet)");
            assertThat(fixture.count(root)).isZero();
        } else {
            assertThat(told).endsWith("rejected");
            table.page()
                    .refused(
                            table.shortName(),
                            fixture.count(root),
                            "it needs a feature of its reader that is not known, `blahabl`");
        }
        assertThat(fixture.isConsistent(root)).isTrue();
    }

    /** Compares every value, where that can be, and says with what. */
    private static String compare(Table table, String root) throws IOException, SQLException {
        if (table.features.contains(VARIANTS)) {
            return "the number of rows by the log's own count";
        }
        if (table.rows > 100_000) {
            return "the number of rows as DuckDB counts them in the live files";
        }
        List<String> records =
                fixture.records(root).stream().map(String::valueOf).toList();
        List<String> rows = table.rows == 0 ? List.of() : LogWalk.rows(table.directory(), duckDb);
        assertThat(Canonical.records(records)).as(table.name).isEqualTo(Canonical.records(rows));
        return "DuckDB over the live files";
    }

    /** The last commit first, each of them twice. */
    @ParameterizedTest
    @MethodSource("smallTables")
    void holdsTheSameInReverse(Table table) throws IOException, SQLException {
        String root = "tables/reverse/" + table.name;
        List<String> keys = new ArrayList<>(fixture.put(table.directory(), root));
        Collections.reverse(keys);
        for (String key : keys) {
            fixture.load(key);
            fixture.load(key);
        }
        if (table.isWhole()) {
            assertThat(fixture.count(root)).isEqualTo(table.rows);
            compare(table, root);
        }
        assertThat(fixture.isConsistent(root)).isTrue();
    }

    /**
     * A table of the suite.
     *
     * @param missingFiles of its live data files how many are not in the suite
     */
    record Table(String name, long rows, int versions, int missingFiles, String features) {

        static Stream<Table> list(String suite, String expectations) throws IOException {
            List<String> lines =
                    Files.readAllLines(SharedData.directory(suite + "/EXPECTED").resolve(expectations));
            return lines.stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(cells -> new Table(
                            cells[0],
                            Long.parseLong(cells[5]),
                            Integer.parseInt(cells[2]),
                            Integer.parseInt(cells[8]),
                            cells[12]));
        }

        Path directory() {
            return SharedData.directory(name);
        }

        ConformanceTable page() {
            return name.startsWith("retail/") ? retail : suite;
        }

        String shortName() {
            return name.replaceFirst("^conformance/delta-rs-tables/|^retail/delta-retail-medallion/", "");
        }

        /** Whether all of it is there, in features that are known. */
        boolean isWhole() {
            return missingFiles == 0 && !features.contains("blahabl");
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
