package dev.scout.loader.external;

import dev.scout.StorableText;
import dev.scout.loader.external.SourceReader.Digest;
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
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** {@code scout.external_objects}: decides what is copied, and to where. Each call is a transaction of its own. */
final class CopyLedger {

    private static final String UNIQUE_VIOLATION = "23505";

    /** Each row with the last content of its key that came into the lake before it. */
    private static final String ROWS = """
            select o.*, b.checksum as before_checksum, b.source_md5 as before_md5, b.size_bytes as before_size
            from (%s) as o
            left join lateral (
              select checksum, source_md5, size_bytes
              from scout.external_objects as earlier
              where earlier.environment = o.environment and earlier.source_key = o.source_key and earlier.version_no < o.version_no
                and earlier.status in ('copied', 'unchanged')
              order by version_no desc
              limit 1
            ) as b on o.status not in ('copied', 'unchanged')""";

    private static final String LATEST = ROWS.formatted("""
            select distinct on (source_key) *
            from scout.external_objects
            where environment = ? and source_key = any (?)
            order by source_key, version_no desc""");

    private static final String LEFT_BEHIND = ROWS.formatted("""
            select *
            from scout.external_objects
            where environment = ? and status in ('copying', 'failed') and attempted_at < ?
            order by attempted_at
            limit 500""");

    /** Other content in the place of one that was never copied takes over its row, and has an upload of its own. */
    private static final String BEGIN = """
            insert into scout.external_objects as o (environment, source_key, version_no, source_etag, source_md5, source_modified, size_bytes, target_key,
              status, run_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'copying', ?)
            on conflict (environment, source_key, version_no) do update set
              upload_id = case when o.source_etag = excluded.source_etag and o.size_bytes = excluded.size_bytes then o.upload_id end,
              source_etag = excluded.source_etag, source_md5 = excluded.source_md5, source_modified = excluded.source_modified,
              size_bytes = excluded.size_bytes, checksum = null, status = 'copying', attempts = o.attempts + 1,
              error = null, attempted_at = now(), run_id = excluded.run_id
            where o.status in ('copying', 'failed', 'gone')
            returning upload_id""";

    private static final String NOTE_UPLOAD = """
            update scout.external_objects set upload_id = ?
            where environment = ? and source_key = ? and version_no = ? and source_etag = ? and status = 'copying'""";

    private static final String NOTE_CONTENT = """
            update scout.external_objects set checksum = ?, source_md5 = coalesce(source_md5, ?)
            where environment = ? and source_key = ? and version_no = ? and source_etag = ? and status = 'copying'""";

    private static final String SETTLE = """
            update scout.external_objects
            set status = ?, checksum = coalesce(?, checksum), source_md5 = coalesce(source_md5, ?), source_version = coalesce(?, source_version),
              error = null, upload_id = null, copied_at = case when ? = 'copied' then now() end, run_id = ?
            where environment = ? and source_key = ? and version_no = ? and source_etag = ? and status in ('copying', 'failed', 'gone')""";

    private static final String FAIL = """
            update scout.external_objects
            set status = ?, error = ?, run_id = ?
            where environment = ? and source_key = ? and version_no = ? and source_etag = ? and status in ('copying', 'failed')""";

    private final DataSource dataSource;
    private final String environment;
    private final UUID run;

    CopyLedger(DataSource dataSource, String environment, UUID run) {
        this.dataSource = dataSource;
        this.environment = environment;
        this.run = run;
    }

    /** The latest row of each key that has one. */
    Map<String, Entry> latest(List<String> keys) {
        Map<String, Entry> entries = new HashMap<>();
        for (Entry entry : query(
                LATEST,
                (connection, statement) -> statement.setArray(2, connection.createArrayOf("text", keys.toArray())))) {
            entries.put(entry.sourceKey(), entry);
        }
        return entries;
    }

    /** Rows that are open though a whole listing since then did not show their content: it is not there any more. */
    List<Entry> leftBehind(Instant listedSince) {
        return query(LEFT_BEHIND, (connection, statement) -> statement.setTimestamp(2, Timestamp.from(listedSince)));
    }

