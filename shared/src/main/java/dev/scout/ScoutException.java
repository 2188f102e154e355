package dev.scout;

import org.jspecify.annotations.Nullable;

/**
 * Something failed and a person may read about it: the message says what failed, on what, and what to do. Made at the boundary (S3,
 * PostgreSQL, a file), caught once by the function's handler.
 */
public final class ScoutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean retryable;

    /**
     * @param code short constant for programs, such as {@code S3_UNAVAILABLE}
     * @param retryable whether the same call can succeed later without anybody changing anything
     * @param message a sentence for people: no stack, no SQL, no secret
     * @param cause what was caught, for the log; null where there was nothing
     */
    public ScoutException(String code, boolean retryable, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryable = retryable;
    }

    public String code() {
        return code;
    }

    public boolean retryable() {
        return retryable;
    }
}
