package dev.scout.loader.bronze;

import java.util.List;

/** Gives what is left to do to other invocations. */
@FunctionalInterface
public interface HandOn {

    /**
     * Sends messages to the queue that feeds the loader. Where it fails, some may have been sent.
     *
     * @param bodies each an event that the loader understands
     */
    void send(List<String> bodies);
}
