package dev.scout.loader.source.compression;

import dev.scout.loader.source.compression.UnpackingStream.DamageException;
import java.io.IOException;

/** The bits of a bzip2 file, the highest of each byte first. */
final class Bzip2Bits {

    private static final int POLYNOMIAL = 0x04C11DB7;
    private static final int[] CRC = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? crc << 1 ^ POLYNOMIAL : crc << 1;
            }
            CRC[i] = crc;
        }
    }

    private final UnpackingStream source;
    private long buffer;
    private int count;

    Bzip2Bits(UnpackingStream source) {
        this.source = source;
    }

    /** How many whole bytes have been read that lie behind here. */
    int wholeBytes() {
        return count >>> 3;
    }

    /** How many bits are left of the current byte. */
    int left() {
        return count & 7;
    }

    /** Those bits, the next one the highest. */
    int rest() {
        return (int) (buffer >>> (count & ~7)) & ((1 << left()) - 1);
    }

    /** Goes on with some bits of a byte. */
    void goOn(int bitCount, int bits) {
        buffer = bits;
        count = bitCount;
    }

    /** The checksum with one more byte. */
    static int crc(int crc, int value) {
        return crc << 8 ^ CRC[(crc >>> 24 ^ value) & 0xFF];
    }

    /** The next bits, 24 at most. */
    int read(int wanted) throws IOException, DamageException {
        int value = peek(wanted);
        count -= wanted;
        return value;
    }

    /** The next bits, without passing them. */
    int peek(int wanted) throws IOException, DamageException {
        while (count < wanted) {
            UnpackingStream from = source;
            int next = from.position < from.limit ? from.input[from.position++] & 0xFF : from.need();
            buffer = buffer << 8 | next;
            count += 8;
        }
        return (int) (buffer >>> (count - wanted)) & ((1 << wanted) - 1);
    }

    void skip(int passed) {
        count -= passed;
    }

    boolean readBit() throws IOException, DamageException {
        return read(1) != 0;
    }

    int readInt() throws IOException, DamageException {
        return read(16) << 16 | read(16);
    }

    /** Leaves out what is left of the current byte. */
    void toByteBorder() {
        count = 0; // The checksum has just been read, so no whole byte waits here.
    }

    DamageException corrupt(String how) {
        return source.corrupt(how);
    }
}
