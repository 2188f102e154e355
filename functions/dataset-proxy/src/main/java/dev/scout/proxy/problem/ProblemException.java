package dev.scout.proxy.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem. The detail is written for the client; the cause is for the log alone. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** When a client should ask again where nobody knows better. */
    public static final Duration RETRY_SOON = Duration.ofSeconds(5);

    private final ProblemCode code;
    private final @Nullable Duration retryAfter;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, null, null);
    }

    public ProblemException(ProblemCode code, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** Something that this function needs can't be reached. */
    public static ProblemException unavailable(String detail, @Nullable Throwable cause) {
        return new ProblemException(ProblemCode.UNAVAILABLE, detail, RETRY_SOON, cause);
    }

    public ProblemCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** When the same request may succeed; null where waiting doesn't help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
