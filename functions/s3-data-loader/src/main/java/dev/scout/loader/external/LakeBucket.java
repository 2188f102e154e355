package dev.scout.loader.external;

import dev.scout.ScoutException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Puts objects into the lake, and never over one that is there. S3 is told each body's SHA-256 and refuses another one. */
final class LakeBucket {

    private static final String BYTES = "application/octet-stream";
    private static final String ENVIRONMENT = "scout-environment";
    private static final String SOURCE_ETAG = "scout-source-etag";
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    private final S3Client s3;
    private final String bucket;

    LakeBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** What lies at a key; null where nothing does. */
    @Nullable
    Landed find(String key) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
            Map<String, String> metadata = head.metadata();
            return new Landed(
                    head.contentLength(), metadata.get(ENVIRONMENT), metadata.get(SOURCE_ETAG), head.checksumSHA256());
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw failure("looked at", key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    /**
     * Puts a whole object.
     *
     * @throws TargetTakenException where one is there already
     */
    void put(String key, Origin origin, Body body) throws TargetTakenException {
        try {
            PutObjectResponse stored = s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .metadata(origin.metadata())
                            .checksumSHA256(body.sha256())
                            .ifNoneMatch("*"),
                    body.request());
            String reported = stored.checksumSHA256();
            if (reported == null) {
                Landed landed = find(key);
                reported = landed == null ? null : landed.sha256();
            }
            verify(key, body.sha256(), reported, body.md5(), stored.eTag(), stored.ssekmsKeyId() != null);
        } catch (S3Exception e) {
            throw takenOrFailure(key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    /** Begins a multipart upload. */
    String begin(String key, Origin origin) {
        try {
            return s3.createMultipartUpload(request -> request.bucket(bucket)
                            .key(key)
                            .metadata(origin.metadata())
                            .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                    .uploadId();
        } catch (S3Exception e) {
            throw failure("begun", key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    /** The parts that are there, by their numbers; null where there is no such upload (any more). */
    @Nullable
    Map<Integer, UploadedPart> parts(String key, String uploadId) {
        try {
            Map<Integer, UploadedPart> parts = new HashMap<>();
            s3.listPartsPaginator(request -> request.bucket(bucket).key(key).uploadId(uploadId))
                    .parts()
                    .forEach(part -> parts.put(part.partNumber(), uploaded(part)));
            return parts;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_FOUND) {
                return null;
            }
            throw failure("gone on with", key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    private static UploadedPart uploaded(Part part) {
        return new UploadedPart(part.partNumber(), part.size(), String.valueOf(part.eTag()), part.checksumSHA256());
    }

    UploadedPart putPart(String key, String uploadId, int number, Body body) {
        try {
            UploadPartResponse stored = s3.uploadPart(
                    request -> request.bucket(bucket)
                            .key(key)
                            .uploadId(uploadId)
                            .partNumber(number)
                            .checksumSHA256(body.sha256()),
                    body.request());
            verify(
                    key,
                    body.sha256(),
                    stored.checksumSHA256(),
                    body.md5(),
                    stored.eTag(),
                    stored.ssekmsKeyId() != null);
            return new UploadedPart(number, body.sizeBytes(), stored.eTag(), stored.checksumSHA256());
        } catch (S3Exception e) {
            throw failure("written", key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    /**
     * Makes one object of the parts.
     *
     * @throws TargetTakenException where one is there already
     */
    void complete(String key, String uploadId, List<UploadedPart> parts) throws TargetTakenException {
        // S3 knows the condition; where a server does not, this look is the better part of it.
        if (find(key) != null) {
            throw new TargetTakenException();
        }
        // A server that does not list the checksum of a part that an earlier invocation sent must not need any.
        String composite = PartChecksums.composite(parts);
        List<CompletedPart> completed = new ArrayList<>();
        for (UploadedPart part : parts) {
            completed.add(CompletedPart.builder()
                    .partNumber(part.number())
                    .eTag(part.etag())
                    .checksumSHA256(composite == null ? null : part.sha256())
                    .build());
        }
        try {
            CompleteMultipartUploadResponse stored = s3.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(uploadId)
                    .ifNoneMatch("*")
                    .multipartUpload(upload -> upload.parts(completed)));
            String reported = stored.checksumSHA256();
            // Some servers tell the checksum of the whole content here, which is compared by nobody.
            boolean comparable = reported != null && reported.contains("-");
            verify(key, composite, comparable ? reported : null, null, null, false);
        } catch (S3Exception e) {
            throw takenOrFailure(key, e);
        } catch (SdkException e) {
            throw unreachable(key, e);
        }
    }

    /** Throws an upload away; that it is not there (any more) is as good. */
    void abort(String key, String uploadId) {
        try {
            s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(uploadId));
        } catch (SdkException e) {
            // The bucket's lifecycle removes what is left after some days.
        }
    }

    /** Compares what S3 says that it has with what was sent; a checksum that it does not tell it has compared itself. */
    private static void verify(
            String key,
            @Nullable String sha256,
            @Nullable String reportedSha256,
            @Nullable String md5,
            @Nullable String etag,
            boolean encrypted) {
        String plainEtag = etag == null ? "" : SourceObject.unquoted(etag);
        boolean tellsMd5 = md5 != null && !encrypted && MD5.matcher(plainEtag).matches();
        boolean good = reportedSha256 != null
                ? sha256 == null || reportedSha256.equals(sha256)
                : !tellsMd5 || plainEtag.equals(md5);
        if (!good) {
            throw new ScoutException(
                    "CHECKSUM_MISMATCH",
                    true,
                    "The lake reports another checksum of " + key + " than what was sent has: sent SHA-256 " + sha256
                            + ", stored " + (reportedSha256 == null ? "MD5 " + plainEtag : reportedSha256) + ".",
                    null);
        }
    }

    private static ScoutException takenOrFailure(String key, S3Exception e) throws TargetTakenException {
        if (e.statusCode() == PRECONDITION_FAILED) {
            throw new TargetTakenException();
        }
        return failure("written", key, e);
    }

    private static ScoutException failure(String done, String key, S3Exception e) {
        if (e.statusCode() == FORBIDDEN) {
            return new ScoutException(
                    "LAKE_FORBIDDEN",
                    false,
                    key + " could not be " + done
                            + " in the lake; the function's role needs s3:PutObject and s3:GetObject on bronze/*.",
                    e);
        }
        boolean passing = e.statusCode() >= 500
                || e.statusCode() == CONFLICT
                || e.statusCode() == NOT_FOUND
                || e.isThrottlingException();
        return new ScoutException(
                "LAKE_UNAVAILABLE",
                passing,
                key + " could not be " + done + " in the lake: S3 answered " + e.statusCode() + " " + code(e) + ".",
                e);
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
    }

    private static ScoutException unreachable(String key, SdkException e) {
        return new ScoutException("LAKE_UNAVAILABLE", true, "The lake can not be reached for " + key + ".", e);
    }

    /** Where an object comes from; it stays written on it. */
    record Origin(String environment, String etag) {

        private Map<String, String> metadata() {
            return Map.of(ENVIRONMENT, environment, SOURCE_ETAG, etag);
        }
    }

    /**
     * An object of the lake.
     *
     * @param environment the external storage that it is written on it to be from; null where nothing is
     * @param sha256 base64, where S3 keeps it
     */
    record Landed(
            long sizeBytes,
            @Nullable String environment,
            @Nullable String sourceEtag,
            @Nullable String sha256) {

        boolean isFrom(Origin origin, long size) {
            return origin.environment().equals(environment) && origin.etag().equals(sourceEtag) && sizeBytes == size;
        }
    }

    /**
     * What is sent.
     *
     * @param sha256 base64
     * @param md5 hexadecimal
     * @param content opened again for each attempt
     */
    record Body(long sizeBytes, String sha256, String md5, ContentStreamProvider content) {

        static Body of(byte[] buffer, int length) {
            return new Body(
                    length,
                    PartChecksums.base64("SHA-256", buffer, length),
                    HexFormat.of().formatHex(PartChecksums.digest("MD5", buffer, length)),
                    () -> new ByteArrayInputStream(buffer, 0, length));
        }

        private RequestBody request() {
            return RequestBody.fromContentProvider(content, sizeBytes, BYTES);
        }
    }

    /**
     * A part of a multipart upload.
     *
     * @param sha256 base64, where S3 tells it
     */
    record UploadedPart(
            int number,
            long sizeBytes,
            String etag,
            @Nullable String sha256) {}

    /** There is an object at that key already, and it stays. */
    static final class TargetTakenException extends Exception {

        private static final long serialVersionUID = 1L;

        TargetTakenException() {
            super("There is an object at that key already");
        }
    }
}
