package dev.scout.transform.run;

import java.time.Duration;

/** How long a run may still take; by the machine's running clock, which nobody sets. */
final class TimeLeft {

    /** What is left for the note to the next layer, the commit and the answer. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final long end;

    private TimeLeft(long end) {
        this.end = end;
    }

    static TimeLeft of(Duration duration) {
        return new TimeLeft(System.nanoTime() + duration.toNanos());
    }

    /** What of it models may take, so that those that are built can still be committed. */
    Duration forModels() {
        Duration left = left().minus(RESERVE);
        return left.toMillis() < 1 ? Duration.ofMillis(1) : left;
    }

    /** At least a millisecond, as a limit of 0 is none in PostgreSQL. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }
}
