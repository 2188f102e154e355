package dev.scout.loader.source.compression;

import java.util.Arrays;

/** A Huffman code of DEFLATE, given by how many bits each symbol has. */
final class HuffmanCode {

    static final int LONGEST = 15;

    private static final int QUICK_BITS = 10;
    private static final int QUICK_MASK = (1 << QUICK_BITS) - 1;

    /** For each possible beginning of a short code: how long it is, and below that the symbol; 0 where the code is longer. */
    private final int[] quick = new int[1 << QUICK_BITS];

    private final int[] counts = new int[LONGEST + 1];
    private final int[] offsets = new int[LONGEST + 2];
    private final short[] symbols = new short[288];

    /**
     * Makes it the code of symbols with so many bits each.
     *
     * @param partly whether a single code of one bit will do
     * @return false where there is no such code
     */
    boolean build(byte[] bits, int from, int symbolCount, boolean partly) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < symbolCount; i++) {
            counts[bits[from + i]]++;
        }
        counts[0] = 0;
        offsets[1] = 0;
        int left = 1;
        int longest = 0;
        for (int length = 1; length <= LONGEST; length++) {
            left = (left << 1) - counts[length];
            if (left < 0) {
                return false;
            }
            longest = counts[length] > 0 ? length : longest;
            offsets[length + 1] = offsets[length] + counts[length];
        }
        if (left > 0 && longest > 0 && !(partly && longest == 1)) {
            return false;
        }
        for (int i = 0; i < symbolCount; i++) {
            if (bits[from + i] != 0) {
                symbols[offsets[bits[from + i]]++] = (short) i;
            }
        }
        fillQuick();
        return true;
    }

    private void fillQuick() {
        Arrays.fill(quick, 0);
        int code = 0;
        int index = 0;
        for (int length = 1; length <= QUICK_BITS; length++) {
            for (int i = 0; i < counts[length]; i++) {
                int entry = length << 16 | symbols[index++];
                for (int at = Integer.reverse(code++) >>> (Integer.SIZE - length);
                        at <= QUICK_MASK;
                        at += 1 << length) {
                    quick[at] = entry;
                }
            }
            code <<= 1;
        }
    }

    /**
     * The symbol whose code stands in the lowest bits, and above it how long the code is.
     *
     * @param count how many bits there are
     * @return a negative number where there is none
     */
    int find(long bits, int count) {
        int entry = quick[(int) bits & QUICK_MASK];
        if (entry != 0) {
            return entry >>> 16 <= count ? entry : -1;
        }
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LONGEST && length <= count; length++) {
            code |= (int) (bits >>> (length - 1)) & 1;
            int here = counts[length];
            if (code - here < first) {
                return length << 16 | symbols[index + code - first];
            }
            index += here;
            first = (first + here) << 1;
            code <<= 1;
        }
        return -1;
    }
}
