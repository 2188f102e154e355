package dev.scout.loader.source.compression;

import dev.scout.loader.source.compression.UnpackingStream.DamageException;
import java.io.IOException;
import java.util.Arrays;

/** One block of a bzip2 file: Huffman codes, move-to-front, and the Burrows–Wheeler transform undone. */
final class Bzip2Block {

    private static final int SYMBOLS_OF_A_GROUP = 50;
    private static final int LONGEST_CODE = 20;
    private static final int QUICK_BITS = 10;
    private static final int SYMBOL_BITS = 9;
    private static final int MOST_SYMBOLS = 258;
    private static final int MOST_TABLES = 6;
    private static final int RUN_A = 0;
    private static final int RUN_B = 1;

    private final Bzip2Bits bits;
    private final byte[] used = new byte[256];
    private final int[] counts = new int[256];
    private final Code[] codes = new Code[MOST_TABLES];
    private final byte[] selectors = new byte[1 << 15];
    private int[] entries = {};
    private byte[] content = {};
    private int size;
    private int usedCount;
    private int selectorCount;
    private int length;

    Bzip2Block(Bzip2Bits bits) {
        this.bits = bits;
        for (int i = 0; i < MOST_TABLES; i++) {
            codes[i] = new Code();
        }
    }

    /** How many bytes a block has at most. */
    void size(int bytes) {
        size = bytes;
    }

    /** How many bytes the block has, runs not yet written out. */
    int length() {
        return length;
    }

    /** The bytes, as far as {@link #length()}. */
    byte[] content() {
        return content;
    }

    void read() throws IOException, DamageException {
        boolean randomised = bits.readBit();
        int origin = bits.read(24);
        readUsedBytes();
        readCodes();
        readBytes();
        if (length == 0 || origin >= length) {
            throw bits.corrupt("a block points outside of itself");
        }
        undoTransform(origin);
        if (randomised) {
            Bzip2Randomness.undo(content, length);
        }
    }

    private void readUsedBytes() throws IOException, DamageException {
        int ranges = bits.read(16);
        usedCount = 0;
        for (int range = 0; range < 16; range++) {
            if ((ranges & 0x8000 >> range) == 0) {
                continue;
            }
            int members = bits.read(16);
            for (int i = 0; i < 16; i++) {
                if ((members & 0x8000 >> i) != 0) {
                    used[usedCount++] = (byte) (range * 16 + i);
                }
            }
        }
        if (usedCount == 0) {
            throw bits.corrupt("a block has no bytes");
        }
    }

