package dev.scout.loader.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Says that an object is to be loaded.
 *
 * @param key the key itself, not URL-encoded
 * @param etag without quotes; null where the event names none: then the object as it is now is meant
 * @param sizeBytes null where the event does not say
 * @param time when it happened; null where the event does not say
 */
public record ObjectEvent(
        String bucket,
        String key,
        @Nullable String etag,
        @Nullable String versionId,
        @Nullable String sequencer,
        @Nullable Long sizeBytes,
        @Nullable Instant time) {

    public ObjectEvent {
        if (bucket.isBlank() || key.isEmpty()) {
            throw EventReader.unknown("an object needs a bucket and a key");
        }
    }

    /** Whether a person named the object, and not an event that told of it. */
    public boolean isNamed() {
        return etag == null && sequencer == null && time == null;
    }

    static ObjectEvent named(String bucket, String key) {
        return new ObjectEvent(bucket, key, null, null, null, null, null);
    }
}
