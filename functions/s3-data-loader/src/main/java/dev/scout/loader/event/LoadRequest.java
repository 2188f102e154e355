package dev.scout.loader.event;

import java.util.List;
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
     */
    record Objects(List<ObjectEvent> objects, List<String> ignored) implements LoadRequest {

        @Override
        public boolean isDirect() {
            return objects.stream().allMatch(ObjectEvent::isNamed);
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

    /** Messages of a queue, each to be answered for by itself. */
    record Queue(List<Message> messages) implements LoadRequest {}

    /**
     * One message of a queue.
     *
     * @param body not yet read: it may be anything
     */
    record Message(String id, String body) {}
}