    private void readCodes() throws IOException, DamageException {
        int tables = bits.read(3);
        selectorCount = bits.read(15);
        if (tables < 2 || tables > MOST_TABLES || selectorCount == 0) {
            throw bits.corrupt("a block has no codes");
        }
        byte[] order = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < selectorCount; i++) {
            int at = 0;
            while (bits.readBit()) {
                if (++at >= tables) {
                    throw bits.corrupt("a block names a code that there is not");
                }
            }
            byte selected = order[at];
            System.arraycopy(order, 0, order, 1, at);
            order[0] = selected;
            selectors[i] = selected;
        }
        int symbols = usedCount + 2;
        for (int table = 0; table < tables; table++) {
            codes[table].read(symbols);
        }
    }

    /** Reads the bytes in the order of the transform. */
    private void readBytes() throws IOException, DamageException {
        int end = usedCount + 1;
        byte[] front = Arrays.copyOf(used, 256);
        Arrays.fill(counts, 0);
        length = 0;
        int group = 0;
        int leftInGroup = 0;
        Code code = codes[0];
        int run = 0;
        int weight = 1;
        while (true) {
            if (leftInGroup == 0) {
                if (group == selectorCount) {
                    throw bits.corrupt("a block goes on behind its last code");
                }
                code = codes[selectors[group++]];
                leftInGroup = SYMBOLS_OF_A_GROUP;
            }
            leftInGroup--;
            int symbol = code.symbol();
            if (symbol == RUN_A || symbol == RUN_B) {
                run += weight << symbol;
                weight <<= 1;
                if (run > size) {
                    throw tooLong();
                }
                continue;
            }
            if (run > 0) {
                append(front[0], run);
                run = 0;
                weight = 1;
            }
            if (symbol == end) {
                return;
            }
            int at = symbol - 1;
            byte value = front[at];
            System.arraycopy(front, 0, front, 1, at);
            front[0] = value;
            append(value, 1);
        }
    }

    private void append(byte value, int times) throws DamageException {
        if (length + times > size) {
            throw tooLong();
        }
        if (length + times > entries.length) {
            entries = Arrays.copyOf(entries, Math.min(size, Math.max(length + times, entries.length * 2)));
        }
        Arrays.fill(entries, length, length + times, value & 0xFF);
        length += times;
        counts[value & 0xFF] += times;
    }

    private DamageException tooLong() {
        return bits.corrupt("a block is larger than it may be");
    }

    /** Each entry gets, above its byte, the index of the one that comes next; along these the bytes are in their order. */
    private void undoTransform(int origin) {
        int sum = 0;
        for (int i = 0; i < 256; i++) {
            int count = counts[i];
            counts[i] = sum;
            sum += count;
        }
        for (int i = 0; i < length; i++) {
            entries[counts[entries[i] & 0xFF]++] |= i << 8;
        }
        if (content.length < length) {
            content = new byte[entries.length];
        }
        int entry = entries[origin] >>> 8;
        for (int i = 0; i < length; i++) {
            int here = entries[entry];
            content[i] = (byte) here;
            entry = here >>> 8;
        }
    }

    /** A canonical Huffman code. */
    private final class Code {

        private final int[] limits = new int[LONGEST_CODE + 2];
        private final int[] bases = new int[LONGEST_CODE + 2];
        private final short[] symbols = new short[MOST_SYMBOLS];
        private final byte[] lengths = new byte[MOST_SYMBOLS];

        /** For each possible beginning: the symbol, and above it the length of its code; 0 where that is longer. */
        private final short[] quick = new short[1 << QUICK_BITS];

        void read(int count) throws IOException, DamageException {
            int codeLength = bits.read(5);
            for (int i = 0; i < count; i++) {
                while (true) {
                    if (codeLength < 1 || codeLength > LONGEST_CODE) {
                        throw bits.corrupt("a code has a length that can not be");
                    }
                    if (!bits.readBit()) {
                        break;
                    }
                    codeLength += bits.readBit() ? -1 : 1;
                }
                lengths[i] = (byte) codeLength;
            }
            order(count);
        }

        private void order(int count) throws DamageException {
            int next = 0;
            int code = 0;
            Arrays.fill(quick, (short) 0);
            for (int codeLength = 1; codeLength <= LONGEST_CODE; codeLength++) {
                bases[codeLength] = next - code;
                for (int i = 0; i < count; i++) {
                    if (lengths[i] == codeLength) {
                        if (code >= 1 << codeLength) {
                            throw bits.corrupt("a code has more symbols than it can have");
                        }
                        if (codeLength <= QUICK_BITS) {
                            int begin = code << (QUICK_BITS - codeLength);
                            int end = (code + 1) << (QUICK_BITS - codeLength);
                            Arrays.fill(quick, begin, end, (short) (codeLength << SYMBOL_BITS | i));
                        }
                        symbols[next++] = (short) i;
                        code++;
                    }
                }
                limits[codeLength] = code;
                code <<= 1;
            }
        }

        int symbol() throws IOException, DamageException {
            int seen = bits.peek(LONGEST_CODE);
            int entry = quick[seen >>> (LONGEST_CODE - QUICK_BITS)];
            if (entry != 0) {
                bits.skip(entry >>> SYMBOL_BITS);
                return entry & ((1 << SYMBOL_BITS) - 1);
            }
            for (int codeLength = QUICK_BITS + 1; codeLength <= LONGEST_CODE; codeLength++) {
                int code = seen >>> (LONGEST_CODE - codeLength);
                if (code < limits[codeLength]) {
                    bits.skip(codeLength);
                    return symbols[bases[codeLength] + code];
                }
            }
            throw bits.corrupt("there is a code that means nothing");
        }
    }
}
