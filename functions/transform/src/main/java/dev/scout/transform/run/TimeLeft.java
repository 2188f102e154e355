package dev.scout.transform.run;

import java.time.Duration;

/** How long a run may still take; by the machine's running clock, which nobody sets. */
final class TimeLeft {

    private final long end;

    private TimeLeft(long end) {
        this.end = end;
    }

    static TimeLeft of(Duration duration) {
        return new TimeLeft(System.nanoTime() + duration.toNanos());
    }

    /** At least a millisecond, as a limit of 0 is none in PostgreSQL. */
    Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    }
}
