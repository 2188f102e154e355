package dev.scout.e2e;

import java.io.IOException;

/** What relays have in common: threads that end with their connections. */
final class Relays {

    private Relays() {}

    static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException over) {
                        // A connection ended, or was broken on purpose; what comes of it is for a test to look at.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }
}
