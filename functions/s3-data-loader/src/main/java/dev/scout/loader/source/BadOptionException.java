package dev.scout.loader.source;

import org.jspecify.annotations.Nullable;

/** A pipeline's reader option can not be followed. The message is for people. */
public final class BadOptionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadOptionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
