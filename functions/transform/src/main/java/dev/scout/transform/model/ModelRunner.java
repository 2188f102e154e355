package dev.scout.transform.model;

import dev.scout.transform.lake.LakeMarks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Brings the rows of models into being, in a transaction that is the caller's. */
public final class ModelRunner {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String NOT_NULL_VIOLATION = "23502";
    private static final String CHECK_VIOLATION = "23514";
    private static final Set<String> VIOLATIONS = Set.of(UNIQUE_VIOLATION, NOT_NULL_VIOLATION, CHECK_VIOLATION);
    /** Connection, resources, operator, conflicts, time: nothing that the model could help. */
    private static final Set<String> NOT_THE_MODELS = Set.of("08", "53", "57", "40", "25P", "55P");

    /** A table that has fewer new rows is not counted again: no plan goes wrong for so few. */
    private static final int FEWEST_TO_COUNT = 1_000;

    private final Connection connection;

    public ModelRunner(Connection connection) {
        this.connection = connection;
    }

    /**
     * Writes a model's rows.
     *
     * @return how many
     * @throws ModelFailure where the model is to blame; the transaction has to be undone then
     */
    public long run(Model model) throws SQLException, ModelFailure {
        try (Statement statement = connection.createStatement()) {
            return materialize(statement, model);
        } catch (PSQLException e) {
            throw translated(model, e);
        }
    }

    /** Takes away what ends with a pass, so that another pass can make it again. */
    public void drop(Model model) throws SQLException {
        String kind = model.materialization() instanceof Materialization.View ? "view" : "table";
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop " + kind + " if exists pg_temp." + model.name() + " cascade");
        }
    }

    private long materialize(Statement statement, Model model) throws SQLException {
        String table = "scout." + model.name();
        Materialization how = model.materialization();
        if (how instanceof Materialization.Temporary) {
            long rows = statement.executeLargeUpdate(
                    "create temporary table " + model.name() + " on commit drop as " + model.select());
            statement.execute("analyze " + model.name());
            return rows;
        }
        if (how instanceof Materialization.Clusters clusters) {
            return ClusteredRelation.create(statement, model, clusters.most());
        }
        if (how instanceof Materialization.View) {
            statement.execute("create temporary view " + model.name() + " as " + model.select());
            return 0;
        }
        if (how instanceof Materialization.Replace replace) {
            LakeMarks.change(statement, model.name(), "delete from " + table + " where " + replace.condition());
        } else if (how instanceof Materialization.All) {
            LakeMarks.change(statement, model.name(), "delete from " + table);
        }
        if (how instanceof Materialization.Update update) {
            return LakeMarks.update(statement, update.table(), update(model, update));
        }
        long rows = LakeMarks.change(statement, model.name(), insert(table, model));
        if (rows >= FEWEST_TO_COUNT) {
            countAgain(statement, table, rows);
        }
        return rows;
    }

    /**
     * Lets the planner see a table that has much changed, before the next model reads it: autovacuum sees it only after the commit, and a join
     * planned for an empty table does not end in time on a full one.
     */
    private static void countAgain(Statement statement, String table, long changed) throws SQLException {
        boolean much;
        try (ResultSet row = statement.executeQuery(
                "select " + changed + " > reltuples / 10 from pg_class where oid = '" + table + "'::regclass")) {
            much = row.next() && row.getBoolean(1);
        }
        if (much) {
            statement.execute("analyze (skip_locked) " + table);
        }
    }

    private String insert(String table, Model model) throws SQLException {
        String insert = "insert into " + table + " " + model.select();
        if (model.materialization() instanceof Materialization.Append) {
            return insert + " on conflict do nothing";
        }
        if (model.materialization() instanceof Materialization.Merge) {
            String changes = otherColumns(model, "select * from " + table).stream()
                    .map(column -> column + " = excluded." + column)
                    .collect(Collectors.joining(", "));
            return insert + " on conflict (" + String.join(", ", model.key()) + ") do update set " + changes;
        }
        return insert;
    }

    private String update(Model model, Materialization.Update update) throws SQLException {
        String changes = otherColumns(model, model.select()).stream()
                .map(column -> column + " = changed." + column)
                .collect(Collectors.joining(", "));
        String same = model.key().stream()
                .map(column -> "target." + column + " = changed." + column)
                .collect(Collectors.joining(" and "));
        return "update scout." + update.table() + " as target set " + changes + " from (" + model.select()
                + ") as changed where " + same;
    }

    /** The columns of a select that are not in the model's key. */
    private List<String> otherColumns(Model model, String select) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            ResultSetMetaData columns = statement.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                names.add(columns.getColumnName(i));
            }
            names.removeAll(model.key());
            return names;
        }
    }

    private static ModelFailure translated(Model model, PSQLException e) throws SQLException {
        String state = e.getSQLState();
        if (state == null || NOT_THE_MODELS.stream().anyMatch(state::startsWith)) {
            throw new SQLException("The model " + model.name() + " failed", state, e);
        }
        if (VIOLATIONS.contains(state)) {
            return new ModelFailure(
                    "The model " + model.name() + " breaks " + rule(state) + " ("
                            + constraint(e.getServerErrorMessage()) + ").",
                    true,
                    e);
        }
        return new ModelFailure(
                "The model " + model.name() + " failed: " + reason(e) + " (SQLSTATE " + state + ").", false, e);
    }

    private static String reason(PSQLException e) {
        ServerErrorMessage message = e.getServerErrorMessage();
        String reason = message == null ? null : message.getMessage();
        return reason == null ? String.valueOf(e.getMessage()) : reason;
    }

    private static String rule(String state) {
        return switch (state) {
            case UNIQUE_VIOLATION -> "its key: more than one row has the same";
            case NOT_NULL_VIOLATION -> "a column that must not be null";
            default -> "a constraint of its table";
        };
    }

    private static String constraint(@Nullable ServerErrorMessage message) {
        if (message == null) {
            return "unnamed";
        }
        String constraint = message.getConstraint();
        return constraint == null ? String.valueOf(message.getColumn()) : constraint;
    }
}
