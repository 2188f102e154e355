package dev.scout.transform.run;

import dev.scout.transform.model.ModelResult;
import dev.scout.transform.run.StageSummary.HeldBack;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What a stage does inside its transaction. */
interface StageWork {

    /** Whether every statement must see one moment of the tables of the layer before. */
    boolean needsOneSnapshot();

    Outcome perform(Context context) throws SQLException;

    /**
     * @param writing connection of the stage's transaction
     * @param reading connection of a transaction that only reads
     * @param today the current local day
     * @param settings what models may know of the configuration
     * @param findings where it notes what checks found, whatever becomes of the transaction
     */
    record Context(
            Connection writing,
            Connection reading,
            UUID runId,
            LocalDate today,
            ZoneId zone,
            ModelSettings settings,
            StageRequest request,
            TimeLeft time,
            Findings findings) {}

    /**
     * What came of it.
     *
     * @param more whether there is more to do than one run takes
     * @param unreached models that the time was too short for
     */
    record Outcome(
            StageSummary.Taken taken,
            List<ModelResult> models,
            List<String> warnings,
            boolean more,
            List<HeldBack> failed,
            List<HeldBack> waiting,
            Set<String> unreached) {}
}
