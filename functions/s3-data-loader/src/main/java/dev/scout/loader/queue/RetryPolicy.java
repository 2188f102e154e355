package dev.scout.loader.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often what fails is tried, and how long it waits each time: pauses double, with jitter, so that what failed together does not come
 * again together.
 *
 * @param maxAttempts attempts of one object before it is given up
 */
public record RetryPolicy(int maxAttempts, Duration firstPause, Duration longestPause) {

    /** SQS hides a message for twelve hours at most. */
    private static final Duration LONGEST = Duration.ofHours(12);
    /** A message that never came as far as the ledger has used up receives for other reasons, too. */
    private static final int RECEIVES_FOR_AN_ATTEMPT = 3;

    public static final RetryPolicy DEFAULT = new RetryPolicy(8, Duration.ofSeconds(5), Duration.ofMinutes(15));

    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("SCOUT_MAX_ATTEMPTS is " + maxAttempts + "; it must be 1 at least.");
        }
        if (firstPause.isNegative() || longestPause.compareTo(firstPause) < 0 || longestPause.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("SCOUT_RETRY_FIRST_PAUSE is " + firstPause
                    + " and SCOUT_RETRY_LONGEST_PAUSE " + longestPause
                    + "; the first must not be negative, nor longer than the other, and that 12 hours at most.");
        }
    }

    /** The pause before a message comes again that has been received that often: half of it certain, half by chance. */
    public Duration pause(int receiveCount, RandomGenerator random) {
        int doublings = Math.min(30, Math.max(0, receiveCount - 1));
        long millis = Math.min(longestPause.toMillis(), firstPause.toMillis() << doublings);
        return Duration.ofMillis(millis / 2 + (millis == 0 ? 0 : random.nextLong(millis / 2 + 1)));
    }

    /** Whether a message that failed for reasons which no retry mends has come often enough, whatever became of it. */
    public boolean isHopeless(int receiveCount) {
        return receiveCount >= RECEIVES_FOR_AN_ATTEMPT * maxAttempts;
    }
}
