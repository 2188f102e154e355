package dev.scout.transform.run;

import java.time.Duration;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How far a model has come.
 *
 * @param batch the last batch of marks that its rows show
 * @param seconds how long it took when it was last promoted
 * @param days how many days it was built for then
 * @param currentDay the local day of that; null where it never was
 */
record ModelState(
        long batch,
        Status status,
        Duration seconds,
        long days,
        @Nullable LocalDate currentDay) {

    enum Status {
        PROMOTED,
        REFUSED,
        WAITING
    }

    static final ModelState NEVER_BUILT = new ModelState(Marks.NOTHING_TAKEN, Status.PROMOTED, Duration.ZERO, 0, null);

    /** How long it is likely to take for so many days. */
    Duration expected(long forDays) {
        return seconds.multipliedBy(Math.max(1, forDays / Math.max(1, days)));
    }
}
