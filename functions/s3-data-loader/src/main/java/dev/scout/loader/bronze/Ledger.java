package dev.scout.loader.bronze;

import dev.scout.StorableText;
import dev.scout.loader.delta.LogKey;
import dev.scout.loader.object.LandedObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@code scout.ingest_files}: decides whether an object is loaded, and says what became of it. */
final class Ledger {

    /** The last and the first landing of a content that the ledger has, whatever the order in which they are told. */
    private static final String LANDED = """
            version_id = case when excluded.last_modified >= f.last_modified then excluded.version_id else f.version_id end,
              sequencer = scout.last_sequencer(f.sequencer, f.last_modified, excluded.sequencer, excluded.last_modified),
              first_sequencer = scout.first_sequencer(
                case when f.first_modified is null then f.sequencer else f.first_sequencer end, coalesce(f.first_modified, f.last_modified),
                excluded.sequencer, excluded.last_modified),
              first_modified = least(excluded.last_modified, coalesce(f.first_modified, f.last_modified)),
              last_modified = greatest(excluded.last_modified, f.last_modified),
            """;

    /** Whether f is a version of a Delta table that bronze holds: if all its records were refused, they come in by being replayed. */
    static final String IS_APPLIED = """
            f.format is not distinct from 'delta' and exists (select from scout.delta_files as d where d.file_id = f.file_id)""";

    /**
     * A row that is settled stays as it is. One that was skipped is taken up again: a pipeline may claim its key by now. So is one that was
     * rejected, but only where a person asks for it: the pipeline may say by now how the file is read. One that is parked begins afresh
     * where a person asks for it, or where it has landed again since.
     */
    private static final String BEGIN = """
            insert into scout.ingest_files as f
              (bucket, key, etag, version_id, sequencer, last_modified, size_bytes, pipeline_name, target_table, partition_values, run_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
            on conflict (bucket, key, etag) do update set
              attempts = case when f.status = 'loading' and f.parked_at is null then f.attempts + 1 else 1 end,
              passing_failures = case when f.status = 'loading' and f.parked_at is null then f.passing_failures else 0 end,
              parked_at = null,
              status = 'loading',
              """ + LANDED + """
              pipeline_name = excluded.pipeline_name,
              target_table = excluded.target_table,
              partition_values = excluded.partition_values,
              run_id = excluded.run_id,
              ingested_at = null,
              started_at = now()
            where f.status = 'skipped' or (f.status = 'rejected' and f.rows_loaded = 0 and ? and not (""" + IS_APPLIED + """
            ))
              or (f.status = 'loading' and (f.parked_at is null or ? or excluded.last_modified > f.parked_at))
            returning f.file_id, f.attempts, f.passing_failures""";

    private static final String MARK_REPLAYED = """
            update scout.quarantine set replayed_at = now()
            where replayed_at is null
              and file_id = (
                select f.file_id from scout.ingest_files as f
                where f.bucket = ? and f.key = ? and f.etag = ? and f.status = 'rejected' and not (""" + IS_APPLIED + "))";

    private static final String SKIP = """
            insert into scout.ingest_files as f
              (bucket, key, etag, version_id, sequencer, last_modified, size_bytes, partition_values, run_id, status, error)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, 'skipped', ?)
            on conflict (bucket, key, etag) do update set
              status = 'skipped',
              parked_at = null,
              started_at = now(),
              """ + LANDED + """
              error = excluded.error
            where f.status in ('loading', 'skipped')""";

    /** What was sent again, and stays as it was, waits no longer. */
    private static final String NOTE_SEEN = """
            update scout.ingest_files set started_at = now()
            where bucket = ? and key = ? and etag = ? and status in ('skipped', 'rejected') and queued_at > started_at""";

    private static final String LOCK = """
            select file_id, status, pipeline_name, rows_loaded, rows_quarantined, error, parked_at is not null as is_parked, attempts,
              status = 'loading' and exists (select from scout.ingest_splits as s where s.file_id = f.file_id and s.settled_at is null) as is_split
            from scout.ingest_files as f
            where %s
            for no key update""";
    private static final String LOCK_OBJECT = LOCK.formatted("bucket = ? and key = ? and etag = ?");
    private static final String LOCK_FILE = LOCK.formatted("file_id = ?");

    /** The same content landed again. If that was later, its rows are the later version now, so silver looks at them again. */
    private static final String LAND_AGAIN = """
            with excluded (last_modified, sequencer, version_id) as (values (?::timestamptz, ?::text, ?::text))
            update scout.ingest_files as f
            set
              """ + LANDED + """
              silver_run_id = case when excluded.last_modified > f.last_modified then null else f.silver_run_id end
            from excluded
            where f.file_id = ? and (excluded.last_modified <> f.last_modified or excluded.sequencer <> coalesce(f.sequencer, ''))""";

