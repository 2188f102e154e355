package dev.scout.e2e;

import java.util.Locale;

/** The moment in which the function is killed. */
record Kill(Step step, Side side) {

    enum Side {
        /** The server gets nothing of the request. */
        BEFORE,
        /** The server does it, and the function gets nothing of the answer. */
        AFTER
    }

    @Override
    public String toString() {
        return "killed " + side.name().toLowerCase(Locale.ROOT) + " " + step;
    }
}
