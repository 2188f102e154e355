package dev.scout.transform.run;

import dev.scout.transform.lake.LakeReport;
import dev.scout.transform.model.ModelResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What a run of a stage did.
 *
 * @param taken what it worked on: files and records of silver, days of gold and platinum
 * @param warnings sentences about what it left out or found odd
 * @param more whether the stage has to run again before the next can, as there was more to do than one run takes
 * @param lake what was written to the lake after that
 */
public record StageSummary(
        Stage stage,
        UUID runId,
        Taken taken,
        List<ModelResult> models,
        List<String> warnings,
        boolean more,
        Duration duration,
        LakeReport lake) {

    /** The same, with what became of the lake. */
    StageSummary with(LakeReport report) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(report.warnings());
        return new StageSummary(stage, runId, taken, models, all, more, duration, report);
    }

    /** @param units files (silver) or days */
    record Taken(long units, long records, long invalid) {}
}
