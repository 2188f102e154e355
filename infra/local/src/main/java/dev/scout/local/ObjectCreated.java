package dev.scout.local;

import java.time.Instant;

/** An object was put, copied or completed from its parts. The key is as the client named it, not URL-encoded; the eTag has no quotes. */
public record ObjectCreated(String bucket, String key, long sizeBytes, String eTag, Reason reason, Instant time) {

    /** How it came, in the words of EventBridge's {@code reason}. */
    public enum Reason {
        PUT_OBJECT("PutObject"),
        COPY_OBJECT("CopyObject"),
        COMPLETE_MULTIPART_UPLOAD("CompleteMultipartUpload");

        private final String eventName;

        Reason(String eventName) {
            this.eventName = eventName;
        }

        public String eventName() {
            return eventName;
        }
    }
}
