package dev.scout.loader.source.avro;

import java.io.IOException;
import java.io.InputStream;

/** Decodes Avro's binary form. */
final class AvroInput {

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final InputStream NOTHING = InputStream.nullInputStream();

    private final InputStream stream;
    private byte[] buffer;
    private int position;
    private int limit;
    private long passed;

    /** Decodes from a stream. */
    AvroInput(InputStream stream) {
        this.stream = stream;
        this.buffer = new byte[BUFFER_BYTES];
    }

    /** Decodes bytes that are in memory. */
    AvroInput(byte[] bytes, int from, int to) {
        this.stream = NOTHING;
        this.buffer = bytes;
        this.position = from;
        this.limit = to;
        this.passed = -from;
    }

    /** How many bytes have been decoded. */
    long decoded() {
        return passed + position;
    }

    boolean isAtEnd() {
        return position == limit && !fill();
    }

    int readByte() {
        if (position == limit && !fill()) {
            throw end();
        }
        return buffer[position++];
    }

    boolean readBoolean() {
        int value = readByte();
        if (value != 0 && value != 1) {
            throw new BadAvroException("a boolean in it is " + value);
        }
        return value == 1;
    }

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new BadAvroException("an int in it is " + value);
        }
        return (int) value;
    }

    long readLong() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = readByte();
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
        throw new BadAvroException("a number in it has more than ten bytes");
    }

    int readLittleEndianInt() {
        int value = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += 8) {
            value |= (readByte() & 0xFF) << shift;
        }
        return value;
    }

    long readLittleEndianLong() {
        return Integer.toUnsignedLong(readLittleEndianInt()) | (long) readLittleEndianInt() << Integer.SIZE;
    }

    /** A length of text or bytes. */
    long readLength() {
        long length = readLong();
        if (length < 0) {
            throw new BadAvroException("a length in it is " + length);
        }
        return length;
    }

    /**
     * Bytes, which are then in {@link #buffer()} behind the place returned, until the next call. Memory grows only as they come, whatever
     * length is stated.
     */
    int readBytes(int length) {
        if (limit - position < length) {
            gather(length);
        }
        position += length;
        return position - length;
    }

    byte[] buffer() {
        return buffer;
    }

    void pass(long length) {
        long left = length;
        while (left > limit - position) {
            left -= limit - position;
            position = limit;
            if (!fill()) {
                throw end();
            }
        }
        position += (int) left;
    }

    private void gather(int length) {
        int have = limit - position;
        byte[] target =
                buffer.length >= length && stream != NOTHING ? buffer : new byte[Math.min(length, have + BUFFER_BYTES)];
        System.arraycopy(buffer, position, target, 0, have);
        passed += position;
        position = 0;
        limit = have;
        buffer = target;
        while (limit < length) {
            if (limit == buffer.length) {
                buffer = java.util.Arrays.copyOf(buffer, (int) Math.min(length, 2L * buffer.length));
            }
            int read = read(buffer, limit, buffer.length - limit);
            if (read <= 0) {
                throw end();
            }
            limit += read;
        }
    }

    private boolean fill() {
        if (stream == NOTHING) {
            return false;
        }
        passed += position;
        position = 0;
        limit = Math.max(0, read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private int read(byte[] target, int offset, int length) {
        try {
            return stream.read(target, offset, length);
        } catch (IOException e) {
            throw BadAvroException.of(e);
        }
    }

    private static BadAvroException end() {
        return BadAvroException.truncated("it ends in the middle of a record");
    }
}
