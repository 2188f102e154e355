package dev.scout.loader.replay;

import dev.scout.StorableText;
import dev.scout.loader.source.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code scout.quarantine}, as replay reads and writes it. */
final class Refusals {

    private static final int MOST_AT_ONCE = 2_000;
    private static final long MOST_BYTES_AT_ONCE = 8L * 1024 * 1024;

    private static final String SELECT = """
            select q.quarantine_id, q.file_id,
              coalesce(greatest(q.byte_length, octet_length(q.raw_text), octet_length(q.raw_bytes), octet_length(q.corrected_text)), 0) as bytes
            from scout.quarantine q
            where q.replayed_at is null and q.quarantine_id > ? and q.quarantine_id <= ?
              and (?::bigint is null or q.file_id = ?)
              and (?::text is null or exists (select from scout.ingest_files f where f.file_id = q.file_id and f.pipeline_name = ?))
              and (?::text is null or q.rule = ?)
              and (?::timestamptz is null or q.created_at >= ?)
              and (?::timestamptz is null or q.created_at < ?)
              and (?::bigint[] is null or q.quarantine_id = any (?))
            order by q.quarantine_id
            limit\s""" + MOST_AT_ONCE;

    private static final String LOCK = """
            select quarantine_id, source_row, source_line, byte_offset, byte_length, rule, raw_text, raw_bytes, raw_is_json, corrected_text
            from scout.quarantine
            where quarantine_id = any (?) and replayed_at is null
            order by source_row nulls last, quarantine_id
            for update""";

    private static final String LOADED = """
            update scout.quarantine set replayed_at = now(), last_replayed_at = now(), replays = replays + 1
            where quarantine_id = any (?)""";

    private static final String REFUSED = """
            update scout.quarantine
            set rule = ?, message = ?, source_column = ?, last_replayed_at = now(), replays = replays + 1
            where quarantine_id = ?""";

    private static final String CORRECTED = """
            select source_row, corrected_text from scout.quarantine
            where file_id = ? and replayed_at is null and corrected_text is not null and source_row is not null""";

    private static final String CORRECT = """
            update scout.quarantine set corrected_text = ?
            where file_id = ? and source_row = ? and replayed_at is null and corrected_text is null
            returning quarantine_id""";

    private Refusals() {}

    /** The id of the newest. */
    static long last(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select coalesce(max(quarantine_id), 0) from scout.quarantine");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The next ones of a selection: all of one file, and not more than can be held at once. */
    static Batch next(Connection connection, Selection selection, long after, long upto) throws SQLException {
        List<Long> ids = new ArrayList<>();
        long file = 0;
        long bytes = 0;
        try (PreparedStatement query = connection.prepareStatement(SELECT)) {
            bind(query, connection, selection, after, upto);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    bytes += row.getLong("bytes");
                    if (!ids.isEmpty() && (row.getLong("file_id") != file || bytes > MOST_BYTES_AT_ONCE)) {
                        break;
                    }
                    file = row.getLong("file_id");
                    ids.add(row.getLong("quarantine_id"));
                }
            }
        }
        return new Batch(file, List.copyOf(ids));
    }

    private static void bind(PreparedStatement query, Connection connection, Selection selection, long after, long upto)
            throws SQLException {
        int at = 1;
        query.setLong(at++, after);
        query.setLong(at++, upto);
        for (int i = 0; i < 2; i++) {
            query.setObject(at++, selection.fileId(), java.sql.Types.BIGINT);
        }
        for (int i = 0; i < 2; i++) {
            query.setString(at++, selection.pipeline());
        }
        for (int i = 0; i < 2; i++) {
            query.setString(at++, selection.rule());
        }
        for (Instant time :
                new @Nullable Instant[] {selection.from(), selection.from(), selection.to(), selection.to()}) {
            query.setTimestamp(at++, time == null ? null : Timestamp.from(time));
        }
        for (int i = 0; i < 2; i++) {
            query.setArray(
                    at++,
                    selection.ids().isEmpty()
                            ? null
                            : connection.createArrayOf("bigint", selection.ids().toArray()));
        }
    }

    /** Takes those that are still open for this transaction, in the order of their file. */
    static List<RefusedRecord> lock(Connection connection, List<Long> ids) throws SQLException {
        List<RefusedRecord> records = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(LOCK)) {
            query.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    records.add(new RefusedRecord(
                            row.getLong("quarantine_id"),
                            row.getObject("source_row", Long.class),
                            row.getLong("source_line"),
                            row.getObject("byte_offset", Long.class),
                            row.getObject("byte_length", Long.class),
                            row.getString("rule"),
                            row.getString("raw_text"),
                            row.getBytes("raw_bytes"),
                            row.getBoolean("raw_is_json"),
                            row.getString("corrected_text")));
                }
            }
        }
        return records;
    }

    /** Closes those whose records are in bronze now. */
    static void close(Connection connection, List<Long> ids) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(LOADED)) {
            update.setArray(1, connection.createArrayOf("bigint", ids.toArray()));
            update.executeUpdate();
        }
    }

    /** Writes down why they were refused again. */
    static void refuseAgain(Connection connection, Map<Long, Refusal> reasons) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REFUSED)) {
            for (Map.Entry<Long, Refusal> reason : reasons.entrySet()) {
                update.setString(1, reason.getValue().rule());
                update.setString(2, StorableText.text(reason.getValue().message()));
                update.setString(3, StorableText.text(reason.getValue().column()));
                update.setLong(4, reason.getKey());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** What a person has corrected of a file, by the records' numbers. */
    static Map<Long, String> corrections(Connection connection, long fileId) throws SQLException {
        Map<Long, String> corrections = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(CORRECTED)) {
            query.setLong(1, fileId);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    corrections.put(row.getLong(1), row.getString(2));
                }
            }
        }
        return corrections;
    }

    /** Puts the corrections to the refusals that the file has now; returns the ids of those. */
    static List<Long> correct(Connection connection, long fileId, Map<Long, String> corrections) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement(CORRECT)) {
            for (Map.Entry<Long, String> correction : corrections.entrySet()) {
                update.setString(1, correction.getValue());
                update.setLong(2, fileId);
                update.setLong(3, correction.getKey());
                try (ResultSet row = update.executeQuery()) {
                    while (row.next()) {
                        ids.add(row.getLong(1));
                    }
                }
            }
        }
        return ids;
    }

    /** Some refusals of one file. */
    record Batch(long fileId, List<Long> ids) {

        boolean isEmpty() {
            return ids.isEmpty();
        }

        long last() {
            return ids.get(ids.size() - 1);
        }
    }
}
