package dev.scout.loader.delta;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/**
 * The data files that are live in a version, in a temporary table beside those that bronze holds ({@code scout.delta_files}). Of each it is
 * found out whether bronze keeps its rows, whether they are to be read, or whether they have been read and wait for this transaction.
 */
final class LiveFiles {

    private static final int FILES_AT_ONCE = 1_000;

    private static final String STAGING = """
            create temporary table delta_live (key text collate "C", size_bytes bigint, modified bigint, deletion_id text, rest text,
              waits boolean not null default false, is_read boolean not null default false, deleted_rows bytea) on commit drop""";

    private static final String STAGE = """
            insert into delta_live (key, size_bytes, modified, deletion_id, rest)
            select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])""";

    private static final String STAGE_SPLIT = """
            insert into delta_live (key, size_bytes, modified, deletion_id, rest, waits)
            select key, size_bytes, modified, deletion_id, rest, file_no is not null from scout.delta_split_files where split_id = ?""";

    /** The same data file: a path is not used twice, but a writer that does so writes at another time or another size. */
    private static final String SAME = "l.key = f.key and l.size_bytes = f.size_bytes and l.modified = f.modified";

    private static final String MARK_NEW = """
            update delta_live l set is_read = true
            where not l.waits and (? or not exists (select from scout.delta_files f where f.table_id = ? and %s))""".formatted(SAME);

    private static final String OTHERWISE_DELETED = """
            select f.key, f.file_id, f.first_row, f.deleted_rows as deleted_before, l.size_bytes, l.modified, l.rest, l.deleted_rows
            from scout.delta_files f
            join delta_live l on %s
            where f.table_id = ? and not l.waits and not l.is_read and f.deletion_id is distinct from l.deletion_id
            order by f.key""".formatted(SAME);

    private static final String NOTE_DELETED = "update delta_live set deleted_rows = ? where key = ?";
    private static final String MARK_READ = "update delta_live set is_read = true where key = ?";

    private static final String IS_KEPT =
            "exists (select from delta_live l where " + SAME + " and not l.waits and not l.is_read)";

    /** Files whose records stand side by side are retracted at once. */
    private static final String RETRACT_GONE = """
            with gone as (
              select f.file_id, f.first_row, f.row_count
              from scout.delta_files f
              where f.table_id = ? and f.row_count > 0 and not %s
            ), marked as (
              select gone.*, first_row is distinct from lag(first_row + row_count) over (partition by file_id order by first_row) as begins
              from gone
            ), islands as (
              select marked.*, count(*) filter (where begins) over (partition by file_id order by first_row) as island
              from marked
            ), ranges as (
              select file_id, min(first_row) as first_row, max(first_row + row_count) as last_row
              from islands group by file_id, island
            )
            select coalesce(sum(scout.retract_rows(file_id, first_row + 1, last_row)), 0) from ranges""".formatted(IS_KEPT);

    private static final String FORGET_GONE = "delete from scout.delta_files f where f.table_id = ? and not " + IS_KEPT;

    private static final String READ = """
            select key, size_bytes, modified, rest from delta_live where is_read order by key""";

    private static final String BYTES_TO_READ =
            "select coalesce(sum(size_bytes), 0)::bigint from delta_live where is_read";

    private final Connection connection;
    private final long tableId;

    LiveFiles(Connection connection, long tableId) {
        this.connection = connection;
        this.tableId = tableId;
    }

    void stage(TableVersion version) throws SQLException {
        execute(STAGING);
        List<DataFile> page = new ArrayList<>();
        try {
            version.forEachFile(file -> {
                page.add(file);
                if (page.size() == FILES_AT_ONCE) {
                    stagePage(page);
                }
            });
            stagePage(page);
        } catch (StagingFailed e) {
            throw e.unwrapped();
        }
        execute("analyze delta_live");
    }

