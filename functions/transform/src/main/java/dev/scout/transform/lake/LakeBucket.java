package dev.scout.transform.lake;

import dev.scout.ScoutException;
import dev.scout.file.ExportedFile;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The lake's objects. One object holds a partition's rows and is put in place of the one before: a reader sees either, never both. */
final class LakeBucket {

    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String JSON = "application/json";

    private final S3Client s3;
    private final String bucket;

    LakeBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    String location(Partition partition) {
        return "s3://" + bucket + "/" + partition.fileKey();
    }

    /** The marker goes first and comes back last: while it is there, file and manifest belong together. */
    void put(Partition partition, ExportedFile file, byte[] manifest) {
        delete(partition.markerKey());
        putFile(partition.fileKey(), file);
        put(partition.manifestKey(), JSON, manifest);
        put(partition.markerKey(), "text/plain", new byte[0]);
    }

    void remove(Partition partition) {
        delete(partition.markerKey());
        delete(partition.fileKey());
        delete(partition.manifestKey());
    }

    /** Whether the partition stands there complete, with these bytes. */
    boolean has(Partition partition, ExportedFile file) {
        try {
            s3.headObject(head -> head.bucket(bucket).key(partition.markerKey()));
            s3.headObject(head -> head.bucket(bucket).key(partition.manifestKey()));
            HeadObjectResponse head = s3.headObject(
                    get -> get.bucket(bucket).key(partition.fileKey()).checksumMode(ChecksumMode.ENABLED));
            return head.contentLength() == file.sizeBytes()
                    && (head.checksumSHA256() == null || head.checksumSHA256().equals(base64(file.sha256())));
        } catch (SdkException e) {
            return absent("look at " + partition.folder(), e);
        }
    }

    /** Whether there is anything of the partition, left perhaps by a run that died. */
    boolean hasAny(Partition partition) {
        try {
            return s3.listObjectsV2(list ->
                            list.bucket(bucket).prefix(partition.folder()).maxKeys(1))
                    .hasContents();
        } catch (SdkException e) {
            return absent("look at " + partition.folder(), e);
        }
    }

    private void putFile(String key, ExportedFile file) {
        try {
            s3.putObject(
                    put -> put.bucket(bucket).key(key).contentType(PARQUET).checksumSHA256(base64(file.sha256())),
                    RequestBody.fromFile(file.path()));
        } catch (SdkException e) {
            throw translated("write " + key, e);
        }
    }

    private void put(String key, String type, byte[] bytes) {
        try {
            s3.putObject(put -> put.bucket(bucket).key(key).contentType(type), RequestBody.fromBytes(bytes));
        } catch (SdkException e) {
            throw translated("write " + key, e);
        }
    }

    private void delete(String key) {
        try {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key));
        } catch (SdkException e) {
            throw translated("delete " + key, e);
        }
    }

    private static String base64(String sha256) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    }

    private boolean absent(String what, SdkException e) {
        if (e instanceof S3Exception s3Exception && s3Exception.statusCode() == NOT_FOUND) {
            return false;
        }
        throw translated(what, e);
    }

    private ScoutException translated(String what, SdkException e) {
        int status = e instanceof S3Exception s3Exception ? s3Exception.statusCode() : 0;
        String sentence = "The lake's bucket " + bucket + " did not let the transform " + what + ": ";
        if (status == FORBIDDEN) {
            return new ScoutException(
                    "S3_FORBIDDEN", false, sentence + "S3 refuses it. Check the function's role and credentials.", e);
        }
        if (status == NOT_FOUND) {
            return new ScoutException(
                    "BUCKET_MISSING", false, sentence + "there is none. Create it, or correct SCOUT_LAKE_BUCKET.", e);
        }
        return new ScoutException(
                "S3_UNAVAILABLE",
                true,
                sentence + (status == 0 ? "S3 could not be reached." : "S3 answers " + status + "."),
                e);
    }
}
