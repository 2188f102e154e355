package dev.scout.loader;

import dev.scout.loader.queue.IngestQueue;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
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
