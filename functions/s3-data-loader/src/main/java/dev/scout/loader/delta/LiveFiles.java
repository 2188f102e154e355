package dev.scout.loader.delta;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** The data files that are live in a version, in a temporary table beside those that bronze holds ({@code scout.delta_files}). */
final class LiveFiles {

    private static final int FILES_AT_ONCE = 1_000;

    private static final String STAGING = """
            create temporary table delta_live (key text collate "C", size_bytes bigint, modified bigint, deletion_id text, rest text) on commit drop""";

    private static final String STAGE = """
            insert into delta_live select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])""";

    /** The same data file: a path is not used twice, but a writer that does so writes at another time or another size. */
    private static final String IS_LIVE =
            "exists (select from delta_live l where l.key = f.key and l.size_bytes = f.size_bytes and l.modified = f.modified)";

    /** Files whose records stand side by side are retracted at once. */
    private static final String RETRACT_GONE = """
            with gone as (
              select f.file_id, f.first_row, f.row_count
              from scout.delta_files f
              where f.table_id = ? and f.row_count > 0 and (? or not %s)
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
            select coalesce(sum(scout.retract_rows(file_id, first_row + 1, last_row)), 0) from ranges""".formatted(IS_LIVE);

    private static final String FORGET_GONE =
            "delete from scout.delta_files f where f.table_id = ? and (? or not " + IS_LIVE + ")";

    private static final String OTHERWISE_DELETED = """
            select f.key, f.file_id, f.first_row, f.row_count, f.deleted_rows, l.size_bytes, l.modified, l.rest
            from scout.delta_files f
            join delta_live l on l.key = f.key and l.size_bytes = f.size_bytes and l.modified = f.modified
            where f.table_id = ? and f.deletion_id is distinct from l.deletion_id
            order by f.key""";

    private static final String ADDED = """
            select l.key, l.size_bytes, l.modified, l.rest
            from delta_live l
            where not exists (select from scout.delta_files f where f.table_id = ? and f.key = l.key)
            order by l.key""";

    private final Connection connection;
    private final long tableId;

    LiveFiles(Connection connection, long tableId) {
        this.connection = connection;
        this.tableId = tableId;
    }

    void stage(TableVersion version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(STAGING);
        }
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
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze delta_live");
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
     * Takes the records of what is not live any more out of bronze.
     *
     * @param all whether of whatever bronze holds
     * @return how many there were
     */
    long retractGone(boolean all) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(RETRACT_GONE)) {
            query.setLong(1, tableId);
            query.setBoolean(2, all);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Forgets the files of which that was done, and says how many. */
    long forgetGone(boolean all) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET_GONE)) {
            delete.setLong(1, tableId);
            delete.setBoolean(2, all);
            return delete.executeLargeUpdate();
        }
    }

    /** The files that are there before and after, with other rows deleted. */
    List<Redeletion> otherwiseDeleted() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OTHERWISE_DELETED)) {
            query.setLong(1, tableId);
            try (ResultSet row = query.executeQuery()) {
                List<Redeletion> found = new ArrayList<>();
                while (row.next()) {
                    found.add(new Redeletion(
                            file(row),
                            row.getLong("file_id"),
                            row.getLong("first_row"),
                            row.getLong("row_count"),
                            DeletedRows.of(row.getBytes("deleted_rows"))));
                }
                return found;
            }
        }
    }

    /** The files that bronze holds nothing of. */
    List<DataFile> added() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ADDED)) {
            query.setLong(1, tableId);
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

    private static DataFile file(ResultSet row) throws SQLException {
        return DataFile.of(
                row.getString("key"), row.getLong("size_bytes"), row.getLong("modified"), row.getString("rest"));
    }

    /**
     * A data file with other deleted rows than before.
     *
     * @param file as it is now
     * @param fileId of the commit whose records its rows are
     */
    record Redeletion(DataFile file, long fileId, long firstRow, long rows, RoaringBitmap deletedBefore) {}

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
