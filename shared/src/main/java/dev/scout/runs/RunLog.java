package dev.scout.runs;

import dev.scout.ScoutException;
import dev.scout.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code scout.etl_monitoring}: one row an invocation. Each call is a transaction of its own, so that the row of a run that fails
 * stays.
 */
public final class RunLog {

    private static final String START = """
            insert into scout.etl_monitoring (run_id, pipeline_name, layer, status) values (?, ?, ?, 'running')""";

    private static final String FINISH = """
            update scout.etl_monitoring
            set status = ?, records_processed = ?, records_rejected = ?, error_message = ?, details = ?::jsonb,
              finished_at = clock_timestamp(), duration_seconds = extract(epoch from clock_timestamp() - started_at)
            where run_id = ?""";

    private static final String RECORD = """
            insert into scout.etl_monitoring (run_id, pipeline_name, layer, status, error_message, started_at, finished_at, duration_seconds)
            values (?, ?, ?, ?, ?, clock_timestamp() - make_interval(secs => ?), clock_timestamp(), ?)""";

    private final DataSource dataSource;

    public RunLog(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Begins a run.
     *
     * @param pipelineName what runs: a pipeline, a stage, a function
     * @return the run's id
     */
    public UUID start(Layer layer, String pipelineName) {
        UUID run = UUID.randomUUID();
        execute("begin a run of " + pipelineName, START, statement -> {
            statement.setObject(1, run);
            statement.setString(2, pipelineName);
            statement.setString(3, layer.label());
        });
        return run;
    }

    /**
     * Ends a run that did what it should.
     *
     * @param details what the invocation answers, as JSON; null for nothing
     */
    public void succeed(UUID run, long recordsProcessed, long recordsRejected, @Nullable String details) {
        finish(run, "succeeded", recordsProcessed, recordsRejected, null, details);
    }

    /**
     * Ends a run that failed.
     *
     * @param message the reason, for people
     */
    public void fail(UUID run, String message) {
        finish(run, "failed", null, null, message, null);
    }

    /**
     * Ends a run that did some of what it should.
     *
     * @param message what failed, for people
     * @param details what the invocation answers, as JSON; null for nothing
     */
    public void fail(UUID run, long recordsProcessed, long recordsRejected, String message, @Nullable String details) {
        finish(run, "failed", recordsProcessed, recordsRejected, message, details);
    }

    /**
     * Writes a whole run that has ended already, in one statement.
     *
     * @param error the reason where it failed, else null
     */
    public void record(Layer layer, String pipelineName, Duration duration, @Nullable String error) {
        double seconds = duration.toNanos() / 1e9;
        execute("record a run of " + pipelineName, RECORD, statement -> {
            statement.setObject(1, UUID.randomUUID());
            statement.setString(2, pipelineName);
            statement.setString(3, layer.label());
            statement.setString(4, error == null ? "succeeded" : "failed");
            statement.setString(5, StorableText.text(error));
            statement.setDouble(6, seconds);
            statement.setDouble(7, seconds);
        });
    }

    private void finish(
            UUID run,
            String status,
            @Nullable Long processed,
            @Nullable Long rejected,
            @Nullable String error,
            @Nullable String details) {
        execute("end run " + run, FINISH, statement -> {
            statement.setString(1, status);
            statement.setObject(2, processed);
            statement.setObject(3, rejected);
            statement.setString(4, StorableText.text(error));
            statement.setString(5, StorableText.json(details));
            statement.setObject(6, run);
        });
    }

    private void execute(String what, String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.bind(statement);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new ScoutException(
                    "DATABASE_UNAVAILABLE",
                    true,
                    "The run history could not " + what + ": the database did not take it.",
                    e);
        }
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