    /**
     * Notes that an attempt begins, so that one that dies leaves a trace, and takes the target key.
     *
     * @throws KeyTakenException where another content has that target key
     */
    Begun begin(SourceObject object, int versionNo, String targetKey) throws KeyTakenException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setString(1, environment);
            statement.setString(2, object.storableKey());
            statement.setInt(3, versionNo);
            statement.setString(4, object.etag());
            statement.setString(5, object.md5());
            statement.setTimestamp(6, object.lastModified() == null ? null : Timestamp.from(object.lastModified()));
            statement.setLong(7, object.sizeBytes());
            statement.setString(8, StorableText.text(targetKey));
            statement.setObject(9, run);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Begun(true, row.getString(1)) : new Begun(false, null);
            }
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new KeyTakenException();
            }
            throw LedgerFailure.of(row(object.key()) + " could not be begun", e);
        }
    }

    void noteUpload(Target target, @Nullable String uploadId) {
        update(target, NOTE_UPLOAD, statement -> {
            statement.setString(1, uploadId);
            return 2;
        });
    }

    /** Notes what an upload holds just before it becomes an object, so that whoever finds the object knows. */
    void noteContent(Target target, Digest digest) {
        update(target, NOTE_CONTENT, statement -> {
            statement.setString(1, digest.sha256());
            statement.setString(2, digest.md5());
            return 3;
        });
    }

    /**
     * Notes what became of a content.
     *
     * @param status {@code copied} or {@code unchanged}
     */
    void settle(Target target, String status, @Nullable Digest digest) {
        update(target, SETTLE, statement -> {
            statement.setString(1, status);
            statement.setString(2, digest == null ? null : digest.sha256());
            statement.setString(3, digest == null ? null : digest.md5());
            statement.setString(4, digest == null ? null : digest.version());
            statement.setString(5, status);
            statement.setObject(6, run);
            return 7;
        });
    }

    /**
     * Notes why a content was not copied.
     *
     * @param status {@code failed} or {@code gone}
     */
    void fail(Target target, String status, String reason) {
        update(target, FAIL, statement -> {
            statement.setString(1, status);
            statement.setString(2, StorableText.text(reason));
            statement.setObject(3, run);
            return 4;
        });
    }

    private List<Entry> query(String sql, QueryBinding binding) {
        List<Entry> entries = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, environment);
            binding.bind(connection, statement);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        } catch (SQLException e) {
            throw LedgerFailure.of("What was copied of external storage \"" + environment + "\" could not be read", e);
        }
        return entries;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("source_key"),
                row.getInt("version_no"),
                row.getString("source_etag"),
                row.getString("target_key"),
                row.getString("status"),
                row.getString("upload_id"),
                new Content(row.getString("checksum"), row.getString("source_md5"), row.getLong("size_bytes")),
                new Content(row.getString("before_checksum"), row.getString("before_md5"), row.getLong("before_size")));
    }

    private void update(Target target, String sql, Binding binding) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = binding.bind(statement);
            statement.setString(at++, environment);
            statement.setString(at++, target.sourceKey());
            statement.setInt(at++, target.versionNo());
            statement.setString(at, target.sourceEtag());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw LedgerFailure.of(row(target.sourceKey()) + " could not be written", e);
        }
    }

    private String row(String key) {
        return "The row of \"" + key + "\" of external storage \"" + environment + "\"";
    }

    /**
     * An attempt.
     *
     * @param mine false where that content is settled by now
     * @param uploadId an upload of that very content to go on with
     */
    record Begun(boolean mine, @Nullable String uploadId) {}

    /** One row: a content, and its place in the lake. */
    record Target(String sourceKey, int versionNo, String sourceEtag, String key) {}

    /**
     * A content, by what is known of it.
     *
     * @param checksum SHA-256, hexadecimal
     * @param md5 hexadecimal
     */
    record Content(@Nullable String checksum, @Nullable String md5, long sizeBytes) {

        boolean isSame(Digest digest) {
            return digest.sha256() != null && digest.sha256().equals(checksum);
        }

        /** Whether the listing alone tells: Azure gives another eTag where only metadata or the tier changed. */
        boolean isListedFor(SourceObject object) {
            return object.md5() != null && object.md5().equals(md5) && object.sizeBytes() == sizeBytes;
        }
    }

    /**
     * One row, as it was read.
     *
     * @param before the last content of the key that came into the lake before it, where the row itself has not
     */
    record Entry(
            String sourceKey,
            int versionNo,
            String sourceEtag,
            String targetKey,
            String status,
            @Nullable String uploadId,
            Content content,
            Content before) {

        /** Whether its content is in the lake. */
        boolean isSettled() {
            return status.equals("copied") || status.equals("unchanged");
        }

        long sizeBytes() {
            return content.sizeBytes();
        }

        Target target() {
            return new Target(sourceKey, versionNo, sourceEtag, targetKey);
        }
    }

    /** Another content has that target key. */
    static final class KeyTakenException extends Exception {

        private static final long serialVersionUID = 1L;

        KeyTakenException() {
            super("Another content has that target key");
        }
    }

    @FunctionalInterface
    private interface QueryBinding {
        void bind(Connection connection, PreparedStatement statement) throws SQLException;
    }

    /** Sets its parameters and says which is the next. */
    @FunctionalInterface
    private interface Binding {
        int bind(PreparedStatement statement) throws SQLException;
    }
}
