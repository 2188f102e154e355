package dev.scout.loader;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Parquet as another engine reads it. */
final class DuckDbRows implements AutoCloseable {

    private final Connection connection;

    DuckDbRows() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'");
        }
    }

    /**
     * The rows of some files, as JSON; bytes in base64.
     *
     * @param files as {@code read_parquet} takes them
     * @param columns more columns, as SQL behind a comma; empty for none
     */
    List<String> rows(String files, String columns) throws SQLException {
        return all(source(files), columns);
    }

    /**
     * The same of some columns, in the order of the file.
     *
     * @param columns as SQL
     */
    List<String> select(List<String> columns, Path file) throws SQLException {
        String select = columns.isEmpty() ? "null as nothing" : String.join(", ", columns);
        return all("(select " + select + " from " + source(file.toString()) + ")", "");
    }

    /** The names of the columns of some files. */
    List<String> columns(String files) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet column = statement.executeQuery("describe select * from " + source(files))) {
            while (column.next()) {
                names.add(column.getString("column_name"));
            }
        }
        return names;
    }

    private static String source(String files) {
        return "read_parquet('" + files.replace("'", "''") + "', hive_partitioning = false)";
    }

    private List<String> all(String source, String columns) throws SQLException {
        List<String> bytes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet column = statement.executeQuery("describe select * from " + source)) {
            while (column.next()) {
                String name = '"' + column.getString("column_name").replace("\"", "\"\"") + '"';
                switch (column.getString("column_type")) {
                    case "BLOB" -> bytes.add("to_base64(" + name + ") as " + name);
                    case "BLOB[]" -> bytes.add("list_transform(" + name + ", lambda b: to_base64(b)) as " + name);
                    default -> {
                        // JSON has it.
                    }
                }
            }
        }
        String all = bytes.isEmpty() ? "*" : "* replace (" + String.join(", ", bytes) + ")";
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select to_json(t) from (select " + all + columns + " from " + source + ") t")) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
