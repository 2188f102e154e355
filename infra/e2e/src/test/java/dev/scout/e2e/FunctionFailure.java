package dev.scout.e2e;

/** A function answered an error, or its process ended before it answered. */
final class FunctionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FunctionFailure(String message) {
        super(message);
    }
}
