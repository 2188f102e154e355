package dev.scout.transform.model;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A temporary table of the rows of a model's select with one more column, {@code cluster}: what follows the key are the features. */
final class ClusteredRelation {

    private ClusteredRelation() {}

    /** Makes the table and returns how many rows it has. */
    static long create(Statement statement, Model model, int most) throws SQLException {
        String key = String.join(", ", model.key());
        int[] clusters = Clustering.of(features(statement, model, key), most);
        // Read again in the same order: the key says which row is which.
        long rows = statement.executeLargeUpdate("create temporary table " + model.name()
                + " on commit drop as select point.*, (" + array(clusters) + ")[row_number() over (order by " + key
                + ")] as cluster from (" + model.select() + ") as point");
        statement.execute("analyze " + model.name());
        return rows;
    }

    private static double[][] features(Statement statement, Model model, String key) throws SQLException {
        List<double[]> rows = new ArrayList<>();
        try (ResultSet row =
                statement.executeQuery("select * from (" + model.select() + ") as point order by " + key)) {
            int keyColumns = model.key().size();
            int features = row.getMetaData().getColumnCount() - keyColumns;
            while (row.next()) {
                double[] values = new double[features];
                for (int i = 0; i < features; i++) {
                    double value = row.getDouble(keyColumns + i + 1);
                    values[i] = row.wasNull() ? Double.NaN : value;
                }
                rows.add(values);
            }
        }
        return rows.toArray(double[][]::new);
    }

    private static String array(int[] numbers) {
        return "array" + Arrays.toString(numbers) + "::integer[]";
    }
}
