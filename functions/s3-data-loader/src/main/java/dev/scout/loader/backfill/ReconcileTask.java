package dev.scout.loader.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.ClaimedPrefixes;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.task.TaskHandler;
import dev.scout.loader.task.TaskResult;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"reconcile":true}}, on a schedule: takes up what stands still, then lists what the pipelines claim against the ledger and loads
 * what no event announced. One at a time: where one is under way, that goes on.
 */
final class ReconcileTask implements TaskHandler {

    static final String NAME = "reconcile";

    private final DataSource dataSource;
    private final Sweeps sweeps;
    private final Standstill standstill;
    private final SweepRunner runner;
    private final SweepReport report;
    private final @Nullable IngestQueue queue;
    private final String lakeBucket;
    private final BackfillSettings settings;
    private final Clock clock;

    ReconcileTask(
            DataSource dataSource,
            Sweeps sweeps,
            Standstill standstill,
            SweepRunner runner,
            SweepReport report,
            @Nullable IngestQueue queue,
            String lakeBucket,
            BackfillSettings settings,
            Clock clock) {
        this.dataSource = dataSource;
        this.sweeps = sweeps;
        this.standstill = standstill;
        this.runner = runner;
        this.report = report;
        this.queue = queue;
        this.lakeBucket = lakeBucket;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline) {
        if (argument.has("continue")) {
            return goOn(argument.get("continue").asLong(), 0, run, deadline);
        }
        long backlog = queue == null ? 0 : queue.backlog();
        long takenUp = standstill.takeUp(backlog, run, deadline);
        List<String> prefixes = ClaimedPrefixes.load(dataSource);
        if (prefixes.isEmpty()) {
            return TaskResult.of(JsonNodeFactory.instance.objectNode().put("taken_up", takenUp));
        }
        Sweep sweep =
                sweeps.beginReconcile(lakeBucket, prefixes, clock.instant().minus(settings.grace(backlog)));
        return goOn(sweep.id(), takenUp, run, deadline);
    }

    private TaskResult goOn(long id, long takenUp, UUID run, Deadline deadline) {
        boolean complete = runner.run(id, NAME, run, deadline);
        ObjectNode details = report.of(id);
        details.put("taken_up", takenUp);
        return new TaskResult(List.of(), details, complete);
    }
}
