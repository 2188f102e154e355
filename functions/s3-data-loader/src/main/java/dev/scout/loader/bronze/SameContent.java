package dev.scout.loader.bronze;

import dev.scout.loader.object.LandedObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the file of the same pipeline that has the same content, byte for byte; within the caller's transaction. */
final class SameContent {

    /** Held until the transaction ends, so that of two that load one content at once the second sees the first. */
    private static final String LOCK =
            "select pg_advisory_xact_lock(hashtextextended('scout.content.' || ? || '.' || ?, 0))";

    private static final String FIND = """
            select file_id, bucket, key
            from scout.ingest_files
            where pipeline_name = ? and checksum = ? and file_id <> ? and status in ('loaded', 'partial') and rows_retracted = 0
              and (? or (bucket, key) <> (?, ?))
            order by file_id
            limit 1""";

    /** Nobody can take it out of bronze before this transaction has said that it leans on it. */
    private static final String AND_HOLD = " for share";

    /** Files that were left out because of a content that is taken out of bronze now: they have to be loaded themselves. */
    private static final String REOPEN_COPIES = """
            update scout.ingest_files
            set status = 'loading', attempts = 0, started_at = now(), error = 'The file that had the same content was replaced: this one is to be loaded now.'
            where same_content_as = ? and status = 'skipped' and replaced_by is null""";

    private static final String REOPENED = """
            select c.bucket, c.key, c.etag, c.version_id, c.sequencer, c.last_modified, c.size_bytes
            from scout.ingest_files as f
            inner join scout.ingest_files as c on c.same_content_as = f.file_id
            where f.bucket = ? and f.key = ? and f.replaced_by is not null and c.status = 'loading' and c.attempts = 0
            order by c.file_id""";

    private static final String CHECKSUM = "select checksum from scout.ingest_files where file_id = ?";

    private static final String NOTE = "update scout.ingest_files set same_content_as = ? where file_id = ?";

    private final Connection connection;

    SameContent(Connection connection) {
        this.connection = connection;
    }

    void lock(String pipeline, String checksum) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setString(1, pipeline);
            lock.setString(2, checksum);
            lock.execute();
        }
    }

    /** The SHA-256 of the file, if it was read before. */
    @Nullable
    String checksumOf(long fileId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHECKSUM)) {
            select.setLong(1, fileId);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString("checksum") : null;
            }
        }
    }

    /**
     * The first file that has the content and is loaded.
     *
     * @param underSameKey whether one under the same key will do
     * @param hold whether it must stay loaded until this transaction ends
     */
    @Nullable
    Original find(FileContext file, String pipeline, String checksum, boolean underSameKey, boolean hold)
            throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(hold ? FIND + AND_HOLD : FIND)) {
            find.setString(1, pipeline);
            find.setString(2, checksum);
            find.setLong(3, file.fileId());
            find.setBoolean(4, underSameKey);
            find.setString(5, file.object().bucket());
            find.setString(6, file.object().key());
            try (ResultSet row = find.executeQuery()) {
                return row.next()
                        ? new Original(row.getLong("file_id"), row.getString("bucket"), row.getString("key"))
                        : null;
            }
        }
    }

    void note(long fileId, Original original) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setLong(1, original.fileId());
            note.setLong(2, fileId);
            note.executeUpdate();
        }
    }

    /** Has the files that were left out because of this one's content loaded: this one is not in bronze any more. */
    void reopenCopiesOf(long fileId) throws SQLException {
        try (PreparedStatement reopen = connection.prepareStatement(REOPEN_COPIES)) {
            reopen.setLong(1, fileId);
            reopen.executeUpdate();
        }
    }

    /** The files that wait to be loaded because what landed under the object's key has replaced the content that they share. */
    List<LandedObject> reopenedBy(LandedObject object) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(REOPENED)) {
            select.setString(1, object.bucket());
            select.setString(2, object.key());
            try (ResultSet row = select.executeQuery()) {
                List<LandedObject> reopened = new ArrayList<>();
                while (row.next()) {
                    reopened.add(new LandedObject(
                            row.getString("bucket"),
                            row.getString("key"),
                            row.getString("etag"),
                            row.getString("version_id"),
                            row.getString("sequencer"),
                            row.getTimestamp("last_modified").toInstant(),
                            row.getLong("size_bytes")));
                }
                return reopened;
            }
        }
    }

    /** A loaded file that has the content. */
    record Original(long fileId, String bucket, String key) {

        String uri() {
            return "s3://" + bucket + "/" + key;
        }
    }
}