    /** Those of a version that is loaded in parts, as they were when it was split. */
    void stage(long splitId) throws SQLException {
        execute(STAGING);
        try (PreparedStatement insert = connection.prepareStatement(STAGE_SPLIT)) {
            insert.setLong(1, splitId);
            insert.executeUpdate();
        }
        execute("analyze delta_live");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void stagePage(List<DataFile> page) {
        try (PreparedStatement insert = connection.prepareStatement(STAGE)) {
            bind(insert, 1, "text", page.stream().map(DataFile::key).toArray());
            bind(insert, 2, "bigint", page.stream().map(DataFile::sizeBytes).toArray());
            bind(insert, 3, "bigint", page.stream().map(DataFile::modified).toArray());
            bind(insert, 4, "text", page.stream().map(DataFile::deletionId).toArray());
            bind(insert, 5, "text", page.stream().map(DataFile::rest).toArray());
            insert.executeUpdate();
            page.clear();
        } catch (SQLException e) {
            throw new StagingFailed(e);
        }
    }

    private void bind(PreparedStatement statement, int at, String type, Object[] values) throws SQLException {
        statement.setArray(at, connection.createArrayOf(type, values));
    }

    /**
     * Marks the files whose rows are to be read: those that bronze holds nothing of.
     *
     * @param all whether any, whatever bronze holds
     */
    void markNew(boolean all) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MARK_NEW)) {
            update.setBoolean(1, all);
            update.setLong(2, tableId);
            update.executeUpdate();
        }
    }

    /** Tells of the files of which bronze keeps the rows, and of which other rows are deleted now. */
    void forEachOtherwiseDeleted(Redeletions target) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OTHERWISE_DELETED)) {
            query.setLong(1, tableId);
            query.setFetchSize(FILES_AT_ONCE);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    target.take(new Redeletion(
                            file(row),
                            row.getLong("file_id"),
                            row.getLong("first_row"),
                            DeletedRows.of(row.getBytes("deleted_before")),
                            DeletedRows.of(row.getBytes("deleted_rows"))));
                }
            }
        }
    }

    /** Notes which rows of a file are deleted now, whose rows bronze keeps. */
    void noteDeleted(String key, RoaringBitmap deleted) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NOTE_DELETED)) {
            update.setBytes(1, DeletedRows.bytes(deleted));
            update.setString(2, key);
            update.executeUpdate();
        }
    }

    /** Marks a file whose rows are to be read, although bronze holds some. */
    void markRead(String key) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MARK_READ)) {
            update.setString(1, key);
            update.executeUpdate();
        }
    }

    /** How large the files are, all together, that are to be read. */
    long bytesToRead() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(BYTES_TO_READ);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Takes the records of what bronze does not keep out of it.
     *
     * @return how many there were
     */
    long retractGone() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(RETRACT_GONE)) {
            query.setLong(1, tableId);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Forgets the files of which that was done, and says how many. */
    long forgetGone() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET_GONE)) {
            delete.setLong(1, tableId);
            return delete.executeLargeUpdate();
        }
    }

    /** The files that are to be read, in the order of their keys. */
    List<DataFile> toRead() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setFetchSize(FILES_AT_ONCE);
            try (ResultSet row = query.executeQuery()) {
                List<DataFile> added = new ArrayList<>();
                while (row.next()) {
                    added.add(file(row));
                }
                return added;
            }
        }
    }

    static DataFile file(ResultSet row) throws SQLException {
        return DataFile.of(
                row.getString("key"), row.getLong("size_bytes"), row.getLong("modified"), row.getString("rest"));
    }

    /**
     * A data file with other deleted rows than before.
     *
     * @param file as it is now
     * @param fileId of the commit whose records its rows are
     * @param deletedNow none until that was noted
     */
    record Redeletion(
            DataFile file, long fileId, long firstRow, RoaringBitmap deletedBefore, RoaringBitmap deletedNow) {}

    @FunctionalInterface
    interface Redeletions {
        void take(Redeletion file) throws SQLException;
    }

    private static final class StagingFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final SQLException failure;

        StagingFailed(SQLException cause) {
            super(cause);
            this.failure = cause;
        }

        SQLException unwrapped() {
            return failure;
        }
    }
}
