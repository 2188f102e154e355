package dev.scout.loader.source.compression;

import java.util.zip.CRC32;

/** A CRC-32 that can go on from what it was: the JDK's can not. */
final class Crc32 {

    private static final int POLYNOMIAL = 0xEDB88320;

    private final CRC32 crc = new CRC32();
    private int before;
    private long length;

    /** @param value of all the bytes so far */
    void begin(int value) {
        before = value;
        length = 0;
        crc.reset();
    }

    void update(byte[] bytes, int offset, int count) {
        crc.update(bytes, offset, count);
        length += count;
    }

    int value() {
        return moved(before, length) ^ (int) crc.getValue();
    }

    /** What the checksum of some bytes adds to that of as many more. */
    private static int moved(int crc, long zeroBytes) {
        int moved = crc;
        int[] step = oneBit();
        for (long left = zeroBytes * Byte.SIZE; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                moved = times(step, moved);
            }
            step = squared(step);
        }
        return moved;
    }

    /** The matrix that moves a checksum by one zero bit. */
    private static int[] oneBit() {
        int[] matrix = new int[Integer.SIZE];
        matrix[0] = POLYNOMIAL;
        for (int i = 1; i < Integer.SIZE; i++) {
            matrix[i] = 1 << (i - 1);
        }
        return matrix;
    }

    private static int times(int[] matrix, int vector) {
        int product = 0;
        for (int i = 0, rest = vector; rest != 0; i++, rest >>>= 1) {
            product ^= (rest & 1) == 0 ? 0 : matrix[i];
        }
        return product;
    }

    private static int[] squared(int[] matrix) {
        int[] square = new int[Integer.SIZE];
        for (int i = 0; i < Integer.SIZE; i++) {
            square[i] = times(matrix, matrix[i]);
        }
        return square;
    }
}
