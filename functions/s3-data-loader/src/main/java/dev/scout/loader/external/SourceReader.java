package dev.scout.loader.external;

import dev.scout.ScoutException;
import dev.scout.loader.external.ExternalSource.Opened;
import dev.scout.loader.external.LakeBucket.Body;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads an object from its beginning, or from where an earlier invocation stopped; goes on where a connection broke. Hashes what it reads. */
final class SourceReader implements AutoCloseable {

    private static final int ATTEMPTS_WITHOUT_PROGRESS = 3;
    private static final long FIRST_PAUSE_MILLIS = 500;

    private final ExternalSource source;
    private final SourceObject object;
    private final long begin;
    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest md5 = digest("MD5");
    private long position;
    private int failures;
    private @Nullable Opened opened;
    private @Nullable String toldMd5;
    private @Nullable String version;

    SourceReader(ExternalSource source, SourceObject object, long begin) {
        this.source = source;
        this.object = object;
        this.begin = begin;
        this.position = begin;
        this.toldMd5 = object.md5();
    }

    /** Fills the buffer's beginning; what it can not have is a failure, since the size is known. */
    void read(byte[] buffer, int length) {
        int filled = 0;
        while (filled < length) {
            int read = readSome(buffer, filled, length - filled);
            sha256.update(buffer, filled, read);
            md5.update(buffer, filled, read);
            filled += read;
            position += read;
        }
    }

    /** The next bytes as a body that does not have to be in memory: hashed now, and fetched again when it is sent. */
    Body body(byte[] buffer, long length) {
        MessageDigest partSha256 = digest("SHA-256");
        MessageDigest partMd5 = digest("MD5");
        long at = position;
        for (long left = length; left > 0; ) {
            int piece = (int) Math.min(buffer.length, left);
            read(buffer, piece);
            partSha256.update(buffer, 0, piece);
            partMd5.update(buffer, 0, piece);
            left -= piece;
        }
        return new Body(
                length,
                Base64.getEncoder().encodeToString(partSha256.digest()),
                HexFormat.of().formatHex(partMd5.digest()),
                () -> new Stretch(source.open(object, at), length));
    }

    private int readSome(byte[] buffer, int offset, int length) {
        while (true) {
            try {
                int read = stream().bytes().read(buffer, offset, length);
                if (read > 0) {
                    failures = 0;
                    return read;
                }
                breaks(new IOException("The content ended early"));
            } catch (IOException | SdkException e) {
                breaks(e);
            }
        }
    }

    private Opened stream() {
        if (opened == null) {
            opened = source.open(object, position);
            toldMd5 = toldMd5 == null ? opened.md5() : toldMd5;
            version = opened.version();
        }
        return opened;
    }

    private void breaks(Exception e) {
        giveUp();
        if (++failures == ATTEMPTS_WITHOUT_PROGRESS) {
            throw SourceFailure.unreachable("\"" + object.key() + "\" could not be read beyond byte " + position, e);
        }
        Pauses.pause(FIRST_PAUSE_MILLIS << failures);
    }

    /**
     * Ends the reading, and says what was read.
     *
     * @throws ScoutException where it is not what the source says that it is
     */
    Digest finish() {
        if (opened != null) {
            expectEnd(opened);
        }
        if (begin > 0) {
            return new Digest(null, toldMd5, version);
        }
        String sha = HexFormat.of().formatHex(sha256.digest());
        String own = HexFormat.of().formatHex(md5.digest());
        if (toldMd5 != null && !toldMd5.equals(own)) {
            throw new ScoutException(
                    "CHECKSUM_MISMATCH",
                    true,
                    "\"" + object.key() + "\" came with MD5 " + own + ", but the source says that it is " + toldMd5
                            + ". Nothing was copied. (Where this storage's eTags or Content-MD5 are something else, set verify_md5 = false.)",
                    null);
        }
        return new Digest(sha, own, version);
    }

    /** Reading the end as well lets the SDK compare the checksum that S3 sent, and leaves the connection to the next object. */
    private void expectEnd(Opened stream) {
        try {
            if (stream.bytes().read() >= 0) {
                throw SourceFailure.gone("\"" + object.key() + "\" has more bytes than the source listed.");
            }
            stream.bytes().close();
            opened = null;
        } catch (IOException | SdkException e) {
            throw SourceFailure.unreachable("The end of \"" + object.key() + "\" could not be read", e);
        }
    }

    @Override
    public void close() {
        giveUp();
    }

    private void giveUp() {
        if (opened != null) {
            opened.abort().run();
            opened = null;
        }
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has " + algorithm, e);
        }
    }

    /**
     * What was read.
     *
     * @param sha256 hexadecimal; null where an earlier invocation read the beginning
     * @param md5 hexadecimal; of such an object what the source says
     */
    record Digest(
            @Nullable String sha256,
            @Nullable String md5,
            @Nullable String version) {}
}
