package dev.scout.loader.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an invocation asks for. */
public sealed interface LoadRequest {

    /**
     * Load these.
     *
     * @param ignored how many other things the event told of (a test event, a removal), which are nothing to load
     */
    record Objects(List<ObjectEvent> objects, int ignored) implements LoadRequest {}

    /**
     * Load whatever lies under a prefix and is not loaded yet.
     *
     * @param bucket null means the lake
     * @param after the last key of an earlier, incomplete answer; null to begin at the beginning
     */
    record Prefix(
            @Nullable String bucket,
            String prefix,
            @Nullable String after) implements LoadRequest {}

    /** Messages of a queue, each to be answered for by itself. */
    record Queue(List<Message> messages) implements LoadRequest {}

    /**
     * One message of a queue.
     *
     * @param body not yet read: it may be anything
     */
    record Message(String id, String body) {}
}
