package dev.scout.loader;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest.Task;
import dev.scout.loader.task.TaskHandler;
import dev.scout.loader.task.TaskResult;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tasks that this loader can do. */
final class Tasks {

    private final Map<String, TaskHandler> handlers;

    Tasks(List<TaskHandler> handlers) {
        this.handlers = handlers.stream().collect(Collectors.toMap(TaskHandler::name, Function.identity()));
    }

    /**
     * Does it.
     *
     * @param again whether a person asks for it, so that it is worth trying what was given up
     * @return what to answer to who asks directly
     */
    ObjectNode run(Task task, boolean again, UUID run, Deadline deadline, Summary summary) {
        TaskHandler handler = handlers.get(task.name());
        if (handler == null) {
            throw new ScoutException(
                    EventReader.UNKNOWN_EVENT,
                    false,
                    "This loader can not do the task \"" + task.name() + "\": it lacks what that needs.",
                    null);
        }
        TaskResult result = handler.run(task.argument(), again, run, deadline);
        result.outcomes().forEach(outcome -> summary.add(Loads.logged(outcome)));
        if (!result.complete()) {
            summary.stop(null);
        }
        return result.details();
    }
}
