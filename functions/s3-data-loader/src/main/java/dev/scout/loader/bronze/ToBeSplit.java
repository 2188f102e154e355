package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends the attempt to load a file in one transaction: it is undone, and the file is loaded in parts. */
final class ToBeSplit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A file that was begun shortly before the time was up is tried once more as a whole. */
    private static final Duration ENOUGH_TIME = Duration.ofSeconds(60);

    /** @param cause why only now; null where it is known from the beginning */
    ToBeSplit(@Nullable Exception cause) {
        super("The file is to be loaded in parts", cause);
    }

    /**
     * What it means that loading in one transaction failed.
     *
     * @param begun when it began, by {@link System#nanoTime()}
     */
    static RuntimeException insteadOf(ScoutException failure, Ledger.Entry entry, long begun) {
        boolean hadLittleTime = entry.attempts() == 1 && System.nanoTime() - begun < ENOUGH_TIME.toNanos();
        return failure.code().equals(BronzeWriter.OUT_OF_TIME) && !hadLittleTime ? new ToBeSplit(failure) : failure;
    }
}