    private static final String SETTLE = """
            update scout.ingest_files as f
            set status = ?, rows_read = ?, rows_loaded = ?, rows_quarantined = ?, error = ?, checksum = ?, format = ?, reader = ?::jsonb,
              loaded_at = now(), duration_seconds = extract(epoch from clock_timestamp() - coalesce(f.ingested_at, now())), run_id = ?, silver_run_id = null,
              rows_retracted = 0, replaced_by = null, same_content_as = null,
              (first_error_rule, first_error_row, first_error_line, first_error_column, first_error_byte) = (
                select q.rule, q.source_row, q.source_line, q.source_column, q.byte_offset
                from scout.quarantine as q
                where q.file_id = f.file_id and q.replayed_at is null
                order by q.source_row, q.quarantine_id
                limit 1)
            where file_id = ?""";

    private static final String ABANDON = """
            select scout.abandon_split(f.file_id)
            from scout.ingest_files as f join scout.ingest_splits as s on s.file_id = f.file_id and s.settled_at is null
            where f.bucket = ? and f.key = ? and f.etag = ?""";

    /** For a file that is being loaded in parts, and that nobody names who goes on with it. */
    private static final String BEGIN_AGAIN = """
            update scout.ingest_files
            set attempts = case when parked_at is null then attempts + 1 else 1 end,
              passing_failures = case when parked_at is null then passing_failures else 0 end,
              parked_at = null
            where file_id = ? and status = 'loading' and (parked_at is null or ?)
            returning file_id, attempts, passing_failures""";

    private static final String NOTE_PROGRESS = """
            update scout.ingest_files set attempts = 1, passing_failures = 0, error = null where file_id = ? and status = 'loading'""";

    private static final String NOTE_FAILURE = """
            update scout.ingest_files set error = ?, passing_failures = passing_failures + ?
            where bucket = ? and key = ? and etag = ? and status = 'loading'""";

    private final DataSource dataSource;

