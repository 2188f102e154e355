package dev.scout.loader.source;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Any bytes of an array. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ArrayRanges(byte[] bytes) implements Ranges {

    @Override
    public long sizeBytes() {
        return bytes.length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
        int taken = (int) Math.max(0, Math.min(length, bytes.length - position));
        System.arraycopy(bytes, (int) Math.min(position, bytes.length), target, offset, taken);
        return taken;
    }

    @Override
    public InputStream from(long position) {
        return new ByteArrayInputStream(bytes, (int) position, bytes.length - (int) position);
    }
}
