package dev.scout.publisher.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the rows. With {@code -Dscout.publisher.rows=1000000} it takes a minute. */
class MemoryIT {

    private static final int ROWS = Integer.getInteger("scout.publisher.rows", 100_000);
    private static final String HEAP = "-Xmx96m";
    private static final String TOTALS =
            "select count(*), sum(revenue), sum(units), count(distinct store_id), min(region), max(barangay) from ";

    private static Platform platform;

    @BeforeAll
    static void start() throws IOException {
        platform = Platform.start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void manyRowsFitIntoALittleMemory(@TempDir Path work) throws Exception {
        platform.sql("""
                insert into scout.gold_txn_daily
                select date '2024-01-01' + (n / 5000), 'store-' || n %% 5000, 'Region ' || n %% 17, 'Province ' || n %% 81, md5(n::text), md5((n + 1)::text),
                  'urban_high', n, n * 1.25, n %% 100, round(n / 7.0, 4), 2.5, 40.1234, round(n %% 7 / 7.0, 6)
                from generate_series(1, %d) as n""".formatted(ROWS));

        Process publisher = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PublishOnce.class.getName(),
                        platform.database.jdbcUrl(),
                        platform.store.endpoint().toString(),
                        work.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(publisher.getInputStream().readAllBytes(), UTF_8);
        assertThat(publisher.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(publisher.exitValue()).as(output).isZero();

        Manifest manifest = platform.latest();
        PublishedDataset daily = Objects.requireNonNull(manifest.datasets().get("gold/txn_daily"));
        assertThat(daily.rowCount()).isEqualTo(ROWS);
        platform.assertComplete(manifest);
        try (Connection postgres = platform.database.connect();
                Connection duckdb = Platform.duckdb()) {
            String expected = totals(postgres, "scout.gold_txn_daily");
            assertThat(totals(duckdb, "'" + platform.download(daily.parquetKey()) + "'"))
                    .isEqualTo(expected);
            String csv = "read_csv('" + platform.download(daily.csvKey())
                    + "', types = {'revenue': 'DECIMAL(38,4)', 'units': 'DECIMAL(38,4)'})";
            assertThat(totals(duckdb, csv)).isEqualTo(expected);
        }
    }

    private static String totals(Connection connection, String rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(TOTALS + rows)) {
            result.next();
            return "%d %s %s %d %s %s"
                    .formatted(
                            result.getLong(1),
                            result.getBigDecimal(2).stripTrailingZeros().toPlainString(),
                            result.getBigDecimal(3).stripTrailingZeros().toPlainString(),
                            result.getLong(4),
                            result.getString(5),
                            result.getString(6));
        }
    }
}
