package dev.scout.loader.object;

/** The object that an event told of is not there any more: it was removed, or another has taken its place. */
public final class ObjectGoneException extends Exception {

    private static final long serialVersionUID = 1L;

    ObjectGoneException(String message) {
        super(message);
    }
}
