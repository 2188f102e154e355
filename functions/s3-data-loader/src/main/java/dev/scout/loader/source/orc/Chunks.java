package dev.scout.loader.source.orc;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The bytes of one stream, unpacked chunk by chunk. A chunk begins with three bytes that say how long it is, and whether it is there as it
 * was; a file without compression has no chunks.
 */
final class Chunks {

    private static final int HEADER_BYTES = 3;

    private final Section packed;
    private final ChunkFormat format;
    private byte[] chunk = {};
    private int position;
    private int limit;

    Chunks(Section packed, ChunkFormat format) {
        this.packed = packed;
        this.format = format;
    }

    /** The next byte, from 0 to 255. */
    int next() throws IOException {
        if (position == limit) {
            need();
        }
        return chunk[position++] & 0xFF;
    }

    void read(byte[] target, int offset, int length) throws IOException {
        int filled = 0;
        while (filled < length) {
            if (position == limit) {
                need();
            }
            int taken = Math.min(length - filled, limit - position);
            System.arraycopy(chunk, position, target, offset + filled, taken);
            position += taken;
            filled += taken;
        }
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (position == limit) {
                need();
            }
            int taken = (int) Math.min(left, limit - position);
            position += taken;
            left -= taken;
        }
    }

    /** Everything that is left, at most so many bytes. */
    byte[] rest(int most) throws IOException {
        byte[] all = new byte[0];
        while (position < limit || fill()) {
            int taken = limit - position;
            if (taken > most - all.length) {
                throw new CorruptOrcException("a part of it is larger than " + most + " bytes");
            }
            all = Arrays.copyOf(all, all.length + taken);
            System.arraycopy(chunk, position, all, all.length - taken, taken);
            position = limit;
        }
        return all;
    }

    /** A number of 7 bits a byte, the low ones first. */
    long unsigned() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int b = next();
            value |= (b & 0x7FL) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new CorruptOrcException("a number does not end");
    }

    /** The same with the sign in the lowest bit. */
    long signed() throws IOException {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number of so many bytes, the high ones first. */
    long bigEndian(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | next();
        }
        return value;
    }

    /** A number of so many bytes, the low ones first. */
    long littleEndian(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) next() << (8 * i);
        }
        return value;
    }

    private void need() throws IOException {
        if (!fill()) {
            throw new EOFException("one of its streams ends before its last value");
        }
    }

    private boolean fill() throws IOException {
        while (packed.remaining() > 0) {
            position = 0;
            limit = 0;
            if (format.isPlain()) {
                limit = packed.available();
                chunk = packed.bytes();
                position = packed.take(limit);
                limit += position;
            } else {
                nextChunk();
            }
            if (position < limit) {
                return true;
            }
        }
        return false;
    }

    private void nextChunk() throws IOException {
        packed.need(HEADER_BYTES);
        byte[] bytes = packed.bytes();
        int at = packed.take(HEADER_BYTES);
        int header = (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8 | (bytes[at + 2] & 0xFF) << 16;
        int length = header >>> 1;
        packed.need(length);
        bytes = packed.bytes();
        at = packed.take(length);
        if ((header & 1) == 0) {
            byte[] unpacked = format.scratch();
            limit = format.unpack(bytes, at, length, unpacked);
            keep(unpacked, 0);
        } else {
            limit = length;
            keep(bytes, at);
        }
    }

    /** Many streams are open at once, so each has no more than it needs. */
    private void keep(byte[] source, int from) {
        if (chunk.length < limit) {
            chunk = new byte[limit];
        }
        System.arraycopy(source, from, chunk, 0, limit);
    }
}
