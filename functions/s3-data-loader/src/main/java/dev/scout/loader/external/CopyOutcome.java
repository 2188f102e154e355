package dev.scout.loader.external;

import org.jspecify.annotations.Nullable;

/**
 * What became of one object.
 *
 * @param bytes copied
 * @param message why it failed; null where it did not
 * @param retryable whether a failure may pass by itself
 */
record CopyOutcome(Kind kind, long bytes, @Nullable String message, boolean retryable) {

    enum Kind {
        COPIED,
        /** Its content is that of the version before, or another invocation has copied it. */
        UNCHANGED,
        /** It was replaced or removed at the source meanwhile. */
        GONE,
        FAILED,
        /** The time was up. */
        UNFINISHED
    }

    static CopyOutcome copied(long bytes) {
        return new CopyOutcome(Kind.COPIED, bytes, null, false);
    }

    static CopyOutcome unchanged() {
        return new CopyOutcome(Kind.UNCHANGED, 0, null, false);
    }

    static CopyOutcome gone() {
        return new CopyOutcome(Kind.GONE, 0, null, false);
    }

    static CopyOutcome failed(String message, boolean retryable) {
        return new CopyOutcome(Kind.FAILED, 0, message, retryable);
    }

    static CopyOutcome unfinished() {
        return new CopyOutcome(Kind.UNFINISHED, 0, null, false);
    }
}
