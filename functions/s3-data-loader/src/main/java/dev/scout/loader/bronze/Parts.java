package dev.scout.loader.bronze;

import dev.scout.StorableText;
import dev.scout.loader.quality.FileProfile;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Stretch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code scout.ingest_parts}: the parts of the files that are being loaded in parts. */
final class Parts {

    private static final String NUMBER = """
            update scout.ingest_splits set parts = parts + 1 where split_id = ? returning parts""";

    private static final String ADD = """
            insert into scout.ingest_parts
              (split_id, part_no, file_id, from_records, from_line, from_at, to_records, to_line, to_at, made_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, clock_timestamp())""";

    private static final String BEGIN = """
            update scout.ingest_parts set status = 'loading', attempts = attempts + 1, started_at = now(), run_id = ?
            where split_id = ? and part_no = ? and status <> 'loaded'
            returning file_id, attempts, passing_failures""";

    private static final String REOPEN = """
            update scout.ingest_parts set attempts = 0, passing_failures = 0, sent_at = null
            where split_id = ? and part_no = coalesce(?, part_no) and status <> 'loaded' and attempts > 0""";

    private static final String LOCK = """
            select from_records, from_line, from_at, to_records, to_line, to_at, status
            from scout.ingest_parts
            where split_id = ? and part_no = ?
            for update""";

    private static final String FINISH = """
            update scout.ingest_parts
            set status = 'loaded', to_records = ?, to_line = ?, to_at = ?, rows_loaded = ?, rows_quarantined = ?, sha256 = ?, tally = ?::jsonb, profile = ?::jsonb,
              error = null, loaded_at = clock_timestamp(), duration_seconds = extract(epoch from clock_timestamp() - now())
            where split_id = ? and part_no = ?""";

    private static final String NOTE_FAILURE = """
            update scout.ingest_parts set error = ?, passing_failures = passing_failures + ?
            where split_id = ? and part_no = ? and status <> 'loaded'""";

    private static final String UNSENT = """
            select part_no from scout.ingest_parts where split_id = ? and sent_at is null and status <> 'loaded' order by part_no""";

    private static final String MARK_SENT = """
            update scout.ingest_parts set sent_at = clock_timestamp() where split_id = ? and part_no = any (?)""";

    private static final String NEXT = """
            select part_no from scout.ingest_parts where split_id = ? and status <> 'loaded' order by from_records, from_at limit 1""";

    private static final String LOADED = """
            select tally::text, profile::text, sha256 from scout.ingest_parts where split_id = ? order by from_records, from_at""";

    /** A profile can have more than 100 KiB, and a file many thousands of parts. */
    private static final int PROFILES_AT_ONCE = 32;

    /** Adds a part and returns its number. */
    int add(Connection connection, Split split, Stretch stretch) throws SQLException {
        int no = nextNumber(connection, split.splitId());
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            insert.setLong(1, split.splitId());
            insert.setInt(2, no);
            insert.setLong(3, split.fileId());
            setPlace(insert, 4, stretch.from());
            setPlace(insert, 7, stretch.to());
            insert.executeUpdate();
        }
        return no;
    }

    private static int nextNumber(Connection connection, long splitId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NUMBER)) {
            update.setLong(1, splitId);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Notes, in a transaction of its own, that an attempt begins, so that one that dies leaves a trace; nothing where none does. */
    Optional<Ledger.Attempt> begin(Connection connection, Split split, int no, UUID run) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(BEGIN)) {
            update.setObject(1, run);
            update.setLong(2, split.splitId());
            update.setInt(3, no);
            return Ledger.attempt(update);
        }
    }

    /**
     * Gives parts that are not loaded fresh attempts; the queue is to be told of them anew.
     *
     * @param no of one; null for all of them
     */
    void reopen(Connection connection, long splitId, @Nullable Integer no) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REOPEN)) {
            update.setLong(1, splitId);
            update.setObject(2, no, Types.INTEGER);
            update.executeUpdate();
        }
    }

    /** Takes a part for this transaction, after whoever has it now; null where it is gone. */
    @Nullable
    Part lock(Connection connection, Split split, int no) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOCK)) {
            query.setLong(1, split.splitId());
            query.setInt(2, no);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Place from = new Place(row.getLong("from_records"), row.getLong("from_line"), row.getLong("from_at"));
                Place to = new Place(row.getLong("to_records"), row.getLong("to_line"), row.getLong("to_at"));
                return new Part(
                        split.splitId(),
                        split.fileId(),
                        no,
                        new Stretch(from, row.wasNull() ? null : to),
                        row.getString("status").equals("loaded"));
            }
        }
    }

    /** Notes, in the transaction of its rows, that a part is loaded as far as it goes now. */
    void finish(Connection connection, Part part, @Nullable Place to, PartResult result) throws SQLException {
        Tally tally = result.tally();
        try (PreparedStatement update = connection.prepareStatement(FINISH)) {
            setPlace(update, 1, to);
            update.setLong(4, tally.loaded());
            update.setLong(5, tally.quarantined());
            update.setString(6, result.sha256());
            update.setString(7, StorableText.json(TallyJson.write(tally)));
            update.setString(8, StorableText.json(result.profile().toJson()));
            update.setLong(9, part.splitId());
            update.setInt(10, part.no());
            update.executeUpdate();
        }
    }

    /** @param passing whether the reason was not the file's: such attempts are not held against it */
    void noteFailure(Connection connection, Split split, int no, String message, boolean passing) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NOTE_FAILURE)) {
            update.setString(1, StorableText.text(message));
            update.setInt(2, passing ? 1 : 0);
            update.setLong(3, split.splitId());
            update.setInt(4, no);
            update.executeUpdate();
        }
    }

    /** The parts of which the queue has not been told. */
    List<Integer> unsent(Connection connection, Split split) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(UNSENT)) {
            query.setLong(1, split.splitId());
            try (ResultSet row = query.executeQuery()) {
                List<Integer> numbers = new ArrayList<>();
                while (row.next()) {
                    numbers.add(row.getInt(1));
                }
                return numbers;
            }
        }
    }

    void markSent(Connection connection, Split split, List<Integer> numbers) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MARK_SENT)) {
            update.setLong(1, split.splitId());
            update.setArray(2, connection.createArrayOf("integer", numbers.toArray()));
            update.executeUpdate();
        }
    }

    /** The first part of the file that is not loaded; 0 where there is none. */
    int next(Connection connection, Split split) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NEXT)) {
            query.setLong(1, split.splitId());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    /** What all parts came to, which are loaded; within a transaction. */
    PartsTotal total(Connection connection, Split split) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOADED)) {
            query.setFetchSize(PROFILES_AT_ONCE);
            query.setLong(1, split.splitId());
            try (ResultSet row = query.executeQuery()) {
                PartsTotal total = new PartsTotal();
                while (row.next()) {
                    total.add(
                            TallyJson.read(row.getString("tally")),
                            FileProfile.of(row.getString("profile")),
                            row.getString("sha256"));
                }
                return total;
            }
        }
    }

    private static void setPlace(PreparedStatement statement, int at, @Nullable Place place) throws SQLException {
        if (place == null) {
            statement.setNull(at, Types.BIGINT);
            statement.setNull(at + 1, Types.BIGINT);
            statement.setNull(at + 2, Types.BIGINT);
        } else {
            statement.setLong(at, place.records());
            statement.setLong(at + 1, place.line());
            statement.setLong(at + 2, place.at());
        }
    }
}
