package dev.scout.loader;

import dev.scout.loader.backfill.BackfillSettings;
import dev.scout.loader.queue.IngestQueue;
import dev.scout.loader.queue.RetryPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the deployment sets. */
@ConfigMapping(prefix = "loader")
interface LoaderConfig {

    /** The bucket that a backfill means where it names none. */
    @WithDefault("scout-lake")
    String lakeBucket();

    /** A larger record is refused, bytes. */
    @WithDefault("16777216")
    int maxRecordBytes();

    /** A larger object is loaded in parts of about as much, bytes. */
    @WithDefault("268435456")
    long partBytes();

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

    /** How old an object is before a reconcile minds it: a younger one has an event on its way. */
    @WithDefault("15m")
    Duration reconcileGrace();

    /** How long after an attempt began, or a message was sent, nothing is to be expected of it any more. */
    @WithDefault("2h")
    Duration stuckAfter();

    /** How long an invocation goes on with a reconcile, a backfill or a redrive before it hands on by the queue. */
    @WithDefault("30s")
    Duration turn();

    /** In which days are meant that a backfill is asked for. */
    @WithDefault("Asia/Manila")
    ZoneId timeZone();

    default BackfillSettings backfills() {
        return new BackfillSettings(reconcileGrace(), stuckAfter(), turn(), BackfillSettings.S3_PAGE, timeZone());
    }

    /** The queue, where there is one. */
    default @Nullable IngestQueue ingestQueue() {
        return IngestQueue.of(
                ingestQueueUrl().orElse(null),
                deadLetterQueueUrl().orElse(null),
                sqsEndpoint().orElse(null));
    }
}
