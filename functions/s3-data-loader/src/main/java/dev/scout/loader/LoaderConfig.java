package dev.scout.loader;

import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.queue.RetryPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the deployment sets. */
@ConfigMapping(prefix = "loader")
interface LoaderConfig {

    int LEAST_RECORD_BYTES = 1024;

    /** The bucket that a backfill means where it names none. */
    @WithDefault("scout-lake")
    String lakeBucket();

    /** A larger record is refused, bytes. */
    @WithDefault("16777216")
    int maxRecordBytes();

    /** Where what is to be loaded waits; empty where the loader is only invoked directly. */
    Optional<String> ingestQueueUrl();

    /** Where what could not be loaded waits for a person. */
    Optional<String> deadLetterQueueUrl();

    /** Another address of SQS than that of AWS. */
    Optional<String> sqsEndpoint();

    /** How often the loading of an object is begun, without coming to an end, before it is parked. */
    @WithDefault("8")
    int maxAttempts();

    /** How long a message waits that failed for the first time; each further time twice as long. */
    @WithDefault("5s")
    Duration retryFirstPause();

    /** How long a message that failed waits at most. */
    @WithDefault("15m")
    Duration retryLongestPause();

    default RetryPolicy retries() {
        return new RetryPolicy(maxAttempts(), retryFirstPause(), retryLongestPause());
    }

    /** Another address of Secrets Manager than that of AWS. */
    Optional<String> secretsManagerEndpoint();

    /** The queue, where there is one. */
    default @Nullable IngestQueue ingestQueue() {
        return IngestQueue.of(
                ingestQueueUrl().orElse(null),
                deadLetterQueueUrl().orElse(null),
                sqsEndpoint().orElse(null));
    }

    /** The limit, where records can be read with it. */
    static int checkedRecordBytes(int bytes) {
        if (bytes < LEAST_RECORD_BYTES) {
            throw new IllegalArgumentException("SCOUT_MAX_RECORD_BYTES is " + bytes + "; it must be "
                    + LEAST_RECORD_BYTES + " at least, or hardly a record could be loaded.");
        }
        return bytes;
    }
}
