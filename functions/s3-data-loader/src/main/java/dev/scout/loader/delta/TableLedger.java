package dev.scout.loader.delta;

import dev.scout.StorableText;
import dev.scout.loader.delta.LiveFiles.Redeletion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** What bronze holds of one table ({@code scout.delta_tables}, {@code scout.delta_files}), in a transaction that has it locked. */
final class TableLedger {

    private static final int FILES_AT_ONCE = 1_000;

    private static final String REGISTER =
            "insert into scout.delta_tables (bucket, root) values (?, ?) on conflict (bucket, root) do nothing";

    private static final String FIND = """
            select table_id, coalesce(version, -1) as applied, commit_etag, columns::text
            from scout.delta_tables
            where bucket = ? and root = ?""";

    private static final String AND_LOCK = " for update";

    private static final String REDELETE =
            "update scout.delta_files set deletion_id = ?, deleted_rows = ? where table_id = ? and key = ?";

    private static final String ADD = """
            insert into scout.delta_files (table_id, key, size_bytes, modified, deletion_id, deleted_rows, file_id, first_row, row_count)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String APPLY = """
            update scout.delta_tables
            set version = ?, commit_etag = ?, metadata_id = ?, columns = ?::jsonb, file_id = ?, applied_at = now()
            where table_id = ?""";

    private final Connection connection;
    private final LiveFiles files;
    private final Retraction retraction;
    private final long tableId;
    private final long applied;
    private final @Nullable String appliedEtag;
    private final @Nullable String columns;

    private TableLedger(
            Connection connection, long tableId, long applied, @Nullable String appliedEtag, @Nullable String columns) {
        this.connection = connection;
        this.files = new LiveFiles(connection, tableId);
        this.retraction = new Retraction(connection);
        this.tableId = tableId;
        this.applied = applied;
        this.appliedEtag = appliedEtag;
        this.columns = columns;
    }

    /** Notes that there is such a table, so that its data files are not loaded by themselves. */
    static void register(Connection connection, String bucket, String root) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(REGISTER)) {
            insert.setString(1, bucket);
            insert.setString(2, root);
            insert.executeUpdate();
        }
    }

    /** Takes a table that is registered for this transaction, after whoever has it now. */
    static TableLedger lock(Connection connection, String bucket, String root) throws SQLException {
        return find(connection, FIND + AND_LOCK, bucket, root);
    }

    /** How a table that is registered stands, whoever has it now. */
    static TableLedger look(Connection connection, String bucket, String root) throws SQLException {
        return find(connection, FIND, bucket, root);
    }

    private static TableLedger find(Connection connection, String sql, String bucket, String root) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, bucket);
            query.setString(2, root);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return new TableLedger(
                        connection,
                        row.getLong("table_id"),
                        row.getLong("applied"),
                        row.getString("commit_etag"),
                        row.getString("columns"));
            }
        }
    }

    long tableId() {
        return tableId;
    }

    /** The version that bronze holds; -1 where it holds none. */
    long applied() {
        return applied;
    }

    /** The eTag of that version's commit; null where it had none. */
    @Nullable
    String appliedEtag() {
        return appliedEtag;
    }

    /** Finds out what a version changes, and changes nothing yet. */
    void compare(TableVersion version, DeletionVectors deletions) throws SQLException {
        files.stage(version);
        mark(version.state(), deletions);
    }

    /** The same for a version that was loaded in parts: the files whose rows wait are not to be read any more. */
    void compare(long splitId, TableState state, DeletionVectors deletions) throws SQLException {
        files.stage(splitId);
        mark(state, deletions);
    }

    private void mark(TableState state, DeletionVectors deletions) throws SQLException {
        files.markNew(columns != null && !SchemaChange.keepsRecords(columns, state.schemaJson()));
        files.forEachOtherwiseDeleted(each -> {
            RoaringBitmap deleted = deletions.rows(each.file().deletion());
            boolean cameBack =
                    !RoaringBitmap.andNot(each.deletedBefore(), deleted).isEmpty();
            if (cameBack) {
                files.markRead(each.file().key());
            } else {
                files.noteDeleted(each.file().key(), deleted);
            }
        });
    }

    /** How large the data files are, all together, that are to be read. */
    long bytesToRead() throws SQLException {
        return files.bytesToRead();
    }

    /** The data files that are to be read, in the order of their keys. */
    List<DataFile> toRead() throws SQLException {
        return files.toRead();
    }

    /** Takes out of bronze what is not live in the version any more, and what is read anew; says what comes in. */
    TableChanges change(TableObjects objects) throws SQLException {
        retraction.retireDataFiles(objects, applied < 0);
        long[] retracted = {files.retractGone()};
        long removed = files.forgetGone();
        files.forEachOtherwiseDeleted(each -> {
            redelete(each);
            RoaringBitmap newly = RoaringBitmap.andNot(each.deletedNow(), each.deletedBefore());
            retracted[0] += retraction.retract(each.fileId(), Runs.of(newly, each.firstRow() + 1));
        });
        return new TableChanges(files.toRead(), removed, retracted[0]);
    }

    private void redelete(Redeletion each) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REDELETE)) {
            update.setString(1, each.file().deletionId());
            update.setBytes(2, DeletedRows.bytes(each.deletedNow()));
            update.setLong(3, tableId);
            update.setString(4, each.file().key());
            update.executeUpdate();
        }
    }

    /** Notes that bronze holds the version. */
    void apply(TableState state, @Nullable String etag, long fileId) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(APPLY)) {
            update.setLong(1, state.version());
            update.setString(2, etag);
            update.setString(3, state.metadataId());
            update.setString(4, StorableText.json(state.schemaJson()));
            update.setLong(5, fileId);
            update.setLong(6, tableId);
            update.executeUpdate();
        }
    }

    /** Notes that the records of data files have come in, as those of a commit. */
    void add(long fileId, List<LoadedFile> loaded) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            int waiting = 0;
            for (LoadedFile each : loaded) {
                insert.setLong(1, tableId);
                insert.setString(2, each.file().key());
                insert.setLong(3, each.file().sizeBytes());
                insert.setLong(4, each.file().modified());
                insert.setString(5, each.file().deletionId());
                insert.setBytes(6, DeletedRows.bytes(each.deleted()));
                insert.setLong(7, fileId);
                insert.setLong(8, each.firstRow());
                insert.setLong(9, each.rows());
                insert.addBatch();
                if (++waiting % FILES_AT_ONCE == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
