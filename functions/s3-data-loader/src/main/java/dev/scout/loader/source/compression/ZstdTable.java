package dev.scout.loader.source.compression;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** A table of finite state entropy: for each state its symbol, and how the next state comes from bits. */
final class ZstdTable {

    private static final int LEAST_ACCURACY = 5;

    private final int mostAccuracy;
    private final int symbolCount;
    private final short[] probabilities;
    private final int[] occurrences;
    private final byte[] symbols;
    private final byte[] bitCounts;
    private final short[] bases;
    private int accuracy = -1;

    ZstdTable(int mostAccuracy, int symbolCount) {
        this.mostAccuracy = mostAccuracy;
        this.symbolCount = symbolCount;
        this.probabilities = new short[symbolCount];
        this.occurrences = new int[symbolCount];
        this.symbols = new byte[1 << mostAccuracy];
        this.bitCounts = new byte[1 << mostAccuracy];
        this.bases = new short[1 << mostAccuracy];
    }

    /** A table that holds always. */
    static ZstdTable of(int accuracy, int... probabilities) {
        ZstdTable table = new ZstdTable(accuracy, probabilities.length);
        for (int i = 0; i < probabilities.length; i++) {
            table.probabilities[i] = (short) probabilities[i];
        }
        table.build(accuracy);
        return table;
    }

    /** How many bits the first state has. */
    int accuracy() {
        return accuracy;
    }

    boolean isThere() {
        return accuracy >= 0;
    }

    void clear() {
        accuracy = -1;
    }

    void save(DataOutputStream state) throws IOException {
        state.writeByte(accuracy);
        for (int i = 0; accuracy >= 0 && i < 1 << accuracy; i++) {
            state.writeByte(symbols[i]);
            state.writeByte(bitCounts[i]);
            state.writeShort(bases[i]);
        }
    }

    void restore(DataInputStream state) throws IOException {
        accuracy = state.readByte();
        for (int i = 0; accuracy >= 0 && i < 1 << accuracy; i++) {
            symbols[i] = state.readByte();
            bitCounts[i] = state.readByte();
            bases[i] = state.readShort();
        }
    }

    byte symbol(int state) {
        return symbols[state];
    }

    int next(int state, ZstdBits bits) {
        return bases[state] + bits.read(bitCounts[state]);
    }

    /** Makes it a table of one symbol. */
    void readSingle(int symbol) throws ZstdCorruption {
        ZstdCorruption.unless(symbol < symbolCount, "a symbol is none that there is");
        accuracy = 0;
        symbols[0] = (byte) symbol;
        bitCounts[0] = 0;
        bases[0] = 0;
    }

    /** Reads a table's description; returns where it ends. */
    int read(byte[] block, int from, int to) throws ZstdCorruption {
        Forward bits = new Forward(block, from, to);
        int itsAccuracy = bits.read(4) + LEAST_ACCURACY;
        ZstdCorruption.unless(itsAccuracy <= mostAccuracy, "a table is larger than it may be");
        Arrays.fill(probabilities, (short) 0);
        int left = (1 << itsAccuracy) + 1;
        int symbol = 0;
        while (left > 1) {
            ZstdCorruption.unless(symbol < symbolCount, "a table has too many symbols");
            int probability = bits.probability(left);
            probabilities[symbol++] = (short) probability;
            left -= Math.abs(probability);
            if (probability == 0) {
                symbol += bits.zeros();
            }
        }
        ZstdCorruption.unless(left == 1 && symbol <= symbolCount, "a table's probabilities do not fit");
        build(itsAccuracy);
        return bits.end();
    }

    private void build(int itsAccuracy) {
        accuracy = itsAccuracy;
        int size = 1 << accuracy;
        int high = size - 1;
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            occurrences[symbol] = Math.abs(probabilities[symbol]);
            if (probabilities[symbol] < 0) {
                symbols[high--] = (byte) symbol;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int symbol = 0; symbol < symbolCount; symbol++) {
            for (int i = 0; i < probabilities[symbol]; i++) {
                symbols[at] = (byte) symbol;
                do {
                    at = (at + step) & (size - 1);
                } while (at > high);
            }
        }
        for (int state = 0; state < size; state++) {
            int occurrence = occurrences[symbols[state]]++;
            int bitCount = accuracy - (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(occurrence));
            bitCounts[state] = (byte) bitCount;
            bases[state] = (short) ((occurrence << bitCount) - size);
        }
    }

    /** Bits from the beginning on, the lowest of each byte first. */
    private static final class Forward {

        private final byte[] bytes;
        private final int begin;
        private final int limit;
        private int position;

        Forward(byte[] bytes, int from, int to) {
            this.bytes = bytes;
            this.begin = from;
            this.limit = (to - from) * 8;
        }

        int read(int count) throws ZstdCorruption {
            ZstdCorruption.unless(position + count <= limit, "a table ends too early");
            int value = peek(count);
            position += count;
            return value;
        }

        private int peek(int count) {
            int value = 0;
            for (int i = 0; i < count; i++) {
                int bit = position + i;
                int set = bit < limit ? bytes[begin + (bit >>> 3)] >>> (bit & 7) & 1 : 0;
                value |= set << i;
            }
            return value;
        }

        /** A probability where {@code left} less one is still to be given: small values have one bit less. */
        int probability(int left) throws ZstdCorruption {
            int bitCount = Integer.SIZE - Integer.numberOfLeadingZeros(left);
            int threshold = (1 << bitCount) - 1 - left;
            int low = peek(bitCount - 1);
            if (low < threshold) {
                read(bitCount - 1);
                return low - 1;
            }
            int value = read(bitCount);
            return (value >= 1 << (bitCount - 1) ? value - threshold : value) - 1;
        }

        /** How many more symbols have a probability of 0. */
        int zeros() throws ZstdCorruption {
            int count = 0;
            int step = read(2);
            while (step == 3) {
                count += step;
                step = read(2);
            }
            return count + step;
        }

        int end() {
            return begin + ((position + 7) >>> 3);
        }
    }
}
