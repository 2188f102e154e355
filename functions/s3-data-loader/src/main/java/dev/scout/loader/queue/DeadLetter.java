package dev.scout.loader.queue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A message of the dead-letter queue.
 *
 * @param attributes the message attributes that are text
 * @param sentAt when it was sent, or, where SQS itself moved it, when it was first sent to the ingest queue
 */
public record DeadLetter(String body, String receiptHandle, Map<String, String> attributes, Instant sentAt) {

    public DeadLetter {
        attributes = Map.copyOf(attributes);
    }

    /** The ledger's file, where the loader itself parked it. */
    public Optional<Long> fileId() {
        return Optional.ofNullable(attributes.get("file_id"))
                .filter(id -> id.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }
}
