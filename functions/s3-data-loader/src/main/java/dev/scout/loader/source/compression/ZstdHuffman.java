package dev.scout.loader.source.compression;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** The Huffman code of a Zstandard block's literals; it holds for later blocks too. */
final class ZstdHuffman {

    private static final int LONGEST_CODE = 11;
    private static final int MOST_SYMBOLS = 256;
    private static final int WEIGHTS_ACCURACY = 6;

    private final byte[] weights = new byte[MOST_SYMBOLS];
    private final ZstdTable weightsTable = new ZstdTable(WEIGHTS_ACCURACY, LONGEST_CODE + 1);
    private final ZstdBits bits = new ZstdBits();

    /** For each possible beginning of a code: the symbol, and above it how long its code is. */
    private final short[] codes = new short[1 << LONGEST_CODE];

    private int longest;

    void clear() {
        longest = 0;
    }

    void save(DataOutputStream state) throws IOException {
        state.writeByte(longest);
        for (int i = 0; longest > 0 && i < 1 << longest; i++) {
            state.writeShort(codes[i]);
        }
    }

    void restore(DataInputStream state) throws IOException {
        longest = state.readByte();
        for (int i = 0; longest > 0 && i < 1 << longest; i++) {
            codes[i] = state.readShort();
        }
    }

    /** Reads the code's description; returns where it ends. */
    int readTable(byte[] block, int from, int end) throws ZstdCorruption {
        ZstdCorruption.unless(from < end, "a Huffman code is missing");
        int header = block[from] & 0xFF;
        int at = from + 1;
        int count;
        if (header < 128) {
            ZstdCorruption.unless(at + header <= end, "a Huffman code ends too early");
            count = packedWeights(block, at, at + header);
            at += header;
        } else {
            count = header - 127;
            ZstdCorruption.unless(at + (count + 1) / 2 <= end, "a Huffman code ends too early");
            for (int i = 0; i < count; i++) {
                int pair = block[at + i / 2];
                weights[i] = (byte) (i % 2 == 0 ? pair >>> 4 & 15 : pair & 15);
            }
            at += (count + 1) / 2;
        }
        build(count);
        return at;
    }

    private int packedWeights(byte[] block, int from, int to) throws ZstdCorruption {
        int at = weightsTable.read(block, from, to);
        bits.open(block, at, to);
        int first = bits.read(weightsTable.accuracy());
        int second = bits.read(weightsTable.accuracy());
        int count = 0;
        while (true) {
            ZstdCorruption.unless(!bits.isOverrun() && count < MOST_SYMBOLS - 2, "a Huffman code has too many symbols");
            bits.refill();
            weights[count++] = weightsTable.symbol(first);
            first = weightsTable.next(first, bits);
            if (bits.isOverrun()) {
                weights[count++] = weightsTable.symbol(second);
                return count;
            }
            bits.refill();
            weights[count++] = weightsTable.symbol(second);
            second = weightsTable.next(second, bits);
            if (bits.isOverrun()) {
                weights[count++] = weightsTable.symbol(first);
                return count;
            }
        }
    }

    /** Fills the table; the weight of the last symbol is what is missing to a power of two. */
    private void build(int given) throws ZstdCorruption {
        longest = 0;
        int sum = 0;
        for (int i = 0; i < given; i++) {
            ZstdCorruption.unless(weights[i] <= LONGEST_CODE, "a Huffman code is too long");
            sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
        }
        ZstdCorruption.unless(sum > 0 && given < MOST_SYMBOLS, "a Huffman code has no symbols");
        int bitCount = Integer.SIZE - Integer.numberOfLeadingZeros(sum);
        int missing = (1 << bitCount) - sum;
        ZstdCorruption.unless(
                bitCount <= LONGEST_CODE && Integer.bitCount(missing) == 1, "a Huffman code is not complete");
        weights[given] = (byte) (Integer.numberOfTrailingZeros(missing) + 1);
        int at = 0;
        for (int weight = 1; weight <= bitCount; weight++) {
            for (int symbol = 0; symbol <= given; symbol++) {
                if (weights[symbol] == weight) {
                    int entries = 1 << (weight - 1);
                    Arrays.fill(codes, at, at + entries, (short) (symbol | (bitCount + 1 - weight) << 8));
                    at += entries;
                }
            }
        }
        longest = bitCount;
    }

    /** Unpacks one stream of literals, which has to give exactly as many as there is room for. */
    void unpack(byte[] block, int from, int to, byte[] target, int begin, int end) throws ZstdCorruption {
        ZstdCorruption.unless(longest > 0, "literals have no Huffman code");
        bits.open(block, from, to);
        int width = longest;
        int at = begin;
        while (at + 4 < end && bits.refill()) {
            for (int i = 0; i < 4; i++) {
                short code = codes[bits.peek(width)];
                target[at++] = (byte) code;
                bits.skip(code >>> 8);
            }
        }
        while (at < end) {
            ZstdCorruption.unless(bits.refill(), "literals end too early");
            short code = codes[bits.peek(width)];
            target[at++] = (byte) code;
            bits.skip(code >>> 8);
        }
        bits.refill();
        ZstdCorruption.unless(bits.isAtEnd(), "literals do not end where they should");
    }
}
