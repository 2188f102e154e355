package dev.scout.loader.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import dev.scout.loader.bronze.FileLoader;
import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.event.Deadline;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Loads one part of a file that is too large for one invocation: {@code {"part":{"file_id":7,"part_no":2}}}. Comes again, out of order or for
 * a file that is settled, it does nothing.
 */
public final class PartTask implements TaskHandler {

    private final FileLoader files;

    public PartTask(FileLoader files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "part";
    }

    @Override
    public TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline) {
        Optional<LoadOutcome> outcome =
                files.open(run, again).part(number(argument, "file_id"), (int) number(argument, "part_no"), deadline);
        return TaskResult.of(outcome.map(List::of).orElse(List.of()));
    }

    /** A member of a task's argument that must be there. */
    static long number(JsonNode argument, String name) {
        if (!argument.path(name).canConvertToLong()) {
            throw new ScoutException("UNKNOWN_EVENT", false, "A part or plan message lacks \"" + name + "\".", null);
        }
        return argument.path(name).longValue();
    }
}