    Ledger(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Notes, in a transaction of its own, that an attempt begins, so that one that dies leaves a trace. A version of a table that was parked
     * begins anew: its data files may be others by now than those whose rows were counted.
     *
     * @param reopen whether a file that was rejected, or parked, is tried again
     * @return nothing where none begins: the file is settled, or parked
     */
    Optional<Attempt> begin(LandedObject object, Pipeline pipeline, UUID run, boolean reopen, Duration patience) {
        return execute(object, patience, connection -> {
            if (reopen) {
                markReplayed(connection, object);
            }
            Optional<Attempt> attempt = begin(connection, object, pipeline, run, reopen);
            if (LogKey.of(object.key()) != null
                    && attempt.filter(Attempt::isFirst).isPresent()) {
                abandonSplit(connection, object);
            }
            if (reopen && attempt.isEmpty()) {
                noteSeen(connection, object);
            }
            return attempt;
        });
    }

    private static void markReplayed(Connection connection, LandedObject object) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MARK_REPLAYED)) {
            statement.setString(1, object.bucket());
            statement.setString(2, object.key());
            statement.setString(3, object.etag());
            statement.executeUpdate();
        }
    }

    private static Optional<Attempt> begin(
            Connection connection, LandedObject object, Pipeline pipeline, UUID run, boolean reopen)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            int at = bindObject(statement, object);
            statement.setString(at++, pipeline.name());
            statement.setString(at++, pipeline.targetTable());
            statement.setString(at++, HivePartitions.of(object.key()));
            statement.setObject(at++, run);
            statement.setBoolean(at++, reopen);
            statement.setBoolean(at, reopen);
            return attempt(statement);
        }
    }

    /** Notes that a file was looked at which was sent again, and which stays skipped or rejected as it was. */
    static void noteSeen(Connection connection, LandedObject object) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NOTE_SEEN)) {
            update.setString(1, object.bucket());
            update.setString(2, object.key());
            update.setString(3, object.etag());
            update.executeUpdate();
        }
    }

    /** Notes that the object is not to be loaded, and lets go of what is there of it. What was rejected stays so. */
    void skip(LandedObject object, String reason, UUID run, Duration patience) {
        execute(object, patience, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(SKIP)) {
                int at = bindObject(statement, object);
                statement.setString(at++, HivePartitions.of(object.key()));
                statement.setObject(at++, run);
                statement.setString(at, StorableText.text(reason));
                statement.executeUpdate();
            }
            noteSeen(connection, object);
            return abandonSplit(connection, object);
        });
    }

    private static boolean abandonSplit(Connection connection, LandedObject object) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ABANDON)) {
            statement.setString(1, object.bucket());
            statement.setString(2, object.key());
            statement.setString(3, object.etag());
            return statement.execute();
        }
    }

    /**
     * Notes that a file that is being loaded in parts is gone on with, likewise.
     *
     * @param again whether it is even if it is parked
     * @return nothing where it is not
     */
    Optional<Attempt> beginAgain(LandedObject object, long fileId, boolean again, Duration patience) {
        return execute(object, patience, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BEGIN_AGAIN)) {
                statement.setLong(1, fileId);
                statement.setBoolean(2, again);
                return attempt(statement);
            }
        });
    }

    /** The attempt that a statement has begun, if it has. */
    static Optional<Attempt> attempt(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Attempt(row.getLong("file_id"), row.getInt("attempts"), row.getInt("passing_failures")))
                    : Optional.empty();
        }
    }

    /** Notes that an attempt brought the file on. */
    void noteProgress(LandedObject object, long fileId) {
        execute(object, NOTE_PROGRESS, Duration.ofSeconds(5), statement -> statement.setLong(1, fileId));
    }

    /**
     * Notes why the attempt failed, in a transaction of its own.
     *
     * @param passing whether the reason was not the file's: such attempts are not held against it
     */
    void noteFailure(LandedObject object, String message, boolean passing) {
        execute(object, NOTE_FAILURE, Duration.ofSeconds(5), statement -> {
            statement.setString(1, StorableText.text(message));
            statement.setInt(2, passing ? 1 : 0);
            statement.setString(3, object.bucket());
            statement.setString(4, object.key());
            statement.setString(5, object.etag());
        });
    }

    /** Takes the row for this transaction, after whoever has it now. */
    Entry lock(Connection connection, LandedObject object) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOCK_OBJECT)) {
            query.setString(1, object.bucket());
            query.setString(2, object.key());
            query.setString(3, object.etag());
            return entry(query);
        }
    }

    /** Takes a row that is there, likewise. */
    Entry lock(Connection connection, long fileId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOCK_FILE)) {
            query.setLong(1, fileId);
            return entry(query);
        }
    }

    private static Entry entry(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return new Entry(
                    row.getLong("file_id"),
                    row.getString("status"),
                    row.getString("pipeline_name"),
                    row.getLong("rows_loaded"),
                    row.getLong("rows_quarantined"),
                    row.getString("error"),
                    row.getBoolean("is_parked"),
                    row.getInt("attempts"),
                    row.getBoolean("is_split"));
        }
    }

    void landAgain(Connection connection, Entry entry, LandedObject object) throws SQLException {
        Timestamp landed = Timestamp.from(object.lastModified());
        try (PreparedStatement update = connection.prepareStatement(LAND_AGAIN)) {
            update.setTimestamp(1, landed);
            update.setString(2, object.sequencer());
            update.setString(3, object.versionId());
            update.setLong(4, entry.fileId());
            update.executeUpdate();
        }
    }

    /**
     * Writes the outcome, in the transaction of the rows.
     *
     * @param tally of all of it
     */
    void settle(Connection connection, long fileId, Tally tally, @Nullable String checksum, UUID run)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(SETTLE)) {
            update.setString(1, tally.status());
            update.setLong(2, tally.loaded() + tally.quarantined());
            update.setLong(3, tally.loaded());
            update.setLong(4, tally.quarantined());
            update.setString(5, StorableText.text(tally.firstRefusal()));
            update.setString(6, checksum);
            update.setString(7, tally.format());
            update.setString(8, StorableText.json(tally.reader().toString()));
            update.setObject(9, run);
            update.setLong(10, fileId);
            update.executeUpdate();
        }
    }

    private void execute(LandedObject object, String sql, Duration patience, Binding binding) {
        execute(object, patience, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                binding.bind(statement);
                return statement.executeUpdate();
            }
        });
    }

    private <T> T execute(LandedObject object, Duration patience, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.run(connection, patience, () -> work.run(connection));
        } catch (SQLException e) {
            throw DatabaseFailure.of("The ledger's row of " + object.uri() + " could not be written", e);
        }
    }

    static int bindObject(PreparedStatement statement, LandedObject object) throws SQLException {
        statement.setString(1, object.bucket());
        statement.setString(2, object.key());
        statement.setString(3, object.etag());
        statement.setString(4, object.versionId());
        statement.setString(5, object.sequencer());
        statement.setTimestamp(6, Timestamp.from(object.lastModified()));
        statement.setLong(7, object.sizeBytes());
        return 8;
    }

    /**
     * A row of the ledger, locked.
     *
     * @param attempts how many were begun, with this one
     * @param isSplit whether it is being loaded in parts
     */
    record Entry(
            long fileId,
            String status,
            @Nullable String pipeline,
            long rowsLoaded,
            long rowsQuarantined,
            @Nullable String error,
            boolean isParked,
            int attempts,
            boolean isSplit) {

        boolean isSettled() {
            return !status.equals("loading");
        }

        boolean isOpen() {
            return status.equals("loading") && !isParked;
        }
    }

    /**
     * An attempt that has begun.
     *
     * @param number from 1
     * @param passingFailures how many of those before it failed for reasons that were not the file's
     */
    record Attempt(long fileId, int number, int passingFailures) {

        /** Whether there was none before, or those before it do not count any more. */
        boolean isFirst() {
            return number == 1;
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    @FunctionalInterface
    private interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }
}
