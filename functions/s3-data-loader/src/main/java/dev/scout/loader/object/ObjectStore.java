package dev.scout.loader.object;

import dev.scout.ScoutException;
import dev.scout.loader.event.ObjectEvent;
import dev.scout.loader.source.Ranges;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads landed objects. Never changes or removes one. */
public final class ObjectStore {

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int FORBIDDEN = 403;
    private static final int LONGEST_PAGE = 1000;

    private final S3Client s3;

    public ObjectStore(S3Client s3) {
        this.s3 = s3;
    }

    /**
     * Finds the object that the event means: that version and that eTag, where it says them.
     *
     * @throws ObjectGoneException where it is not there any more
     */
    public LandedObject find(ObjectEvent event) throws ObjectGoneException {
        HeadObjectRequest.Builder request =
                HeadObjectRequest.builder().bucket(event.bucket()).key(event.key());
        if (event.versionId() != null) {
            request.versionId(event.versionId());
        }
        if (event.etag() != null) {
            request.ifMatch(quoted(event.etag()));
        }
        try {
            HeadObjectResponse head = s3.headObject(request.build());
            return new LandedObject(
                    event.bucket(),
                    event.key(),
                    unquoted(head.eTag()),
                    head.versionId() == null ? event.versionId() : head.versionId(),
                    event.sequencer(),
                    toSecond(head.lastModified()),
                    head.contentLength());
        } catch (S3Exception e) {
            throw gone(e, event.bucket(), event.key());
        } catch (SdkException e) {
            throw unreachable(event.bucket(), event.key(), e);
        }
    }

    /**
     * Opens the object; what is read is exactly that content, or the reading fails.
     *
     * @throws ObjectGoneException where it is not there any more
     */
    public ObjectStream open(LandedObject object) throws ObjectGoneException {
        return open(object, null, object.sizeBytes());
    }

    /** Opens a stretch of it, likewise, from one byte to before another. */
    ObjectStream open(LandedObject object, long from, long to) throws ObjectGoneException {
        boolean whole = from == 0 && to == object.sizeBytes();
        return open(object, whole ? null : "bytes=" + from + "-" + (to - 1), to - from);
    }

    private ObjectStream open(LandedObject object, @Nullable String range, long expected) throws ObjectGoneException {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(object.bucket())
                .key(object.key())
                .range(range)
                .ifMatch(quoted(object.etag()));
        if (object.versionId() != null) {
            request.versionId(object.versionId());
        }
        try {
            ResponseInputStream<GetObjectResponse> bytes = s3.getObject(request.build());
            if (range != null && bytes.response().contentLength() != expected) {
                bytes.abort();
                throw new ScoutException(
                        "S3_READ_FAILED",
                        false,
                        "S3 was asked for a range of " + object.uri() + " and sent another.",
                        null);
            }
            return new ObjectStream(object, bytes, expected);
        } catch (S3Exception e) {
            throw gone(e, object.bucket(), object.key());
        } catch (SdkException e) {
            throw unreachable(object.bucket(), object.key(), e);
        }
    }

    /** Any bytes of the object. */
    public Ranges ranges(LandedObject object) {
        return new ObjectRanges(this, object);
    }

    /**
     * The object from its beginning, for who goes on elsewhere once it has been seen.
     *
     * @throws ObjectGoneException where it is not there any more
     */
    public InputStream glance(LandedObject object) throws ObjectGoneException {
        return new GlancedStream(this, object);
    }

    /**
     * The next objects under a prefix, in the order of their keys, at most 1000.
     *
     * @param after only keys behind this one; null for all
     */
    public List<LandedObject> list(String bucket, String prefix, @Nullable String after) {
        return list(bucket, prefix, after, LONGEST_PAGE);
    }

    /**
     * The next objects under a prefix, in the order of their keys.
     *
     * @param after only keys behind this one; null for all
     * @param most up to 1000
     */
    public List<LandedObject> list(String bucket, String prefix, @Nullable String after, int most) {
        try {
            ListObjectsV2Response page = s3.listObjectsV2(request ->
                    request.bucket(bucket).prefix(prefix).startAfter(after).maxKeys(most));
            return page.contents().stream()
                    .map(entry -> new LandedObject(
                            bucket,
                            entry.key(),
                            unquoted(entry.eTag()),
                            null,
                            null,
                            toSecond(entry.lastModified()),
                            entry.size()))
                    .toList();
        } catch (S3Exception e) {
            throw refused(e, bucket, prefix);
        } catch (SdkException e) {
            throw unreachable(bucket, prefix, e);
        }
    }

    private static ObjectGoneException gone(S3Exception e, String bucket, String key) {
        String uri = "s3://" + bucket + "/" + key;
        return switch (e.statusCode()) {
            case NOT_FOUND -> new ObjectGoneException("There is no object " + uri + " (any more).");
            case PRECONDITION_FAILED ->
                new ObjectGoneException(
                        "Another object was put in the place of " + uri + "; its own event loads that one.");
            default -> throw refused(e, bucket, key);
        };
    }

    private static ScoutException refused(S3Exception e, String bucket, String key) {
        String uri = "s3://" + bucket + "/" + key;
        if (e.statusCode() == NOT_FOUND) {
            return new ScoutException("BUCKET_NOT_FOUND", false, "There is no bucket \"" + bucket + "\".", e);
        }
        if (e.statusCode() == FORBIDDEN) {
            return new ScoutException(
                    "S3_ACCESS_DENIED",
                    false,
                    "S3 does not let the loader read " + uri
                            + "; its role needs s3:GetObject and s3:ListBucket on the bucket.",
                    e);
        }
        return new ScoutException(
                "S3_UNAVAILABLE",
                e.statusCode() >= 500 || e.isThrottlingException(),
                "S3 answered " + e.statusCode() + " for " + uri + ".",
                e);
    }

    private static ScoutException unreachable(String bucket, String key, SdkException e) {
        return new ScoutException(
                "S3_UNAVAILABLE", true, "S3 can not be reached for s3://" + bucket + "/" + key + ".", e);
    }

    /** S3 keeps seconds; some servers tell more in a listing than of the object itself. */
    private static Instant toSecond(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String quoted(String etag) {
        return '"' + etag + '"';
    }

    private static String unquoted(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }
}
