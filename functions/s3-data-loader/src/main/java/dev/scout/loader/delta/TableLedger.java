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

    private static final String LOCK = """
            select table_id, coalesce(version, -1) as applied, commit_etag, columns::text
            from scout.delta_tables
            where bucket = ? and root = ?
            for update""";

    private static final String FORGET = "delete from scout.delta_files where table_id = ? and key = ?";

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
        try (PreparedStatement query = connection.prepareStatement(LOCK)) {
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

    /** The version that bronze holds; -1 where it holds none. */
    long applied() {
        return applied;
    }

    /** The eTag of that version's commit; null where it had none. */
    @Nullable
    String appliedEtag() {
        return appliedEtag;
    }

    /** Takes out of bronze what is not live in the version any more, and says what comes in. */
    TableChanges changeTo(TableVersion version) throws SQLException {
        files.stage(version);
        retraction.retireDataFiles(version.objects(), applied < 0);
        boolean anew = columns != null && !SchemaChange.keepsRecords(columns, version.schemaJson());
        long retracted = files.retractGone(anew);
        long removed = files.forgetGone(anew);
        for (Redeletion each : files.otherwiseDeleted()) {
            retracted += redelete(each, version.deletedRows(each.file().deletion()));
        }
        return new TableChanges(files.added(), removed, retracted);
    }

    /** Retracts the rows that are deleted by now; a file of which rows came back is read anew. */
    private long redelete(Redeletion file, RoaringBitmap deleted) throws SQLException {
        if (!RoaringBitmap.andNot(file.deletedBefore(), deleted).isEmpty()) {
            forget(file.file().key());
            return file.rows() == 0
                    ? 0
                    : retraction.retract(
                            file.fileId(), List.of(new Runs.Run(file.firstRow() + 1, file.firstRow() + file.rows())));
        }
        note(file.file(), deleted);
        RoaringBitmap newly = RoaringBitmap.andNot(deleted, file.deletedBefore());
        return retraction.retract(file.fileId(), Runs.of(newly, file.firstRow() + 1));
    }

    private void note(DataFile file, RoaringBitmap deleted) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REDELETE)) {
            update.setString(1, file.deletionId());
            update.setBytes(2, DeletedRows.bytes(deleted));
            update.setLong(3, tableId);
            update.setString(4, file.key());
            update.executeUpdate();
        }
    }

    private void forget(String key) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, tableId);
            delete.setString(2, key);
            delete.executeUpdate();
        }
    }

    /** Notes that bronze holds the version. */
    void apply(TableVersion version, @Nullable String etag, long fileId, List<LoadedFile> loaded) throws SQLException {
        add(fileId, loaded);
        try (PreparedStatement update = connection.prepareStatement(APPLY)) {
            update.setLong(1, version.version());
            update.setString(2, etag);
            update.setString(3, version.tableId());
            update.setString(4, StorableText.json(version.schemaJson()));
            update.setLong(5, fileId);
            update.setLong(6, tableId);
            update.executeUpdate();
        }
    }

    private void add(long fileId, List<LoadedFile> loaded) throws SQLException {
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
