package dev.scout.publisher;

import dev.scout.publisher.snapshot.DatasetsBucket;
import dev.scout.publisher.snapshot.Publication;
import dev.scout.publisher.snapshot.S3Retries;
import dev.scout.runs.RunLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Puts the function together. */
@Singleton
final class PublisherBeans {

    /** A client that tries again with growing, jittered pauses, longer ones where S3 says {@code SlowDown}. */
    @Produces
    @ApplicationScoped
    S3Client s3(S3ClientBuilder builder) {
        return builder.overrideConfiguration(override -> override.retryStrategy(S3Retries.patient()))
                .build();
    }

    @Produces
    @Singleton
    Publication publication(DataSource dataSource, S3Client s3, PublisherConfig config) {
        return new Publication(
                dataSource,
                new DatasetsBucket(s3, config.datasetsBucket()),
                Clock.system(config.timeZone()),
                config.lockPatience(),
                config.workDirectory());
    }

    @Produces
    @Singleton
    RunLog runLog(DataSource dataSource) {
        return new RunLog(dataSource);
    }
}
