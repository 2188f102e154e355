package dev.scout.local.queue;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as one receive hands it out.
 *
 * @param receiptHandle names this receive; an older one no longer counts
 * @param attributes the sender's own, by name
 * @param receiveCount how often it has been handed out, this time included
 * @param movedFrom ARN of the queue that gave it up to this dead-letter queue; null where it was sent here
 */
public record Message(
        String messageId,
        String receiptHandle,
        String body,
        Map<String, MessageAttribute> attributes,
        int receiveCount,
        Instant sentAt,
        Instant firstReceivedAt,
        @Nullable String movedFrom) {

    public Message {
        attributes = Map.copyOf(attributes);
    }
}
