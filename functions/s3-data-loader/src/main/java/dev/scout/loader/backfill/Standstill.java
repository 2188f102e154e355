package dev.scout.loader.backfill;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.DatabaseFailure;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.Parked;
import dev.scout.loader.bronze.Transactions;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.queue.IngestQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes up what stands still: loads and parts that were begun, or sent, so long ago that nobody is at them and no message brings them again. */
final class Standstill {

    private static final Logger LOG = Logger.getLogger(Standstill.class);
    private static final int MOST_AT_ONCE = 500;

    /** Rows that a live load has are locked, and so left out. */
    private static final String LOADS = """
            with stuck as (
              select f.file_id
              from scout.ingest_files as f
              where f.status = 'loading' and f.parked_at is null
                and f.started_at < now() - make_interval(secs => ?)
                and (f.queued_at is null or f.queued_at < now() - make_interval(secs => case when f.attempts = 0 then ? else ? end))
                and not exists (select from scout.ingest_splits as s where s.file_id = f.file_id and s.settled_at is null)
              order by f.started_at
              limit ?
              for update skip locked
            )
            update scout.ingest_files as f
            set queued_at = now()
            from stuck
            where f.file_id = stuck.file_id
            returning f.bucket, f.key, f.etag, f.version_id, f.sequencer, f.last_modified, f.size_bytes""";

    private static final String PARTS = """
            with lost as (
              select u.file_id, u.part_no, u.message
              from scout.unfinished_splits as u
              join scout.ingest_files as f on f.file_id = u.file_id
              where f.parked_at is null and u.idle_since < now() - make_interval(secs => ?)
              limit ?
            ), told_parts as (
              update scout.ingest_parts as p set sent_at = now()
              from lost
              where p.file_id = lost.file_id and p.part_no = lost.part_no and p.status <> 'loaded'
            ), told_plans as (
              update scout.ingest_splits as s set progressed_at = now()
              from lost
              where s.file_id = lost.file_id and lost.part_no is null and s.settled_at is null
            )
            select message::text from lost""";

    private final DataSource dataSource;
    private final FileLoader files;
    private final @Nullable IngestQueue queue;
    private final Sweeps sweeps;
    private final BackfillSettings settings;

    Standstill(
            DataSource dataSource,
            FileLoader files,
            @Nullable IngestQueue queue,
            Sweeps sweeps,
            BackfillSettings settings) {
        this.dataSource = dataSource;
        this.files = files;
        this.queue = queue;
        this.sweeps = sweeps;
        this.settings = settings;
    }

    /**
     * Answers how much it was.
     *
     * @param backlog how many messages wait in the queue: while they are many, what nobody has begun is late, not lost
     */
    long takeUp(long backlog, UUID run, Deadline deadline) {
        return queue == null ? load(run, deadline) : send(queue, backlog, deadline);
    }

    private long send(IngestQueue to, long backlog, Deadline deadline) {
        long sent = 0;
        long batch;
        do {
            batch = inTransaction(connection -> {
                List<String> messages = new ArrayList<>(parts(connection));
                stuck(connection, backlog).forEach(object -> messages.add(LoadMessage.of(object, false)));
                to.sendBatch(messages);
                return (long) messages.size();
            });
            sent += batch;
        } while (batch > 0 && !deadline.isNear());
        for (long id : sweeps.idle(settings.stuckAfter())) {
            to.send(LoadMessage.goOn(BackfillTask.NAME, id));
        }
        return sent;
    }

    /** Without a queue; parts then go on when their file is asked for. */
    private long load(UUID run, Deadline deadline) {
        FileLoader.Session session = files.open(run, false);
        long loaded = 0;
        for (LandedObject object : inTransaction(connection -> stuck(connection, 0))) {
            if (deadline.isNear()) {
                return loaded;
            }
            try {
                session.load(object, deadline);
                loaded++;
            } catch (ScoutException | Parked e) {
                LOG.errorf(e, "Loading %s failed: %s", object.uri(), e.getMessage());
            }
        }
        return loaded;
    }

    private List<LandedObject> stuck(Connection connection, long backlog) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(LOADS)) {
            update.setDouble(1, seconds(settings.stuckAfter()));
            update.setDouble(2, seconds(settings.lostAfter(backlog)));
            update.setDouble(3, seconds(settings.stuckAfter()));
            update.setInt(4, MOST_AT_ONCE);
            List<LandedObject> stuck = new ArrayList<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    Timestamp landed = row.getTimestamp("last_modified");
                    stuck.add(new LandedObject(
                            row.getString("bucket"),
                            row.getString("key"),
                            row.getString("etag"),
                            row.getString("version_id"),
                            row.getString("sequencer"),
                            landed.toInstant(),
                            row.getLong("size_bytes")));
                }
            }
            return stuck;
        }
    }

    private List<String> parts(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(PARTS)) {
            update.setDouble(1, seconds(settings.stuckAfter()));
            update.setInt(2, MOST_AT_ONCE);
            List<String> messages = new ArrayList<>();
            try (ResultSet row = update.executeQuery()) {
                while (row.next()) {
                    messages.add(row.getString(1));
                }
            }
            return messages;
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, Deadline.LONGEST_WAIT, () -> work.run(connection));
        } catch (SQLException e) {
            throw DatabaseFailure.of("What stands still could not be taken up", e);
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }
}
