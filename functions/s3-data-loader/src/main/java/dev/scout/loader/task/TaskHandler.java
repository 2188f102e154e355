package dev.scout.loader.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import java.util.UUID;

/** Does one kind of task: events and messages {@code {"<name>": argument}}. */
public interface TaskHandler {

    /** One of {@link dev.scout.loader.event.EventReader#TASKS}. */
    String name();

    /**
     * Does it, or as much of it as there is time for.
     *
     * @param run the invocation's id in {@code etl_monitoring}
     * @throws ScoutException where it failed: a message then comes again, an invocation fails
     */
    TaskResult run(JsonNode argument, UUID run, Deadline deadline);
}
