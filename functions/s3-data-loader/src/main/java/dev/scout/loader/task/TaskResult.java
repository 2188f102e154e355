package dev.scout.loader.task;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.LoadOutcome;
import java.util.List;

/**
 * What a task did.
 *
 * @param outcomes of the objects that it settled, if any
 * @param details members of the answer to who asked directly; they come beside the summary's own
 * @param complete false where the time was up and nobody has been asked to go on: the message then comes again
 */
public record TaskResult(List<LoadOutcome> outcomes, ObjectNode details, boolean complete) {

    public TaskResult {
        outcomes = List.copyOf(outcomes);
    }

    /** Done, with something to say. */
    public static TaskResult of(ObjectNode details) {
        return new TaskResult(List.of(), details, true);
    }

    /** Done: these objects were settled. */
    public static TaskResult of(List<LoadOutcome> outcomes) {
        return new TaskResult(outcomes, JsonNodeFactory.instance.objectNode(), true);
    }
}
