package dev.scout.transform.run;

import dev.scout.ScoutException;
import dev.scout.transform.model.Model;
import dev.scout.transform.model.ModelFailure;
import dev.scout.transform.model.ModelResult;
import dev.scout.transform.model.Models;
import dev.scout.transform.run.ModelState.Status;
import dev.scout.transform.run.StageSummary.HeldBack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the models of passes: one that fails keeps its rows, those that read it wait, the others go on; it stops between models when time is short. */
final class PassRunner {

    private final Connection connection;
    private final Models models;
    private final Models byThemselves;
    private final Progress progress;
    private final Gate gate;
    private final Findings findings;
    private final TimeLeft time;
    private final LocalDate today;
    private final Set<String> readAfter;
    /** What can't be read, with the model that is to blame. */
    private final Map<String, String> unavailable;

    private final List<ModelResult> promoted = new ArrayList<>();
    private final List<ModelResult> notes = new ArrayList<>();
    private final List<HeldBack> failed = new ArrayList<>();
    private final List<HeldBack> waiting = new ArrayList<>();
    private final Set<String> unreached = new LinkedHashSet<>();
    private boolean stopped;

    /**
     * @param models in the order that their checks ask for
     * @param byThemselves the same without their checks: what their rows are made of
     * @param readAfter tables that the next stage reads: only what changed of these has to be noted for it
     * @param unavailable what can't be read, with the model that is to blame
     */
    PassRunner(
            StageWork.Context context,
            Models models,
            Models byThemselves,
            Progress progress,
            Gate gate,
            Set<String> readAfter,
            Map<String, String> unavailable) {
        this.connection = context.writing();
        this.models = models;
        this.byThemselves = byThemselves;
        this.progress = progress;
        this.gate = gate;
        this.readAfter = readAfter;
        this.findings = context.findings();
        this.time = context.time();
        this.today = context.today();
        this.unavailable = new LinkedHashMap<>(unavailable);
    }

    /**
     * @param latest the batch up to which marks are taken
     * @param days how many days the pass is for
     */
    void run(Pass pass, long latest, long days) throws SQLException {
        Set<String> needed = pass.needs(models);
        int before = promoted.size();
        List<Model> made = new ArrayList<>();
        for (Model model : models.ordered()) {
            if (!model.isPermanent()) {
                if (needed.contains(model.name()) && make(model)) {
                    made.add(0, model);
                }
            } else if (pass.models().contains(model.name())) {
                promote(model, latest, days);
            }
        }
        if (promoted.subList(before, promoted.size()).stream().anyMatch(result -> readAfter.contains(result.name()))) {
            for (Model model : models.ordered()) {
                if (model.isNote()) {
                    note(model);
                }
            }
        }
        for (Model model : made) {
            gate.drop(model);
        }
    }

    private boolean make(Model model) throws SQLException {
        String cause = causeOf(model);
        if (stopped || cause != null) {
            unavailable.put(model.name(), cause == null ? model.name() : cause);
            return false;
        }
        try {
            runInTime(model);
            return true;
        } catch (ModelFailure e) {
            fail(model, e);
        } catch (SQLException e) {
            stop(e);
            unavailable.put(model.name(), model.name());
        }
        return false;
    }

    /** The next layer has to hear of what a pass changed, else nothing may change; where the pass changed nothing, there is nothing to hear. */
    private void note(Model model) throws SQLException {
        if (causeOf(model) != null) {
            return;
        }
        try {
            notes.add(gate.run(model));
        } catch (ModelFailure e) {
            throw new ScoutException("MODEL_FAILED", false, e.getMessage() + " Nothing was changed.", e);
        }
    }

