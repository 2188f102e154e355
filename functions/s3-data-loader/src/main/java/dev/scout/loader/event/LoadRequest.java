package dev.scout.loader.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an invocation asks for. */
public sealed interface LoadRequest {

    /** Whether a person asks for this, so that it is worth trying what was rejected before. */
    default boolean isDirect() {
        return false;
    }

    /**
     * Load these.
     *
     * @param ignored the names of other events (a test event, a removal), which are nothing to load
     * @param again whether to try what was rejected or parked
     */
    record Objects(List<ObjectEvent> objects, List<String> ignored, boolean again) implements LoadRequest {

        public Objects(List<ObjectEvent> objects, List<String> ignored) {
            this(objects, ignored, false);
        }

        @Override
        public boolean isDirect() {
            return again || objects.stream().allMatch(ObjectEvent::isNamed);
        }
    }

    /**
     * Load whatever lies under a prefix and is not loaded yet.
     *
     * @param bucket null means the lake
     * @param after the last key of an earlier, incomplete answer; null to begin at the beginning
     */
    record Prefix(
            @Nullable String bucket,
            String prefix,
            @Nullable String after) implements LoadRequest {

        @Override
        public boolean isDirect() {
            return true;
        }
    }

    /**
     * Do something else than load objects that it names: an event {@code {"<name>": argument}}.
     *
     * @param name one of {@link EventReader#TASKS}
     */
    record Task(String name, JsonNode argument) implements LoadRequest {

        @Override
        public boolean isDirect() {
            return true;
        }
    }

    /** Messages of a queue, each to be answered for by itself. */
    record Queue(List<Message> messages) implements LoadRequest {}

    /**
     * One message of a queue.
     *
     * @param body not yet read: it may be anything
     * @param receiptHandle names this receipt of the message; empty where the event does not say
     * @param receiveCount how often the message has been received, this time included
     * @param attributes the message attributes that are text, by their names
     */
    record Message(String id, String body, String receiptHandle, int receiveCount, Map<String, String> attributes) {

        public Message {
            attributes = Map.copyOf(attributes);
        }

        /** As received for the first time. */
        public Message(String id, String body) {
            this(id, body, "", 1, Map.of());
        }
    }
}
