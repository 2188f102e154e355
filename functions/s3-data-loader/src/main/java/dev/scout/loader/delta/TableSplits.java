package dev.scout.loader.delta;

import dev.scout.StorableText;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Stretch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code scout.delta_splits}, {@code scout.delta_split_files}: the versions of tables that are being loaded in parts, and their files. */
final class TableSplits {

    /** One at which nothing was done for longer than an invocation can last is not waited for. */
    private static final String IS_GETTING_ON = """
            select exists (
              select from scout.delta_splits d
              join scout.ingest_splits s on s.split_id = d.split_id
              join scout.ingest_files f on f.file_id = s.file_id
              where d.table_id = ? and s.file_id <> ? and s.settled_at is null and f.status = 'loading' and f.parked_at is null
                and greatest(s.progressed_at, (select max(p.loaded_at) from scout.ingest_parts p where p.split_id = s.split_id))
                  > clock_timestamp() - interval '30 minutes')""";

    private static final String WRITE = """
            insert into scout.delta_splits (split_id, table_id, version, metadata_id, columns, column_mapping, partition_columns)
            values (?, ?, ?, ?, ?::jsonb, ?, ?)""";

    /** All that are live; those that are read get their numbers. */
    private static final String WRITE_FILES = """
            insert into scout.delta_split_files (split_id, key, size_bytes, modified, deletion_id, rest, file_no)
            select ?, key, size_bytes, modified, deletion_id, rest,
              case when is_read then row_number() over (partition by is_read order by key) - 1 end
            from delta_live""";

    private static final String FIND = """
            select version, metadata_id, columns::text, column_mapping, partition_columns from scout.delta_splits where split_id = ?""";

    private static final String FILES = """
            select key, size_bytes, modified, rest, file_no, etag, first_row, row_count, deleted_rows
            from scout.delta_split_files
            where split_id = ? and file_no >= ? and (?::bigint is null or file_no <= ?)
            order by file_no
            limit ?""";

    private static final String NOTE_COUNTED = """
            update scout.delta_split_files set etag = ?, first_row = ?, row_count = ?, deleted_rows = ?
            where split_id = ? and file_no = ? and coalesce(etag, ?) = ?""";

    private static final String EXTEND = """
            with more as (
              update scout.delta_split_files f
              set file_no = n.no - 1 + (select count(file_no) from scout.delta_split_files where split_id = ?)
              from unnest(?::text[]) with ordinality as n (key, no)
              where f.split_id = ? and f.key = n.key
            )
            update scout.ingest_splits s
            set is_surveyed = false, progressed_at = clock_timestamp(),
              (surveyed_records, surveyed_line, surveyed_at) = (
                select coalesce(max(first_row + row_count), 0), 0, count(file_no) from scout.delta_split_files where split_id = ?)
            where s.split_id = ?""";

    private static final String SETTLE = """
            insert into scout.delta_files (table_id, key, size_bytes, modified, deletion_id, deleted_rows, file_id, first_row, row_count)
            select d.table_id, f.key, f.size_bytes, f.modified, f.deletion_id, f.deleted_rows, ?, f.first_row, f.row_count
            from scout.delta_splits d join scout.delta_split_files f on f.split_id = d.split_id
            where d.split_id = ? and f.file_no is not null""";

    private static final String FORGET = "delete from scout.delta_splits where split_id = ?";

    private final Connection connection;

    TableSplits(Connection connection) {
        this.connection = connection;
    }

