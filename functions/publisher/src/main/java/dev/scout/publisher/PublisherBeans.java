package dev.scout.publisher;

import dev.scout.publisher.snapshot.DatasetsBucket;
import dev.scout.publisher.snapshot.Publication;
import dev.scout.runs.RunLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Puts the function together. */
@ApplicationScoped
final class PublisherBeans {

    private static final int S3_ATTEMPTS = 8;
    private static final Duration FIRST_DELAY = Duration.ofMillis(100);
    private static final Duration FIRST_THROTTLED_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

    /** A client that tries again with growing, jittered pauses, longer ones where S3 says {@code SlowDown}. */
    @Produces
    @ApplicationScoped
    S3Client s3(S3ClientBuilder builder) {
        StandardRetryStrategy retries = StandardRetryStrategy.builder()
                .maxAttempts(S3_ATTEMPTS)
                .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_DELAY, LONGEST_DELAY))
                .throttlingBackoffStrategy(BackoffStrategy.exponentialDelay(FIRST_THROTTLED_DELAY, LONGEST_DELAY))
                .build();
        return builder.overrideConfiguration(override -> override.retryStrategy(retries))
                .build();
    }

    @Produces
    @Singleton
    Publication publication(DataSource dataSource, S3Client s3, PublisherConfig config) {
        return new Publication(
                dataSource,
                new DatasetsBucket(s3, config.datasetsBucket()),
                Clock.system(config.timeZone()),
                config.lockPatience());
    }

    @Produces
    @Singleton
    RunLog runLog(DataSource dataSource) {
        return new RunLog(dataSource);
    }
}
