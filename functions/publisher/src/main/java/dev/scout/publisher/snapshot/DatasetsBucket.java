package dev.scout.publisher.snapshot;

import dev.scout.ScoutException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The bucket with the published files. Nothing that is put here counts as put before the store has shown the same bytes. */
public final class DatasetsBucket {

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int BUFFER_BYTES = 1 << 16;

    private final S3Client s3;
    private final String bucket;

    public DatasetsBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** A small object as it stands, with the eTag that names this version of it. */
    record Stored(SdkBytes bytes, String eTag) {}

    Optional<Stored> read(String key) {
        try {
            ResponseBytes<GetObjectResponse> object =
                    s3.getObjectAsBytes(get -> get.bucket(bucket).key(key));
            return Optional.of(new Stored(
                    SdkBytes.fromByteArrayUnsafe(object.asByteArrayUnsafe()),
                    object.response().eTag()));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw translate("read " + key, e);
        }
    }

    ObjectState state(String key, Content content) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
            if (head.contentLength() != null && head.contentLength() != content.sizeBytes()) {
                return ObjectState.OTHER;
            }
            String checksum = head.checksumSHA256();
            boolean same =
                    checksum == null ? sha256(key).equals(content.sha256()) : checksum.equals(content.sha256Base64());
            return same ? ObjectState.SAME : ObjectState.OTHER;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return ObjectState.ABSENT;
            }
            throw translate("look at " + key, e);
        } catch (SdkException e) {
            throw translate("look at " + key, e);
        }
    }

    /** The hash of an object's bytes, for stores that keep none. */
    private String sha256(String key) {
        MessageDigest digest = Content.newSha256();
        try (ResponseInputStream<GetObjectResponse> object =
                s3.getObject(get -> get.bucket(bucket).key(key))) {
            update(digest, object);
        } catch (SdkException e) {
            throw translate("read back " + key, e);
        } catch (IOException e) {
            throw unavailable("read back " + key, e);
        }
        return Content.hex(digest.digest());
    }

    private static void update(MessageDigest digest, InputStream bytes) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            digest.update(buffer, 0, read);
        }
    }

    /** Puts an object where there is none; one that came there meanwhile stays and is told as a conflict unless it is the same. */
    void create(String key, Content content) {
        put(key, content, request -> request.ifNoneMatch("*"));
    }

    /** Puts an object whatever stands there. */
    void overwrite(String key, Content content) {
        put(key, content, request -> {});
    }

    /**
     * Puts an object in place of the version that was read.
     *
     * @throws ScoutException code {@code MANIFEST_CONFLICT} where another version stands there by now
     */
    void replace(String key, Content content, Optional<String> eTag) {
        eTag.ifPresentOrElse(
                version -> put(key, content, request -> request.ifMatch(version)), () -> create(key, content));
    }

    private void put(String key, Content content, Consumer<PutObjectRequest.Builder> condition) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(content.contentType())
                .checksumSHA256(content.sha256Base64());
        condition.accept(request);
        try {
            s3.putObject(request.build(), content.body());
        } catch (S3Exception e) {
            if (e.statusCode() != PRECONDITION_FAILED && e.statusCode() != CONFLICT) {
                throw translate("write " + key, e);
            }
            // A put that succeeded and was repeated because its answer got lost meets its own object here.
            if (state(key, content) != ObjectState.SAME) {
                throw conflict(key, e);
            }
            return;
        } catch (SdkException e) {
            throw translate("write " + key, e);
        }
        verify(key, content);
    }

    private void verify(String key, Content content) {
        if (state(key, content) != ObjectState.SAME) {
            throw new ScoutException(
                    "UPLOAD_NOT_VERIFIED",
                    true,
                    "The store does not show the bytes that were written to " + key
                            + ". The previous datasets stay in force; publish again.",
                    null);
        }
    }

    private static ScoutException conflict(String key, S3Exception e) {
        return new ScoutException(
                "MANIFEST_CONFLICT",
                true,
                key + " was written by somebody else while this publication ran. Theirs is in force; publish again.",
                e);
    }

    private ScoutException translate(String what, SdkException e) {
        int status = e instanceof S3Exception s3Exception ? s3Exception.statusCode() : SERVER_ERROR;
        if (status == FORBIDDEN) {
            return new ScoutException(
                    "S3_FORBIDDEN",
                    false,
                    "The publisher could not " + what + " in bucket " + bucket
                            + ": S3 refuses it. Check the function's role and credentials.",
                    e);
        }
        if (status == NOT_FOUND) {
            return new ScoutException(
                    "BUCKET_MISSING",
                    false,
                    "The publisher could not " + what + ": there is no bucket " + bucket
                            + ". Create it, or correct SCOUT_DATASETS_BUCKET.",
                    e);
        }
        if (status == TOO_MANY_REQUESTS || status >= SERVER_ERROR) {
            return unavailable(what, e);
        }
        return new ScoutException(
                "S3_REFUSED",
                false,
                "The publisher could not " + what + " in bucket " + bucket + ": S3 answers " + status + ".",
                e);
    }

    private ScoutException unavailable(String what, Exception e) {
        return new ScoutException(
                "S3_UNAVAILABLE",
                true,
                "The publisher could not " + what + " in bucket " + bucket
                        + ": S3 does not answer as it should. The previous datasets stay in force; publish again.",
                e);
    }
}
