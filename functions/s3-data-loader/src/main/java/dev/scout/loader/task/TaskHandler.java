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
     * @param again whether a person asks for it (an invocation, or a message that was redriven), so that it is worth trying what was given up
     * @param run the invocation's id in {@code etl_monitoring}
     * @throws ScoutException where it failed: a message then comes again after a pause, an invocation fails
     * @throws dev.scout.loader.bronze.Parked where it is given up on: a message then becomes a dead letter
     */
    TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline);
}
