package dev.scout.loader.object;

import dev.scout.ScoutException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The bytes of an object, counted and hashed on the way. A failure of the transfer comes as a retryable {@link ScoutException}, so that an
 * {@link IOException} further up always means that the content itself is damaged.
 */
public final class ObjectStream extends InputStream {

    private static final long READ_AHEAD_FROM_BYTES = 1024 * 1024;

    private final LandedObject object;
    private final InputStream bytes;
    private final long expected;
    private final MessageDigest digest = sha256();
    private final byte[] single = new byte[1];
    /** Read by another thread than the one that counts. */
    private final AtomicLong count = new AtomicLong();

    private boolean atEnd;
    private @Nullable String checksum;

    /** @param expected how many bytes there must be */
    ObjectStream(LandedObject object, InputStream bytes, long expected) {
        this.object = object;
        this.bytes = bytes;
        this.expected = expected;
    }

    @Override
    public int read() {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int read;
        try {
            read = bytes.read(target, offset, length);
        } catch (IOException | SdkException e) {
            throw broken(e);
        }
        if (read > 0) {
            if (isWhole()) {
                digest.update(target, offset, read);
            }
            count.addAndGet(read);
        } else if (read < 0 && !atEnd) {
            if (count.get() != expected) {
                throw broken(null);
            }
            atEnd = true;
            checksum = isWhole() ? HexFormat.of().formatHex(digest.digest()) : null;
        }
        return read;
    }

    /**
     * The same bytes for who reads them to the end, fetched ahead where there are many. Close it, and then this.
     */
    public InputStream readAhead() {
        return expected < READ_AHEAD_FROM_BYTES ? this : new ReadAheadStream(this);
    }

    /** SHA-256 of the bytes, hexadecimal; null before the end was read, and where these are not all of the object's bytes. */
    public @Nullable String checksum() {
        return checksum;
    }

    /** How many bytes of it have not been read yet. */
    public long left() {
        return expected - count.get();
    }

    /** Ends the transfer, wherever it is. */
    @Override
    public void close() {
        try {
            if (!atEnd && bytes instanceof ResponseInputStream<?> response) {
                response.abort();
            } else {
                bytes.close();
            }
        } catch (IOException | SdkException e) {
            // Whatever was needed of it has been read.
        }
    }

    private boolean isWhole() {
        return expected == object.sizeBytes();
    }

    private ScoutException broken(@Nullable Exception cause) {
        return new ScoutException(
                "S3_READ_FAILED",
                true,
                "The transfer of " + object.uri() + " broke off after " + count + " of " + object.sizeBytes()
                        + " bytes.",
                cause);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
