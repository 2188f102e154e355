package dev.scout.loader.backfill;

import java.time.Duration;
import java.time.ZoneId;

/**
 * How reconcile and backfill go about it.
 *
 * @param grace how old an object is before a reconcile minds it: younger ones have an event on its way
 * @param stuckAfter how long after an attempt began, or a message was sent, nothing is to be expected of it any more
 * @param turn how long one invocation goes on before it hands on by the queue
 * @param page how many objects are compared at a time, 1000 at most
 * @param zone in which days are meant that a backfill is asked for
 */
public record BackfillSettings(Duration grace, Duration stuckAfter, Duration turn, int page, ZoneId zone) {

    /** What S3 lists at a time. */
    public static final int S3_PAGE = 1000;

    public static final BackfillSettings DEFAULT = new BackfillSettings(
            Duration.ofMinutes(15), Duration.ofHours(2), Duration.ofSeconds(30), S3_PAGE, ZoneId.of("Asia/Manila"));

    /** With more messages than that, what waits in the queue is not lost but late. */
    private static final long BEHIND = 100;

    private static final Duration WHILE_BEHIND = Duration.ofDays(1);

    /** How old an object is before its event can be taken for lost, while that many messages wait. */
    Duration grace(long backlog) {
        return whileBehind(backlog, grace);
    }

    /** How long ago a message was sent, of which nothing has been seen, before it can be taken for lost, while that many wait. */
    Duration lostAfter(long backlog) {
        return whileBehind(backlog, stuckAfter);
    }

    private static Duration whileBehind(long backlog, Duration duration) {
        return backlog > BEHIND && duration.compareTo(WHILE_BEHIND) < 0 ? WHILE_BEHIND : duration;
    }
}
