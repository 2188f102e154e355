package dev.scout.loader.bronze;

import org.jspecify.annotations.Nullable;

/** Ends the attempt to load a file in one transaction: it is undone, and the file is loaded in parts. */
final class ToBeSplit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause why only now; null where it is known from the beginning */
    ToBeSplit(@Nullable Exception cause) {
        super("The file is to be loaded in parts", cause);
    }
}
