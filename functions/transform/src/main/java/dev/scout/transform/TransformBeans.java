package dev.scout.transform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Puts the function together. */
@Singleton
final class TransformBeans {

    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration FIRST_THROTTLED_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    /** A client that tries again with growing, jittered pauses, but not for long: what fails is left to the next run. */
    @Produces
    @ApplicationScoped
    S3Client s3(S3ClientBuilder builder) {
        return builder.overrideConfiguration(override -> override.retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(ATTEMPTS)
                        .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_DELAY, LONGEST_DELAY))
                        .throttlingBackoffStrategy(
                                BackoffStrategy.exponentialDelay(FIRST_THROTTLED_DELAY, LONGEST_DELAY))
                        .build()))
                .build();
    }
}
