package dev.scout.transform.run;

import dev.scout.transform.model.Model;
import dev.scout.transform.model.Models;
import dev.scout.transform.quality.Quality;
import dev.scout.transform.run.Marks.MarkTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gold and platinum: each model takes what the layer before marked since it was last built, and builds only those days again. */
final class DaysStage implements StageWork {

    private static final String DAYS_OF_GOLD = """
            select date_key from scout.silver_transactions where is_valid
            union select date_key from scout.scout_gold_transactions
            union select date_key from scout.scout_gold_transaction_items
            union select date_key from scout.scout_gold_substitutions
            union select date_key from scout.gold_txn_daily
            union select date_key from scout.gold_product_mix
            union select date_key from scout.gold_request_behavior
            union select transaction_date from scout.gold_store_daily_summary
            union select week_start from scout.gold_demographics""";
    private static final String DAYS_OF_PLATINUM = """
            select date_key from scout.scout_gold_transactions
            union select date_key from scout.platinum_features_sales_7d
            union select transaction_date from scout.platinum_store_features""";

    private final Stage stage;
    private final List<MarkTable> marks;
    private final String allDays;

    private DaysStage(Stage stage, List<MarkTable> marks, String allDays) {
        this.stage = stage;
        this.marks = marks;
        this.allDays = allDays;
    }

    static DaysStage gold() {
        return new DaysStage(
                Stage.GOLD,
                List.of(
                        new MarkTable("gold_changed_days", "taken_days", "date_key", "silver_run_id"),
                        new MarkTable("gold_changed_products", "taken_products", "sku, attribute", "silver_run_id"),
                        new MarkTable("gold_changed_stores", "taken_stores", "store_id, attribute", "silver_run_id")),
                DAYS_OF_GOLD);
    }

    static DaysStage platinum() {
        return new DaysStage(
                Stage.PLATINUM,
                List.of(new MarkTable("platinum_changed_days", "taken_days", "date_key", "gold_run_id")),
                DAYS_OF_PLATINUM);
    }

    @Override
    public boolean needsOneSnapshot() {
        return true;
    }

    @Override
    public Outcome perform(Context context) throws SQLException {
        Connection connection = context.writing();
        StageRequest request = context.request();
        boolean alone = !request.models().isEmpty();
        Quality quality = Quality.of(connection, context.time()::forModels);
        Models byThemselves = StageModels.of(stage);
        Models models = byThemselves.withChecks(quality.tablesRead());
        Progress progress = Progress.read(connection, stage, context.runId(), settings(context, byThemselves));
        Marks taken = new Marks(connection, marks, allDays);
        if (request.namesDays() && !alone) {
            taken.name(request, context.runId());
        }
        long latest = taken.number(progress.latestOf(models.buildable()));
        List<Pass> passes = Pass.of(models, progress, latest, context.today(), request.models());
        Gate gate = new Gate(connection, quality, context.findings());
        PassRunner runner = new PassRunner(
                context,
                models,
                byThemselves,
                progress,
                gate,
                StageModels.readAfter(stage),
                unavailable(progress, passes));
        long most = 0;
        for (Pass pass : passes) {
            if (runner.isStopped()) {
                runner.leave(pass);
                continue;
            }
            long days = taken.take(pass.after());
            if (request.namesDays() && alone) {
                days = taken.takeNamed(request);
            }
            most = Math.max(most, days);
            runner.run(pass, latest, days);
            taken.giveBack();
        }
        if (!alone && !runner.isStopped()) {
            askWhatWasNotBuilt(models.buildable(), passes, gate);
        }
        Outcome outcome = runner.outcome(most, alone && request.namesDays());
        taken.forget(progress.earliestOf(models.buildable()));
        return outcome;
    }

    private static Map<String, String> settings(Context context, Models models) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Model model : models.ordered()) {
            settings.put(model.name(), context.settings().seenBy(model, models));
        }
        return settings;
    }

    /** What was refused or waits, and is not tried in this run. */
    private static Map<String, String> unavailable(Progress progress, List<Pass> passes) {
        Map<String, String> unavailable = new LinkedHashMap<>();
        for (String model : progress.heldBack()) {
            if (passes.stream().noneMatch(pass -> pass.models().contains(model))) {
                unavailable.put(model, model);
            }
        }
        return unavailable;
    }

    private static void askWhatWasNotBuilt(Set<String> names, List<Pass> passes, Gate gate) throws SQLException {
        for (String name : names) {
            if (passes.stream().noneMatch(pass -> pass.models().contains(name))) {
                gate.askFreshness(name);
            }
        }
    }
}
