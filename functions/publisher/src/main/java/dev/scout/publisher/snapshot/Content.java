package dev.scout.publisher.snapshot;

import dev.scout.file.ExportedFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Bytes to be put, with what they are known by.
 *
 * @param sha256 lower-case hex
 */
record Content(RequestBody body, String contentType, String sha256, long sizeBytes) {

    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String JSON = "application/json";
    /** Media type of the CSV files, as the manifest states it. */
    static final String CSV = "text/csv";

    static Content csv(ExportedFile file) {
        return file(file, CSV);
    }

    static Content parquet(ExportedFile file) {
        return file(file, PARQUET);
    }

    static Content json(byte[] bytes) {
        return new Content(RequestBody.fromBytes(bytes), JSON, hex(newSha256().digest(bytes)), bytes.length);
    }

    private static Content file(ExportedFile file, String contentType) {
        Path path = file.path();
        return new Content(RequestBody.fromFile(path), contentType, file.sha256(), file.sizeBytes());
    }

    /** The hash as S3 states it. */
    String sha256Base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256));
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
