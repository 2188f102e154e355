package dev.scout.loader.bronze;

/** Ends a load of which nothing is to stand: it is undone, and the file is {@code skipped} with the reason. */
final class NotToBeLoaded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause whose message is the reason */
    NotToBeLoaded(Exception cause) {
        super(cause.getMessage(), cause);
    }

    /** @param reason a sentence */
    NotToBeLoaded(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
