package dev.scout.transform.run;

import dev.scout.transform.lake.LakeReport;
import dev.scout.transform.model.ModelResult;
import dev.scout.transform.quality.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a run of a stage did.
 *
 * @param taken what it took
 * @param models what was built, in the order in which it was
 * @param checks what all checks found, also those of models that were refused
 * @param warnings sentences about what it left out or found odd
 * @param more whether the stage has to run again before the next can, as there was more to do than one run takes
 * @param failed models that were refused: they keep their last good rows
 * @param waiting models that read one of those
 * @param unreached models that the time was too short for: the stage has to run again
 * @param lake what was written to the lake after that
 */
public record StageSummary(
        Stage stage,
        UUID runId,
        Taken taken,
        List<ModelResult> models,
        List<CheckResult> checks,
        List<String> warnings,
        boolean more,
        List<HeldBack> failed,
        List<HeldBack> waiting,
        Set<String> unreached,
        Duration duration,
        LakeReport lake) {

    /** The same, with what became of the lake. */
    StageSummary with(LakeReport report) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(report.warnings());
        return new StageSummary(
                stage, runId, taken, models, checks, all, more, failed, waiting, unreached, duration, report);
    }

    /** @param units files (silver) or days */
    record Taken(long units, long records, long invalid) {}

    /** @param reason a sentence */
    record HeldBack(String name, String reason) {}

    /** Whether its time was up before everything was done. */
    public boolean isOutOfTime() {
        return !unreached.isEmpty();
    }

    /** What failed, for people. */
    String failures() {
        String reasons = failed.stream().map(HeldBack::reason).collect(Collectors.joining(" "));
        String names = waiting.stream().map(HeldBack::name).collect(Collectors.joining(", "));
        return reasons + (names.isEmpty() ? "" : " What reads it waits: " + names + ".")
                + " The other models were built.";
    }
}
