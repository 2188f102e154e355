package dev.scout.transform.quality;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/** Writes what checks found, in a transaction of its own, so that it stays where a run is undone. */
public final class ResultLog {

    private static final Logger LOG = Logger.getLogger(ResultLog.class);

    private static final String ADD = """
            insert into scout.data_quality_results
              (run_id, check_id, check_name, table_name, kind, severity, passed, failures, rows_checked, sample, message, seconds)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)""";
    private static final String NOTE = """
            update scout.data_quality_checks set actual_result = ?, passed = ?, executed_at = clock_timestamp() where id = ?""";

    private final DataSource dataSource;

    public ResultLog(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What can't be written is logged: a run does not fail for it. */
    public void write(UUID run, List<CheckResult> results) {
        if (results.isEmpty()) {
            return;
        }
        try (Connection connection = dataSource.getConnection()) {
            add(connection, run, results);
            note(connection, results);
        } catch (SQLException e) {
            LOG.warnf(e, "what the checks of run %s found could not be recorded", run);
        }
    }

    private static void add(Connection connection, UUID run, List<CheckResult> results) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (CheckResult result : results) {
                add.setObject(1, run);
                add.setObject(2, result.id());
                add.setString(3, result.name());
                add.setString(4, result.table());
                add.setString(5, result.kind());
                add.setString(6, result.severity().label());
                add.setBoolean(7, result.passed());
                add.setObject(8, result.failures());
                add.setObject(9, result.rowsChecked());
                add.setString(10, result.sample());
                add.setString(11, result.message());
                add.setBigDecimal(12, BigDecimal.valueOf(result.duration().toMillis(), 3));
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    private static void note(Connection connection, List<CheckResult> results) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            for (CheckResult result : results) {
                if (result.id() != null) {
                    note.setString(1, result.answer());
                    note.setBoolean(2, result.passed());
                    note.setObject(3, result.id());
                    note.addBatch();
                }
            }
            note.executeBatch();
        }
    }
}
