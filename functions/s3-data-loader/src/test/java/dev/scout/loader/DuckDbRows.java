package dev.scout.loader;

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
    }

    /**
     * The rows of some files, as JSON; bytes in base64.
     *
     * @param files as {@code read_parquet} takes them
     * @param columns more columns, as SQL behind a comma; empty for none
     */
    List<String> rows(String files, String columns) throws SQLException {
        String source = "read_parquet('" + files.replace("'", "''") + "', hive_partitioning = false)";
        List<String> bytes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet column = statement.executeQuery("describe select * from " + source)) {
            while (column.next()) {
                String name = '"' + column.getString("column_name").replace("\"", "\"\"") + '"';
                switch (column.getString("column_type")) {
                    case "BLOB" -> bytes.add("to_base64(" + name + ") as " + name);
                    case "BLOB[]" -> bytes.add("list_transform(" + name + ", b -> to_base64(b)) as " + name);
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
