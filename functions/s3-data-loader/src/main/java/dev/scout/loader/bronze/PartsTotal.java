package dev.scout.loader.bronze;

import dev.scout.loader.bronze.Transfer.Transferred;
import dev.scout.loader.quality.FileProfile;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The sum of a file's parts, added in the order of the file. */
final class PartsTotal {

    private final MessageDigest digest = sha256();
    private @Nullable Tally tally;
    private @Nullable FileProfile profile;
    private int parts;

    void add(Tally next, FileProfile nextProfile, String sha256) {
        tally = tally == null ? next : tally.plus(next);
        profile = profile == null ? nextProfile : profile.merge(nextProfile);
        digest.update(HexFormat.of().parseHex(sha256));
        parts++;
    }

    /**
     * All of the file, as if it had been transferred at once. Not to be called twice.
     *
     * @param checksum of the object's bytes; null where nobody has read them in one go: then that of the parts' checksums, and how many they are
     */
    Transferred whole(@Nullable String checksum) {
        String composite = HexFormat.of().formatHex(digest.digest()) + "-" + parts;
        return new Transferred(
                Objects.requireNonNull(tally, "A file has one part at least"),
                checksum == null ? composite : checksum,
                Objects.requireNonNull(profile, "A part has a profile"));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
