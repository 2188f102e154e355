package dev.scout.loader.external;

import dev.scout.loader.external.LakeBucket.UploadedPart;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checksums as S3 writes them. */
final class PartChecksums {

    private PartChecksums() {}

    static byte[] digest(String algorithm, byte[] buffer, int length) {
        MessageDigest digest = SourceReader.digest(algorithm);
        digest.update(buffer, 0, length);
        return digest.digest();
    }

    static String base64(String algorithm, byte[] buffer, int length) {
        return Base64.getEncoder().encodeToString(digest(algorithm, buffer, length));
    }

    /** S3's checksum of a whole multipart upload: that of the parts' checksums, and how many there are; null where one of them is not known. */
    static @Nullable String composite(List<UploadedPart> parts) {
        MessageDigest digest = SourceReader.digest("SHA-256");
        for (UploadedPart part : parts) {
            if (part.sha256() == null) {
                return null;
            }
            digest.update(Base64.getDecoder().decode(part.sha256()));
        }
        return Base64.getEncoder().encodeToString(digest.digest()) + "-" + parts.size();
    }
}