    /** Whether another version of the table is being loaded in parts, and gets on. */
    boolean isAnotherGettingOn(long tableId, long fileId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(IS_GETTING_ON)) {
            query.setLong(1, tableId);
            query.setLong(2, fileId);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** Writes down a version whose live files are staged and marked. */
    void write(long splitId, long tableId, TableState state) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(WRITE)) {
            insert.setLong(1, splitId);
            insert.setLong(2, tableId);
            insert.setLong(3, state.version());
            insert.setString(4, state.metadataId());
            insert.setString(5, StorableText.json(state.schemaJson()));
            insert.setString(6, state.columnMapping());
            insert.setArray(
                    7, connection.createArrayOf("text", state.partitionColumns().toArray()));
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement(WRITE_FILES)) {
            insert.setLong(1, splitId);
            insert.executeUpdate();
        }
    }

    /** What the table is in the version; null where it is not being loaded in parts (any more). */
    @Nullable
    TableState find(long splitId) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setLong(1, splitId);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? new TableState(
                                row.getLong("version"),
                                row.getString("metadata_id"),
                                row.getString("columns"),
                                row.getString("column_mapping"),
                                Arrays.asList((String[])
                                        row.getArray("partition_columns").getArray()))
                        : null;
            }
        }
    }

    /** The next files that are read, from a number on. */
    List<NumberedFile> filesFrom(long splitId, long no, int most) throws SQLException {
        return files(splitId, no, null, most);
    }

    /** The files that a stretch reaches into, which have been counted. That before which it ends need not have been. */
    List<CountedFile> filesOf(long splitId, Stretch stretch) throws SQLException {
        Place to = stretch.to();
        return files(splitId, stretch.from().at(), to == null ? null : to.at(), Integer.MAX_VALUE).stream()
                .filter(file -> file.counted() != null || to == null || file.no() != to.at())
                .map(NumberedFile::whenCounted)
                .toList();
    }

    private List<NumberedFile> files(long splitId, long from, @Nullable Long to, int most) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FILES)) {
            query.setLong(1, splitId);
            query.setLong(2, from);
            query.setObject(3, to, Types.BIGINT);
            query.setObject(4, to, Types.BIGINT);
            query.setInt(5, most);
            try (ResultSet row = query.executeQuery()) {
                List<NumberedFile> files = new ArrayList<>();
                while (row.next()) {
                    files.add(file(row));
                }
                return files;
            }
        }
    }

    private static NumberedFile file(ResultSet row) throws SQLException {
        DataFile file = LiveFiles.file(row);
        int no = row.getInt("file_no");
        String etag = row.getString("etag");
        return new NumberedFile(
                no,
                file,
                etag == null
                        ? null
                        : new CountedFile(
                                no,
                                file,
                                etag,
                                row.getLong("first_row"),
                                row.getLong("row_count"),
                                DeletedRows.of(row.getBytes("deleted_rows"))));
    }

    /** Notes how many rows a file has; false where other content of it was counted before. */
    boolean noteCounted(long splitId, CountedFile file) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NOTE_COUNTED)) {
            update.setString(1, file.etag());
            update.setLong(2, file.firstRow());
            update.setLong(3, file.rows());
            update.setBytes(4, DeletedRows.bytes(file.deleted()));
            update.setLong(5, splitId);
            update.setInt(6, file.no());
            update.setString(7, file.etag());
            update.setString(8, file.etag());
            return update.executeUpdate() == 1;
        }
    }

    /** Has more files read, behind all others. */
    void extend(long splitId, List<DataFile> more) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(EXTEND)) {
            update.setLong(1, splitId);
            update.setArray(
                    2,
                    connection.createArrayOf(
                            "text", more.stream().map(DataFile::key).toArray()));
            update.setLong(3, splitId);
            update.setLong(4, splitId);
            update.setLong(5, splitId);
            update.executeUpdate();
        }
    }

    /**
     * Notes that the records of all files that were read have come in, as those of a commit.
     *
     * @return how many files that were
     */
    long settle(long splitId, long fileId) throws SQLException {
        long files;
        try (PreparedStatement insert = connection.prepareStatement(SETTLE)) {
            insert.setLong(1, fileId);
            insert.setLong(2, splitId);
            files = insert.executeLargeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, splitId);
            delete.executeUpdate();
        }
        return files;
    }

    /** A file with its number among those that are read; not counted yet where that is null. */
    record NumberedFile(int no, DataFile file, @Nullable CountedFile counted) {

        private CountedFile whenCounted() {
            if (counted == null) {
                throw new IllegalStateException("A part reaches only into files that were counted");
            }
            return counted;
        }
    }
}
