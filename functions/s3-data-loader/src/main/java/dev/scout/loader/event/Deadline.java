package dev.scout.loader.event;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long this invocation may go on. */
public interface Deadline {

    /** What is kept back to answer in. */
    Duration RESERVE = Duration.ofSeconds(15);

    /** How long one waits for another invocation that is at the same object, at most. */
    Duration LONGEST_WAIT = Duration.ofSeconds(60);

    Duration remaining();

    static Deadline of(@Nullable Context context) {
        if (context == null) {
            return () -> Duration.ofMinutes(15);
        }
        return () -> Duration.ofMillis(context.getRemainingTimeInMillis());
    }

    /** Whether another object should not be begun. */
    default boolean isNear() {
        return remaining().compareTo(RESERVE) < 0;
    }

    default Duration patience() {
        Duration left = remaining().minus(RESERVE);
        Duration wait = left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT;
        return wait.isNegative() ? Duration.ofMillis(1) : wait;
    }
}
