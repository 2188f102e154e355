package dev.scout.loader.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One object as it lies in S3. Bucket, key and eTag are its identity.
 *
 * @param etag without quotes
 * @param versionId null where the bucket keeps no versions
 * @param sequencer null where no event told of it
 */
public record LandedObject(
        String bucket,
        String key,
        String etag,
        @Nullable String versionId,
        @Nullable String sequencer,
        Instant lastModified,
        long sizeBytes) {

    public LandedObject {
        versionId = "null".equals(versionId) ? null : versionId; // So S3 calls what landed before it kept versions.
    }

    /** The part of the key after its last slash. */
    public String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** For messages. */
    public String uri() {
        return "s3://" + bucket + "/" + key;
    }
}
