package dev.scout.loader.delta;

/** A version that can not be put together any more, since the log before a later one has been cleaned up. */
public final class SupersededException extends Exception {

    private static final long serialVersionUID = 1L;

    SupersededException(String message) {
        super(message);
    }
}
