package dev.scout.file;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Passes bytes on, counts them and takes their SHA-256 on the way. Closes what it writes to. */
public final class HashingOutputStream extends OutputStream {

    private final OutputStream target;
    private final MessageDigest digest;
    private long count;

    public HashingOutputStream(OutputStream target) {
        this.target = target;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public void write(int value) throws IOException {
        target.write(value);
        digest.update((byte) value);
        count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        target.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        count += length;
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }

    public long count() {
        return count;
    }

    /** The hash of everything written, in lower-case hex; to be asked for once, at the end. */
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
