package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.bronze.BronzeId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RetractionIT {

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
    void takesARangeOfAFileOutOfBronze() throws SQLException {
        String key = LoaderFixture.DROP + "retracted.ndjson";
        at.land(key, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n{\"id\":\"3\"}\n{\"id\":\"4\"}");
        at.land(LoaderFixture.DROP + "neighbour.ndjson", "{\"id\":\"1\"}\n{\"id\":\"2\"}");
        at.execute("update scout.ingest_files set silver_run_id = gen_random_uuid()");

        assertThat(retract(key, 2, 3)).isEqualTo(2);

        assertThat(at.records(key)).containsExactly("{\"id\":\"1\"}", "{\"id\":\"4\"}");
        assertThat(at.records(LoaderFixture.DROP + "neighbour.ndjson")).hasSize(2);
        assertThat(at.ledger(key))
                .containsEntry("rows_loaded", "4")
                .containsEntry("rows_retracted", "2")
                .containsEntry("silver_run_id", null);
        assertThat(at.ledger(LoaderFixture.DROP + "neighbour.ndjson"))
                .hasEntrySatisfying("silver_run_id", run -> assertThat(run).isNotNull());
        assertThat(retract(key, 2, 3)).isZero();
        assertThat(at.ledger(key)).containsEntry("rows_retracted", "2");
    }

    @Test
    void takesEdgeRecordsToo() throws SQLException {
        String key = "bronze/edge/dt=2024-01-15/retracted.ndjson";
        at.land(key, "{\"device_id\":\"a\"}\n{\"device_id\":\"b\"}");

        assertThat(retract(key, 0, Long.MAX_VALUE >> 1)).isEqualTo(2);

        assertThat(at.column("select id from scout.bronze_edge_raw where file_path = '" + key + "'"))
                .isEmpty();
    }

    @Test
    void readsOnlyTheIndexOfThePartitionsThereCanBe() {
        String plan = String.join(
                "\n",
                at.column("explain delete from scout.bronze_transactions where _raw_id between scout.bronze_id(1, 1)"
                        + " and scout.bronze_id(1, 9) and _ingested_at >= now() + interval '40 days'"));

        assertThat(plan).contains("bronze_transactions_").doesNotContain("Seq Scan");
    }

    @Test
    void makesTheIdsThatTheLoaderMakes() {
        for (long[] row :
                new long[][] {{1, 0}, {1, 1}, {4095, 7}, {4096, 1L << 40}, {(1L << 60) - 1, (1L << 62) - 1}}) {
            assertThat(at.value("select scout.bronze_id(" + row[0] + ", " + row[1] + ")"))
                    .isEqualTo(BronzeId.of(row[0], row[1]).toString());
        }
    }

    @Test
    void refusesWhatIsNoRange() {
        String key = LoaderFixture.DROP + "range.ndjson";
        at.land(key, "{\"id\":\"1\"}");

        assertThatThrownBy(() -> retract(key, 2, 1)).hasMessageContaining("are not a range of record numbers");
        assertThatThrownBy(() -> call("select scout.retract_rows(999999, 1, 2)"))
                .hasMessageContaining("There is no file 999999");
    }

    @Test
    void leavesTheLoaderNoOtherWayToRemoveRows() {
        assertThatThrownBy(() -> call("delete from scout.bronze_transactions returning 1"))
                .hasMessageContaining("permission denied");
    }

    private static long retract(String key, long first, long last) throws SQLException {
        return call("select scout.retract_rows(" + at.ledger(key).get("file_id") + ", " + first + ", " + last + ")");
    }

    private static long call(String sql) throws SQLException {
        try (Connection connection = at.loaderSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
