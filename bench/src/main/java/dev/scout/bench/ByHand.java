package dev.scout.bench;

import dev.scout.transform.model.Materialization;
import dev.scout.transform.model.Model;
import dev.scout.transform.model.Models;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A layer's models as someone would run them in psql: the same selects in the same order and with the same settings, in one transaction, without
 * checks, marks, savepoints, progress or a run history.
 */
final class ByHand {

    private final Connection connection;

    ByHand(Connection connection) {
        this.connection = connection;
    }

    /**
     * Builds a layer.
     *
     * @param prepare what makes the relations that a run would have made
     * @return seconds, with the commit
     */
    double build(String layer, List<String> prepare) throws SQLException {
        List<Model> models = Models.of(layer).ordered();
        long begin = System.nanoTime();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local work_mem = '64MB'");
            statement.execute("set local temp_buffers = '64MB'");
            statement.execute("set local jit = off");
            statement.execute("set local timezone = 'UTC'");
            for (String sql : prepare) {
                statement.execute(sql);
            }
            for (Model model : models) {
                for (String sql : statements(model)) {
                    statement.execute(sql);
                }
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private List<String> statements(Model model) throws SQLException {
        String table = "scout." + model.name();
        Materialization how = model.materialization();
        if (how instanceof Materialization.View) {
            return List.of("create temporary view " + model.name() + " as " + model.select());
        }
        if (how instanceof Materialization.Temporary) {
            return temporary(model, model.select());
        }
        if (how instanceof Materialization.Clusters) {
            // SQL has no k-means: all are in one cluster.
            return temporary(model, "select point.*, 1 as cluster from (" + model.select() + ") as point");
        }
        if (how instanceof Materialization.Update update) {
            return List.of("update scout." + update.table() + " as target set "
                    + others(model).stream()
                            .map(column -> column + " = changed." + column)
                            .collect(Collectors.joining(", "))
                    + " from (" + model.select() + ") as changed where "
                    + model.key().stream()
                            .map(column -> "target." + column + " = changed." + column)
                            .collect(Collectors.joining(" and ")));
        }
        String insert = "insert into " + table + " " + model.select();
        String count = "analyze " + table;
        if (how instanceof Materialization.Replace replace) {
            return List.of(
                    "delete from " + table + " where " + replace.column() + " in (select " + replace.relationColumn()
                            + " from " + replace.relation() + ")",
                    insert,
                    count);
        }
        if (how instanceof Materialization.All) {
            return List.of("delete from " + table, insert, count);
        }
        if (how instanceof Materialization.Append) {
            return List.of(insert + " on conflict do nothing");
        }
        throw new IllegalStateException("nobody has said how " + model.name() + " is built by hand");
    }

    private static List<String> temporary(Model model, String select) {
        return List.of(
                "create temporary table " + model.name() + " on commit drop as " + select, "analyze " + model.name());
    }

    private List<String> others(Model model) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(model.select())) {
            ResultSetMetaData columns = statement.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i));
            }
            names.removeAll(model.key());
            return names;
        }
    }
}
