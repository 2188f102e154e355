package dev.scout.transform.lake;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * Marks, in the transaction that changes a table, the partitions of the lake that are not as the table is any more. Whatever runs models
 * changes tables through here, so that no model's author has to think of it.
 */
public final class LakeMarks {

    private static final String AGAIN =
            " on conflict (table_name, partition_name) do update set change_id = excluded.change_id, changed_at = excluded.changed_at";
    private static final String INSERT = "insert into scout.lake_changes (table_name, partition_name) ";

    private LakeMarks() {}

    /**
     * Executes an insert into a table or a delete from it.
     *
     * @return the number of rows
     */
    public static long change(Statement statement, String table, String sql) throws SQLException {
        LakeTable lake = LakeTables.named(table);
        if (lake == null) {
            return statement.executeLargeUpdate(sql);
        }
        if (lake.changedDays() == null || !(lake.partitioning() instanceof Partitioning.Own own)) {
            return marked(statement, lake, sql, "");
        }
        long rows = statement.executeLargeUpdate(sql);
        mark(statement, lake, withRows(lake, own.column(), lake.changedDays()));
        return rows;
    }

    /** Those of some days that a reader of the lake finds something of, or should: many of the days that a window reaches have no rows. */
    private static String withRows(LakeTable table, String column, String days) {
        return "select d.day from (" + days + ") as d (day) where exists (select from scout." + table.name()
                + " as t where t." + column
                + " = d.day) or exists (select from scout.data_lake_registry as r where r.layer = '"
                + table.layer() + "' and r.table_name = '" + table.name()
                + "' and r.partition_name = 'dt=' || to_char(d.day, 'YYYY-MM-DD'))";
    }

    /**
     * Executes an update of a table, called {@code target} in it, that leaves the day of its rows as it is.
     *
     * @return the number of rows
     */
    public static long update(Statement statement, String table, String sql) throws SQLException {
        LakeTable lake = LakeTables.named(table);
        return lake == null ? statement.executeLargeUpdate(sql) : marked(statement, lake, sql, "target.");
    }

    /** Tables whose rows go where other rows go follow those: to be called when all models have run. */
    public static void follow(Connection connection, String layer) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (LakeTable table : LakeTables.of(layer)) {
                if (table.partitioning() instanceof Partitioning.Through through) {
                    statement.executeUpdate(INSERT + "select '" + table.name()
                            + "', partition_name from scout.lake_changes where table_name = '" + through.parent() + "'"
                            + AGAIN);
                }
            }
        }
    }

    /** Marks all that the lake has of a layer: to be called before its tables are emptied in any other way. */
    public static void all(Connection connection, String layer) throws SQLException {
        String tables = LakeTables.of(layer).stream()
                .map(table -> "'" + table.name() + "'")
                .collect(Collectors.joining(", "));
        if (!tables.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(INSERT
                        + "select table_name, partition_name from scout.data_lake_registry where layer = '" + layer
                        + "' and table_name in (" + tables + ")" + AGAIN);
            }
        }
    }

    private static long marked(Statement statement, LakeTable table, String sql, String qualifier) throws SQLException {
        if (table.partitioning() instanceof Partitioning.Own own) {
            // Counted by day first: there may be millions of rows, and hardly a thousand days.
            String marking =
                    "with changed as (" + sql + "\n returning " + qualifier + own.column() + " as day), days as ("
                            + "select day, count(*) as day_rows from changed group by day), marked as ("
                            + marks(table, "select day from days") + ") select coalesce(sum(day_rows), 0) from days";
            try (ResultSet row = statement.executeQuery(marking)) {
                row.next();
                return row.getLong(1);
            }
        }
        long rows = statement.executeLargeUpdate(sql);
        if (rows > 0 && table.partitioning() instanceof Partitioning.Undated) {
            mark(statement, table, "select null::date");
        }
        return rows;
    }

    private static void mark(Statement statement, LakeTable table, String days) throws SQLException {
        statement.executeUpdate(marks(table, days));
    }

    private static String marks(LakeTable table, String days) {
        return INSERT + "select distinct '" + table.name() + "', coalesce('dt=' || to_char(days.day, 'YYYY-MM-DD'), '"
                + Partition.UNDATED + "') from (" + days + ") as days (day)" + AGAIN;
    }
}
