package dev.scout.loader.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.event.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Goes on to divide a file that is too large for one invocation into parts, and settles it if all of them are loaded:
 * {@code {"plan":{"file_id":7}}}.
 */
public final class PlanTask implements TaskHandler {

    private final FileLoader files;

    public PlanTask(FileLoader files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline) {
        Optional<LoadOutcome> outcome = files.open(run, again).goOn(PartTask.number(argument, "file_id"), deadline);
        return TaskResult.of(outcome.map(List::of).orElse(List.of()));
    }
}
