package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Tills, apps and sheets of many kinds, each by one row of {@code etl_pipelines}: every table is compared value by value with what DuckDB
 * computes from the raw files.
 */
@RealData.Needed
final class RetailSetsIT {

    private static final Duration LOAD_WAIT = Duration.ofMinutes(2);

    private static RunningPlatform platform;
    private static Path exports;

    @BeforeAll
    static void start(@TempDir Path directory) {
        exports = directory;
        platform = RunningPlatform.start();
    }

    @AfterAll
    static void stop() {
        if (platform != null) {
            platform.close();
        }
    }

    /** A few each time; -Dscout.sets=all for all but the main set, which has a class of its own. */
    static Stream<RetailSet> sets() {
        return System.getProperty("scout.sets", "").equals("all")
                ? EnumSet.complementOf(EnumSet.of(RetailSet.ONLINE_RETAIL)).stream()
                : Stream.of(RetailSet.SARI_SARI, RetailSet.TOBACCO, RetailSet.ALL_BASKETS_OF_BAKERY);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void everyTableEqualsTheOracle(RetailSet set) throws Exception {
        try (Oracle oracle = Oracle.over(set, LocalDate.now(ZoneId.of("Asia/Manila")))) {
            land(set, oracle);
            platform.invoke("transform", "{\"full_refresh\":true}");

            SoftAssertions softly = new SoftAssertions();
            for (ComparedTable table : ComparedTable.values()) {
                Rows expected = oracle.rows(table);
                Rows rows = platform.query(table.query("scout." + table.table()));
                softly.check(() -> rows.inOrder().assertEqualTo(expected.inOrder(), table.table() + " of " + set));
            }
            softly.assertAll();
        }
    }

    /** In a platform that is empty but for what an earlier set left in silver, gold and platinum: a full refresh clears that. */
    private void land(RetailSet set, Oracle oracle) throws Exception {
        platform.execute("truncate scout.bronze_transactions, scout.ingest_files cascade");
        platform.execute("delete from scout.etl_pipelines where source_path_pattern = '" + set.keyPrefix() + "**'");
        platform.execute(set.pipeline());
        List<Path> files = set.files().isEmpty() ? List.of(oracle.export(exports.resolve("export.csv"))) : set.files();
        for (Path file : files) {
            platform.put(set.keyPrefix() + file.getFileName(), RequestBody.fromFile(file));
        }
        String ledger = "select count(*) from scout.ingest_files where status in ('loaded', 'partial', 'rejected')";
        Instant end = Instant.now().plus(LOAD_WAIT);
        while (!platform.query(ledger).rows().equals(List.of(List.of(String.valueOf(files.size()))))
                && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        String lines = String.valueOf(
                oracle.query("select count(*) from lines").rows().get(0).get(0));
        assertThat(platform.query("select status, sum(rows_loaded) from scout.ingest_files group by status")
                        .rows())
                .as("the ledger after %s", set)
                .isEqualTo(List.of(List.of("loaded", lines)));
    }
}
