package dev.scout.loader.bronze;

import dev.scout.loader.event.Deadline;
import dev.scout.loader.source.Place;
import java.time.Duration;

/**
 * Says at each border of a part whether there is time for what comes until the next.
 *
 * @param mostBytes after so many the part is ended too, where places are bytes
 */
record PartLimits(Deadline deadline, long mostBytes) {

    /** What is kept back for the rest of the work if no border comes in time. */
    static final Duration LAST_RESERVE = Duration.ofSeconds(6);

    static PartLimits ofTime(Deadline deadline) {
        return new PartLimits(deadline, Long.MAX_VALUE);
    }

    /**
     * Whether to end the part here.
     *
     * @param longest of the times between two borders so far
     */
    boolean endAt(Place from, Place border, Duration longest) {
        return border.at() - from.at() >= mostBytes
                || deadline.remaining().compareTo(Deadline.RESERVE.plus(longest.multipliedBy(2))) < 0;
    }
}
