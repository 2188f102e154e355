package dev.scout.loader.bronze;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ends the loading of an object that has been given up on: nothing begins it again until somebody redrives it. Who holds its message puts
 * that into the dead-letter queue.
 */
public final class Parked extends RuntimeException {

    /** The message attribute that tells a dead letter, and what is redriven, from other messages. */
    public static final String REASON = "reason";

    private static final long serialVersionUID = 1L;

    private final String bucket;
    private final String key;
    private final @Nullable Long fileId;

    /**
     * @param bucket empty where it is not known which object it is
     * @param fileId of the ledger; null where it has no row
     * @param reason a sentence or more
     */
    public Parked(String bucket, String key, @Nullable Long fileId, String reason) {
        super(reason);
        this.bucket = bucket;
        this.key = key;
        this.fileId = fileId;
    }

    public String bucket() {
        return bucket;
    }

    public String key() {
        return key;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /** What the dead letter says: reason, bucket, key, file_id. */
    public Map<String, String> attributes() {
        return Map.of(
                REASON, reason(), "bucket", bucket, "key", key, "file_id", fileId == null ? "" : fileId.toString());
    }
}
