package dev.scout.transform.run;

import dev.scout.transform.model.Model;
import dev.scout.transform.model.ModelFailure;
import dev.scout.transform.model.ModelResult;
import dev.scout.transform.model.ModelRunner;
import dev.scout.transform.quality.CheckResult;
import dev.scout.transform.quality.Quality;
import dev.scout.transform.quality.WrittenRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Runs a model and asks its checks: what breaks is undone, so that its last good rows stay in force. */
final class Gate {

    private static final Logger LOG = Logger.getLogger(Gate.class);

    private final Connection connection;
    private final ModelRunner runner;
    private final Quality quality;
    private final Findings findings;

    Gate(Connection connection, Quality quality, Findings findings) {
        this.connection = connection;
        this.runner = new ModelRunner(connection);
        this.quality = quality;
        this.findings = findings;
    }

    /** Runs a model that has to be built in this run. */
    ModelResult run(Model model) throws SQLException, ModelFailure {
        return run(model, false);
    }

    /**
     * @param canBeLeft whether it can be left to a later run where the time is up
     * @throws ModelFailure where its rows can't be shown; nothing of it is left in the transaction then
     */
    ModelResult run(Model model, boolean canBeLeft) throws SQLException, ModelFailure {
        long began = System.nanoTime();
        Savepoint before = connection.setSavepoint();
        try {
            long rows = runner.run(model);
            List<CheckResult> checks = ask(model, canBeLeft);
            connection.releaseSavepoint(before);
            Duration duration = Duration.ofNanos(System.nanoTime() - began);
            LOG.debugf("model %s: %d rows in %s", model.name(), rows, duration);
            return new ModelResult(model.name(), rows, duration, checks);
        } catch (ModelFailure e) {
            connection.rollback(before);
            throw e;
        } catch (SQLException e) {
            if (StageRunner.isCancelled(e)) {
                connection.rollback(before);
            }
            throw e;
        }
    }

    /** Takes away what ends with a pass. */
    void drop(Model model) throws SQLException {
        runner.drop(model);
    }

    /** Asks the checks of a table that no model writes. */
    void requireGood(String table) throws SQLException, ModelFailure {
        refuse("The table " + table, quality.ask(WrittenRows.all(table), List.of(), false));
    }

    /** Asks what can fail without anything having been written; it is only reported. */
    void askFreshness(String table) throws SQLException {
        findings.add(quality.askFreshness(table));
    }

    private List<CheckResult> ask(Model model, boolean canBeLeft) throws SQLException, ModelFailure {
        WrittenRows written = model.isPermanent() && !model.isNote() ? model.written() : null;
        return written == null
                ? List.of()
                : refuse("The model " + model.name(), quality.ask(written, model.checks(), canBeLeft));
    }

    private List<CheckResult> refuse(String what, List<CheckResult> results) throws ModelFailure {
        findings.add(results);
        for (CheckResult result : results) {
            if (result.refuses()) {
                throw new ModelFailure(what + " fails its check \"" + result.name() + "\"" + extent(result) + ".");
            }
        }
        return results;
    }

    private static String extent(CheckResult result) {
        Long failures = result.failures();
        if (failures == null) {
            return ", which can't be asked: "
                    + String.valueOf(result.message()).replaceAll("^It can't be asked: |\\.$", "");
        }
        return " in " + failures + (failures == 1 ? " row" : " rows");
    }
}
