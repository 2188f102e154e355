package dev.scout.transform.lake;

import dev.scout.parquet.ColumnType;
import dev.scout.parquet.ParquetColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the database knows of the lake: marks, what is written, how columns are typed. */
final class LakeRegistry {

    /** Newest days first: they are what is asked for, and a table of one as-of day has the new one before the old one goes. */
    private static final String MARKS = """
            select table_name, partition_name, change_id
            from scout.lake_changes
            where table_name = any (?)
            order by partition_name desc, table_name""";

    private static final String COLUMNS = """
            select a.attname, t.typname, c.column_name is not null as is_widened, c.scale
            from pg_catalog.pg_attribute as a
            inner join pg_catalog.pg_type as t on t.oid = a.atttypid
            left join scout.lake_columns as c on c.table_name = ? and c.column_name = a.attname
            where a.attrelid = ('scout.' || quote_ident(?))::regclass and a.attnum > 0 and not a.attisdropped
            order by a.attnum""";

    private static final String CHECKSUM = """
            select checksum from scout.data_lake_registry where layer = ? and table_name = ? and partition_name = ?""";

    private static final String REGISTER = """
            insert into scout.data_lake_registry as r (layer, table_name, partition_name, location, record_count, data_quality_score,
              completeness, checksum, pipeline_name, partition_values)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_build_object('dt', ?::text))
            on conflict (layer, table_name, partition_name) do update
            set location = excluded.location, record_count = excluded.record_count, data_quality_score = excluded.data_quality_score,
              completeness = excluded.completeness, checksum = excluded.checksum, pipeline_name = excluded.pipeline_name,
              partition_values = excluded.partition_values, updated_at = now()""";

    private static final String FORGET = """
            delete from scout.data_lake_registry where layer = ? and table_name = ? and partition_name = ?""";

    private static final String UNMARK = """
            delete from scout.lake_changes where table_name = ? and partition_name = ? and change_id = ?""";

    private static final String WIDEN = """
            insert into scout.lake_columns as c (table_name, column_name, scale) values (?, ?, ?)
            on conflict (table_name, column_name) do update set scale = excluded.scale, widened_at = now()""";

    private static final String MARK_TABLE = """
            insert into scout.lake_changes (table_name, partition_name)
            select table_name, partition_name from scout.data_lake_registry where layer = ? and table_name = ?
            on conflict (table_name, partition_name) do update set change_id = excluded.change_id""";

    private final Connection writing;

    /** @param writing each change is a transaction of its own on it */
    LakeRegistry(Connection writing) {
        this.writing = writing;
    }

    List<Mark> marks(Connection connection, List<String> tables) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(MARKS)) {
            select.setArray(1, connection.createArrayOf("text", tables.toArray()));
            try (ResultSet row = select.executeQuery()) {
                List<Mark> marks = new ArrayList<>();
                while (row.next()) {
                    LakeTable table = Objects.requireNonNull(LakeTables.named(row.getString(1)));
                    marks.add(new Mark(new Partition(table, row.getString(2)), row.getLong(3)));
                }
                return marks;
            }
        }
    }

    List<LakeColumn> columns(String table) throws SQLException {
        try (PreparedStatement select = writing.prepareStatement(COLUMNS)) {
            select.setString(1, table);
            select.setString(2, table);
            try (ResultSet row = select.executeQuery()) {
                List<LakeColumn> columns = new ArrayList<>();
                while (row.next()) {
                    columns.add(column(row));
                }
                writing.commit();
                return columns;
            }
        }
    }

    private static LakeColumn column(ResultSet row) throws SQLException {
        String name = row.getString(1);
        ColumnType known = ColumnType.of(row.getString(2));
        ColumnType type = known == null ? ColumnType.TEXT : known;
        boolean isWidened = row.getBoolean(3);
        int scale = row.getInt(4);
        if (type != ColumnType.NUMERIC) {
            return new LakeColumn(type, new ParquetColumn(name, type, 0));
        }
        if (isWidened && row.wasNull()) {
            return new LakeColumn(type, new ParquetColumn(name, ColumnType.TEXT, 0));
        }
        return new LakeColumn(type, new ParquetColumn(name, type, isWidened ? scale : LakeColumn.LEAST_SCALE));
    }

    /** The hash of the file that is registered; null where there is none. */
    @Nullable
    String checksum(Partition partition) throws SQLException {
        try (PreparedStatement select = writing.prepareStatement(CHECKSUM)) {
            name(select, partition);
            try (ResultSet row = select.executeQuery()) {
                String checksum = row.next() ? row.getString(1) : null;
                writing.commit();
                return checksum;
            }
        }
    }

    /** The partition stands in the lake as the mark wants it. */
    void settle(Mark mark, PartitionFile file, String location) throws SQLException {
        Partition partition = mark.partition();
        try (PreparedStatement register = writing.prepareStatement(REGISTER)) {
            name(register, partition);
            register.setString(4, location);
            register.setLong(5, file.rows());
            register.setBigDecimal(6, file.qualityScore());
            register.setBigDecimal(7, file.completeness());
            register.setString(8, file.file().sha256());
            register.setString(9, partition.table().layer());
            register.setString(10, partition.day());
            register.executeUpdate();
        }
        unmark(mark);
        writing.commit();
    }

    /** The partition has no rows, and nothing of it is in the lake. */
    void remove(Mark mark) throws SQLException {
        try (PreparedStatement forget = writing.prepareStatement(FORGET)) {
            name(forget, mark.partition());
            forget.executeUpdate();
        }
        unmark(mark);
        writing.commit();
    }

    /** A column takes another type, so that all partitions of its table have to be written again; their marks. */
    List<Mark> widen(LakeTable table, Widening widening) throws SQLException {
        try (PreparedStatement widen = writing.prepareStatement(WIDEN);
                PreparedStatement mark = writing.prepareStatement(MARK_TABLE)) {
            widen.setString(1, table.name());
            widen.setString(2, widening.column());
            widen.setObject(3, widening.scale());
            widen.executeUpdate();
            mark.setString(1, table.layer());
            mark.setString(2, table.name());
            mark.executeUpdate();
        }
        List<Mark> marks = marks(writing, List.of(table.name()));
        writing.commit();
        return marks;
    }

    private void unmark(Mark mark) throws SQLException {
        try (PreparedStatement unmark = writing.prepareStatement(UNMARK)) {
            unmark.setString(1, mark.partition().table().name());
            unmark.setString(2, mark.partition().name());
            unmark.setLong(3, mark.changeId());
            unmark.executeUpdate();
        }
    }

    private static void name(PreparedStatement statement, Partition partition) throws SQLException {
        statement.setString(1, partition.table().layer());
        statement.setString(2, partition.table().name());
        statement.setString(3, partition.name());
    }
}