    private void promote(Model model, long latest, long days) throws SQLException {
        String cause = causeOf(model);
        ModelState before = progress.of(model.name());
        if (!promoted.isEmpty() && time.forModels().compareTo(before.expected(days)) < 0) {
            stopped = true;
        }
        if (stopped) {
            leave(model);
        } else if (cause != null) {
            hold(model, cause);
        } else {
            try {
                ModelResult result = runInTime(model);
                promoted.add(result);
                progress.promote(
                        model.name(),
                        new ModelState(reached(model, latest), Status.PROMOTED, result.duration(), days, today));
                unavailable.remove(model.name());
            } catch (ModelFailure e) {
                fail(model, e);
                progress.holdBack(model.name(), Status.REFUSED, String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                stop(e);
                leave(model);
            }
        }
    }

    /** A model that is built alone stands no further than what it reads; what its checks read besides is no part of its rows. */
    private long reached(Model model, long latest) {
        Set<String> reads = byThemselves.standsOn(model);
        reads.retainAll(models.buildable());
        return reads.isEmpty() ? latest : Math.min(latest, progress.earliestOf(reads));
    }

    private void fail(Model model, ModelFailure failure) {
        String reason = String.valueOf(failure.getMessage());
        failed.add(new HeldBack(model.name(), reason));
        unavailable.put(model.name(), model.name());
        findings.refuse(model.name(), reason);
    }

    private void hold(Model model, String cause) throws SQLException {
        String reason = "The model " + model.name() + " waits for " + cause + ", which is not built.";
        waiting.add(new HeldBack(model.name(), reason));
        unavailable.put(model.name(), cause);
        progress.holdBack(model.name(), Status.WAITING, reason);
    }

    private void leave(Model model) throws SQLException {
        unreached.add(model.name());
        unavailable.put(model.name(), model.name());
        progress.holdBack(model.name(), Status.WAITING, "The time of a run was up before it.");
    }

    /** What runs out of time after others were built is left to the next run; else there is nothing to keep. */
    private void stop(SQLException e) throws SQLException {
        if (promoted.isEmpty() || !StageRunner.isCancelled(e)) {
            throw e;
        }
        stopped = true;
    }

    private @Nullable String causeOf(Model model) {
        return model.reads().stream()
                .map(unavailable::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** A model is cancelled while there is still time to note and commit the others; what is noted of it has all of that time. */
    private ModelResult runInTime(Model model) throws SQLException, ModelFailure {
        limitTime(time.forModels());
        try {
            ModelResult result = gate.run(model, !promoted.isEmpty());
            limitTime(time.left());
            return result;
        } catch (ModelFailure e) {
            limitTime(time.left());
            throw e;
        } catch (SQLException e) {
            if (StageRunner.isCancelled(e)) {
                limitTime(time.left());
            }
            throw e;
        }
    }

    private void limitTime(Duration limit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + Math.min(limit.toMillis(), Integer.MAX_VALUE));
        }
    }

    boolean isStopped() {
        return stopped;
    }

    /** Leaves the models of a pass that is not begun any more. */
    void leave(Pass pass) throws SQLException {
        for (Model model : models.ordered()) {
            if (pass.models().contains(model.name())) {
                leave(model);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param whole whether one that is held back holds back all: days that were named for some models only are not marked
     * @throws ScoutException where nothing was promoted, and something failed
     */
    StageWork.Outcome outcome(long days, boolean whole) {
        if ((promoted.isEmpty() && !failed.isEmpty()) || (whole && !(failed.isEmpty() && waiting.isEmpty()))) {
            String reasons = Stream.concat(failed.stream(), whole ? waiting.stream() : Stream.empty())
                    .map(HeldBack::reason)
                    .collect(Collectors.joining(" "));
            throw new ScoutException("CHECK_FAILED", false, reasons + " Nothing was changed.", null);
        }
        List<ModelResult> results = new ArrayList<>(promoted);
        results.addAll(notes);
        long rows = results.stream().mapToLong(ModelResult::rows).sum();
        return new StageWork.Outcome(
                new StageSummary.Taken(days, rows, 0), results, List.of(), false, failed, waiting, unreached);
    }
}
