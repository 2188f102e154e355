package dev.scout.loader.backfill;

import dev.scout.ScoutException;
import dev.scout.StorableText;
import dev.scout.loader.bronze.DatabaseFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@code scout.backfills}: where each run stands. */
final class Sweeps {

    private static final String COLUMNS =
            " backfill_id, kind, bucket, prefixes, modified_from, modified_to, prefixes_done, after_key ";

    private static final String BEGIN =
            "insert into scout.backfills (kind, bucket, prefixes, modified_from, modified_to)"
                    + " values (?, ?, ?, ?, ?) on conflict (kind) where kind = 'reconcile' and status = 'running' do nothing returning"
                    + COLUMNS;

    private static final String RUNNING_RECONCILE =
            "select" + COLUMNS + "from scout.backfills where kind = 'reconcile' and status = 'running'";

    /** Whoever else is at it goes on alone. */
    private static final String TAKE = "select" + COLUMNS
            + "from scout.backfills where backfill_id = ? and status = 'running' for update skip locked";

    private static final String PROGRESS = """
            update scout.backfills
            set prefixes_done = ?, after_key = ?, objects_listed = objects_listed + ?, objects_sent = objects_sent + ?,
              objects_loaded = objects_loaded + ?, objects_failed = objects_failed + ?, progressed_at = now(), error = null,
              status = case when ? then 'finished' else status end, finished_at = case when ? then now() end
            where backfill_id = ?""";

    private static final String NOTE_FAILURE = "update scout.backfills set error = ? where backfill_id = ?";

    /** One that is finished stays so. */
    private static final String STOP = """
            update scout.backfills set status = case status when 'running' then 'stopped' else status end where backfill_id = ?""";

    private static final String RESUME = """
            update scout.backfills
            set status = case status when 'stopped' then 'running' else status end,
              progressed_at = case status when 'finished' then progressed_at else now() end
            where backfill_id = ?""";

    private static final String RESUME_IDLE = """
            update scout.backfills set progressed_at = now()
            where kind = 'backfill' and status = 'running' and progressed_at < now() - make_interval(secs => ?)
            returning backfill_id""";

    private final DataSource dataSource;

    Sweeps(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    Sweep beginBackfill(String bucket, String prefix, @Nullable Instant from, @Nullable Instant to) {
        return begin(Sweep.BACKFILL, bucket, List.of(prefix), from, to)
                .orElseThrow(() -> new IllegalStateException("A backfill is always begun"));
    }

    /** The reconcile that is under way, else a new one. */
    Sweep beginReconcile(String bucket, List<String> prefixes, Instant to) {
        // Between the two the other may have ended: then there is room for a new one.
        return begin(Sweep.RECONCILE, bucket, prefixes, null, to)
                .or(this::runningReconcile)
                .or(() -> begin(Sweep.RECONCILE, bucket, prefixes, null, to))
                .orElseThrow(() -> new ScoutException(
                        "DATABASE_UNAVAILABLE", true, "A reconcile could be neither begun nor found.", null));
    }

    private Optional<Sweep> begin(
            String kind, String bucket, List<String> prefixes, @Nullable Instant from, @Nullable Instant to) {
        return doing("A " + kind + " could not be begun", connection -> {
            try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
                insert.setString(1, kind);
                insert.setString(2, bucket);
                insert.setArray(3, connection.createArrayOf("text", prefixes.toArray()));
                insert.setTimestamp(4, from == null ? null : Timestamp.from(from));
                insert.setTimestamp(5, to == null ? null : Timestamp.from(to));
                return first(insert);
            }
        });
    }

    private Optional<Sweep> runningReconcile() {
        return doing("The reconcile under way could not be found", connection -> {
            try (PreparedStatement query = connection.prepareStatement(RUNNING_RECONCILE)) {
                return first(query);
            }
        });
    }

    /** Takes it for this transaction; nothing where it is not running, or another is at it. */
    Optional<Sweep> take(Connection connection, long id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TAKE)) {
            query.setLong(1, id);
            return first(query);
        }
    }

    void progress(Connection connection, Sweep sweep, Step step) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PROGRESS)) {
            update.setInt(1, sweep.prefixesDone());
            update.setString(2, sweep.after());
            update.setLong(3, step.listed());
            update.setLong(4, step.sent());
            update.setLong(5, step.loaded());
            update.setLong(6, step.failed());
            update.setBoolean(7, sweep.isDone());
            update.setBoolean(8, sweep.isDone());
            update.setLong(9, sweep.id());
            update.executeUpdate();
        }
    }

    void noteFailure(long id, String message) {
        doing("The ledger of backfills could not be written", connection -> {
            try (PreparedStatement update = connection.prepareStatement(NOTE_FAILURE)) {
                update.setString(1, StorableText.text(message));
                update.setLong(2, id);
                return update.executeUpdate();
            }
        });
    }

    void stop(long id) {
        change(STOP, id, "stopped");
    }

    void resume(long id) {
        change(RESUME, id, "resumed");
    }

    private void change(String sql, long id, String what) {
        int changed = doing("Backfill " + id + " could not be " + what, connection -> {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                update.setLong(1, id);
                return update.executeUpdate();
            }
        });
        if (changed == 0) {
            throw new ScoutException(
                    "BACKFILL_NOT_FOUND",
                    false,
                    "Backfill " + id + " can not be " + what + ": there is none of that number.",
                    null);
        }
    }

    /** Backfills that are running and have not gone on for that long: their message is lost. */
    List<Long> idle(java.time.Duration since) {
        return doing("Backfills that stand still could not be found", connection -> {
            try (PreparedStatement update = connection.prepareStatement(RESUME_IDLE)) {
                update.setDouble(1, since.toMillis() / 1000.0);
                List<Long> ids = new java.util.ArrayList<>();
                try (ResultSet row = update.executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getLong(1));
                    }
                }
                return ids;
            }
        });
    }

    private static Optional<Sweep> first(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(sweep(row)) : Optional.empty();
        }
    }

    private static Sweep sweep(ResultSet row) throws SQLException {
        return new Sweep(
                row.getLong("backfill_id"),
                row.getString("kind"),
                row.getString("bucket"),
                List.of((String[]) row.getArray("prefixes").getArray()),
                instant(row.getTimestamp("modified_from")),
                instant(row.getTimestamp("modified_to")),
                row.getInt("prefixes_done"),
                row.getString("after_key"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private <T> T doing(String failure, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw DatabaseFailure.of(failure, e);
        }
    }

    /** What one step did: objects. */
    record Step(long listed, long sent, long loaded, long failed) {}

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
