package dev.scout.loader.source.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The file's bytes could not be had: no fault of the file, and so no reason to refuse it. */
final class SourceFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceFailure(Exception cause) {
        super(cause);
    }

    /** The failure that is behind another, as where a library that reads the bytes has wrapped it; null where there is none. */
    static @Nullable SourceFailure behind(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof SourceFailure)) {
            cause = cause.getCause();
        }
        return (SourceFailure) cause;
    }

    /** What to throw on to whoever had the file read. */
    RuntimeException unwrapped() {
        return getCause() instanceof RuntimeException failure
                ? failure
                : new UncheckedIOException("The content can not be read on", (IOException) getCause());
    }
}
