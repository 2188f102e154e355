package dev.scout.publisher.snapshot;

import java.time.Duration;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;

/** How long the publisher bears with S3. */
public final class S3Retries {

    private static final int ATTEMPTS = 8;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration FIRST_THROTTLED_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

    private S3Retries() {}

    /** Growing, jittered pauses; longer ones where S3 answers {@code 503 SlowDown}. */
    public static RetryStrategy patient() {
        return StandardRetryStrategy.builder()
                .maxAttempts(ATTEMPTS)
                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_DELAY, LONGEST_DELAY))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(FIRST_THROTTLED_DELAY, LONGEST_DELAY))
                .build();
    }
}
