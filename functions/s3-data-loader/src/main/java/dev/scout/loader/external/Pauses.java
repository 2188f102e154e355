package dev.scout.loader.external;

import java.util.concurrent.ThreadLocalRandom;

/** Waits between attempts. */
final class Pauses {

    private Pauses() {}

    /** Waits between half of the time and all of it, so that many do not come again at once. */
    static void pause(long millis) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
