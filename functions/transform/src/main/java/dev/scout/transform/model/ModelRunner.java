package dev.scout.transform.model;

import dev.scout.ScoutException;
import dev.scout.transform.lake.LakeMarks;
import dev.scout.transform.model.ModelResult.CheckResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Runs models in a transaction that is the caller's. */
public final class ModelRunner {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String NOT_NULL_VIOLATION = "23502";
    private static final String CHECK_VIOLATION = "23514";
    private static final Set<String> VIOLATIONS = Set.of(UNIQUE_VIOLATION, NOT_NULL_VIOLATION, CHECK_VIOLATION);

    private static final Logger LOG = Logger.getLogger(ModelRunner.class);

    private final Connection connection;

    public ModelRunner(Connection connection) {
        this.connection = connection;
    }

    /**
     * Runs a layer's models.
     *
     * @param only names of the permanent models to run; empty for all. What ends with the run is always made, and so are
     *     notes for the next layer
     */
    public List<ModelResult> run(Models models, Set<String> only) throws SQLException {
        List<ModelResult> results = new ArrayList<>();
        for (Model model : models.ordered()) {
            boolean wanted = only.isEmpty() || only.contains(model.name());
            boolean isNote = model.materialization() instanceof Materialization.Append;
            if (wanted || isNote || !model.isPermanent()) {
                ModelResult result = run(model);
                LOG.debugf("model %s: %d rows in %s", result.name(), result.rows(), result.duration());
                if (model.isPermanent()) {
                    results.add(result);
                }
            }
        }
        return results;
    }

    private ModelResult run(Model model) throws SQLException {
        long began = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            long rows = materialize(statement, model);
            List<CheckResult> checks = check(statement, model);
            return new ModelResult(model.name(), rows, Duration.ofNanos(System.nanoTime() - began), checks);
        } catch (PSQLException e) {
            throw translated(model, e);
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
        return how instanceof Materialization.Update update
                ? LakeMarks.update(statement, update.table(), update(model, update))
                : LakeMarks.change(statement, model.name(), insert(table, model));
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

    /** Counts the offending rows among those that were written, in one scan. */
    private static List<CheckResult> check(Statement statement, Model model) throws SQLException {
        if (model.checks().isEmpty()) {
            return List.of();
        }
        String counts = model.checks().stream()
                .map(check -> "count(*) filter (where " + check.offends() + ")")
                .collect(Collectors.joining(", "));
        String scope = model.materialization() instanceof Materialization.Replace replace
                ? " where " + replace.condition()
                : "";
        List<CheckResult> results = new ArrayList<>();
        try (ResultSet row = statement.executeQuery("select " + counts + " from scout." + model.name() + scope)) {
            row.next();
            for (int i = 0; i < model.checks().size(); i++) {
                results.add(new CheckResult(model.checks().get(i).name(), row.getLong(i + 1)));
            }
        }
        for (CheckResult result : results) {
            if (result.failures() > 0) {
                throw new ScoutException(
                        "CHECK_FAILED",
                        false,
                        "The model " + model.name() + " fails its check \"" + result.name() + "\" in "
                                + result.failures() + " rows. Nothing was changed.",
                        null);
            }
        }
        return results;
    }

    private static SQLException translated(Model model, PSQLException e) {
        String state = e.getSQLState();
        if (state == null || !VIOLATIONS.contains(state)) {
            return new SQLException("The model " + model.name() + " failed", state, e);
        }
        throw new ScoutException(
                "CHECK_FAILED",
                false,
                "The model " + model.name() + " breaks " + rule(state) + " (" + constraint(e.getServerErrorMessage())
                        + "). Nothing was changed.",
                e);
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
