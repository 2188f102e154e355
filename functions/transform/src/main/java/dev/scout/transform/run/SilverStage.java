package dev.scout.transform.run;

import dev.scout.ScoutException;
import dev.scout.transform.lake.LakeMarks;
import dev.scout.transform.model.Model;
import dev.scout.transform.model.ModelFailure;
import dev.scout.transform.model.ModelResult;
import dev.scout.transform.quality.Quality;
import dev.scout.transform.stage.StagedFile;
import dev.scout.transform.stage.Staging;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Bronze to silver: takes the files that the ledger says are loaded and not taken yet; the ledger, not a clock, says what is new. */
final class SilverStage implements StageWork {

    private static final Logger LOG = Logger.getLogger(SilverStage.class);

    /** Records that one run takes, unless a single file has more: a backlog is worked off in several, each within its time. */
    private static final long MOST_RECORDS = 3_000_000;

    private static final String COUNT = """
            select count(*), count(*) filter (where not is_valid) from winning_transactions""";

    private static final List<String> FORGET = List.of(
            "insert into scout.gold_changed_days select distinct date_key, ?::uuid from scout.silver_transactions where is_valid",
            "delete from scout.silver_substitutions",
            "delete from scout.silver_transaction_items",
            "delete from scout.silver_superseded",
            "delete from scout.silver_superseded_lines",
            "delete from scout.silver_transactions",
            "delete from scout.silver_product_descriptions",
            "delete from scout.silver_store_descriptions",
            "delete from scout.dim_product",
            "delete from scout.dim_store");

    @Override
    public boolean needsOneSnapshot() {
        return false;
    }

    @Override
    public Outcome perform(Context context) throws SQLException {
        Connection writing = context.writing();
        if (context.request().fullRefresh()) {
            LakeMarks.all(writing, Stage.SILVER.label());
            forget(writing, context.runId());
        }
        try (Staging staging = new Staging(context.reading(), writing, context.zone())) {
            return perform(context, staging);
        }
    }

    private static Outcome perform(Context context, Staging staging) throws SQLException {
        boolean all = context.request().fullRefresh();
        Map<String, String> broken = new LinkedHashMap<>();
        List<OfferedFile> taken = new ArrayList<>();
        Offers offers = new Offers(context.reading(), context.writing());
        boolean more = false;
        for (OfferedFile file : offers.offered(all)) {
            if (file.isOrphan()) {
                broken.put(file.file().source(), orphaned(file.file().source()));
                continue;
            }
            if (!all && !taken.isEmpty() && staging.records() + file.file().rows() > MOST_RECORDS) {
                more = true;
                break;
            }
            if (stage(staging, file.file(), broken)) {
                taken.add(file);
            }
        }
        if (all && !broken.isEmpty()) {
            throw new ScoutException(
                    "UNUSABLE_PIPELINE",
                    false,
                    "Silver was not built again, and nothing was changed: " + String.join(" ", broken.values()),
                    null);
        }
        Connection writing = context.writing();
        staging.finish(writing);
        if (taken.stream().anyMatch(file -> file.file().wasKnown())) {
            new Recall(writing, offers, staging, broken).stage();
        }
        LOG.debugf("staged %d files with %d records", taken.size(), staging.records());
        List<ModelResult> models = build(context);
        offers.take(context.runId(), taken);
        List<String> warnings = new ArrayList<>(broken.values());
        warnings.addAll(staging.warnings());
        return new Outcome(
                new StageSummary.Taken(taken.size(), staging.records(), invalid(writing)),
                models,
                warnings,
                more,
                List.of(),
                List.of(),
                Set.of());
    }

    /** All of them or none: they are parts of the same transactions. */
    private static List<ModelResult> build(Context context) throws SQLException {
        Quality quality = Quality.of(context.writing(), context.time()::left);
        Gate gate = new Gate(context.writing(), quality, context.findings());
        List<ModelResult> results = new ArrayList<>();
        try {
            for (Model model : StageModels.of(Stage.SILVER)
                    .withChecks(quality.tablesRead())
                    .ordered()) {
                ModelResult result = gate.run(model);
                if (model.isPermanent()) {
                    results.add(result);
                }
            }
            // Views show what the models have just written: whether that is good can only be told now.
            for (String table : quality.tablesOtherThan(StageModels.buildable())) {
                gate.requireGood(table);
            }
        } catch (ModelFailure e) {
            throw new ScoutException(
                    e.breaksRule() ? "CHECK_FAILED" : "MODEL_FAILED",
                    false,
                    e.getMessage() + " Nothing was changed.",
                    e);
        }
        return results;
    }

    /** Leaves the files of a pipeline whose mapping can't work to a later run, and says so. */
    private static boolean stage(Staging staging, StagedFile file, Map<String, String> broken) throws SQLException {
        if (file.isLoaded() && broken.containsKey(file.source())) {
            return false;
        }
        try {
            staging.add(file);
            return true;
        } catch (IllegalArgumentException e) {
            LOG.warnf("mapping of pipeline %s can't be used: %s", file.source(), e.getMessage());
            broken.put(
                    file.source(),
                    "The files of the pipeline \"" + file.source() + "\" wait until its mapping is corrected: "
                            + e.getMessage());
            return false;
        }
    }

    private static String orphaned(String pipeline) {
        return "The files of the pipeline \"" + pipeline
                + "\" wait until there is a row of that name in scout.etl_pipelines again.";
    }

    private static void forget(Connection connection, UUID run) throws SQLException {
        for (String statement : FORGET) {
            try (PreparedStatement forget = connection.prepareStatement(statement)) {
                if (forget.getParameterMetaData().getParameterCount() > 0) {
                    forget.setObject(1, run);
                }
                forget.executeUpdate();
            }
        }
    }

    private static long invalid(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COUNT)) {
            row.next();
            return row.getLong(2);
        }
    }
}
