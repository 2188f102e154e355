package dev.scout.loader.source.compression;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The sequences of a Zstandard block: so many literals, then so many bytes again from so far back. */
final class ZstdSequences {

    private static final int[] LENGTH_BASES = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512,
        1024, 2048, 4096, 8192, 16384, 32768, 65536
    };
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        16
    };
    private static final int[] MATCH_BASES = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
        33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
    };
    private static final int[] MATCH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2,
        2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
    };
    private static final int MOST_OFFSET_CODE = 31;
    private static final int[] FIRST_DISTANCES = {1, 4, 8};

    private final Kind lengths = new Kind(
            new ZstdTable(9, LENGTH_BASES.length),
            ZstdTable.of(
                    6, 4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
                    -1, -1, -1, -1));
    private final Kind offsets = new Kind(
            new ZstdTable(8, MOST_OFFSET_CODE + 1),
            ZstdTable.of(
                    5, 1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1));
    private final Kind matches = new Kind(
            new ZstdTable(9, MATCH_BASES.length),
            ZstdTable.of(
                    6, 1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1));

    private final ZstdWindow window;
    private final ZstdBits bits = new ZstdBits();
    private final int[] distances = new int[3];

    ZstdSequences(ZstdWindow window) {
        this.window = window;
    }

    void beginFrame() {
        System.arraycopy(FIRST_DISTANCES, 0, distances, 0, distances.length);
        lengths.clear();
        offsets.clear();
        matches.clear();
    }

    void save(DataOutputStream state) throws IOException {
        for (int distance : distances) {
            state.writeInt(distance);
        }
        lengths.save(state);
        offsets.save(state);
        matches.save(state);
    }

    void restore(DataInputStream state) throws IOException {
        for (int i = 0; i < distances.length; i++) {
            distances[i] = state.readInt();
        }
        lengths.restore(state);
        offsets.restore(state);
        matches.restore(state);
    }

    /**
     * Writes the literals and what they say is repeated.
     *
     * @param most where the window has to end at the latest
     */
    void run(byte[] block, int from, int to, byte[] literals, int literalCount, int most) throws ZstdCorruption {
        ZstdCorruption.unless(from < to, "the sequences are missing");
        int first = block[from] & 0xFF;
        int at = from + (first < 128 ? 1 : first < 255 ? 2 : 3);
        ZstdCorruption.unless(at <= to, "the sequences are missing");
        int count = first < 128
                ? first
                : first < 255
                        ? ((first - 128) << 8) + (block[from + 1] & 0xFF)
                        : (block[from + 1] & 0xFF) + ((block[from + 2] & 0xFF) << 8) + 0x7F00;
        int taken = 0;
        if (count == 0) {
            ZstdCorruption.unless(at == to, "something stands behind the literals");
        } else {
            taken = run(block, at, to, count, literals, literalCount, most);
        }
        int rest = literalCount - taken;
        ZstdCorruption.unless(window.end + rest <= most, "a block gives more than it may");
        System.arraycopy(literals, taken, window.content, window.end, rest);
        window.end += rest;
    }

    private int run(byte[] block, int from, int to, int count, byte[] literals, int literalCount, int most)
            throws ZstdCorruption {
        ZstdCorruption.unless(from < to, "the sequences are missing");
        int modes = block[from] & 0xFF;
        int at = lengths.read(modes >>> 6, block, from + 1, to);
        at = offsets.read(modes >>> 4 & 3, block, at, to);
        at = matches.read(modes >>> 2 & 3, block, at, to);
        bits.open(block, at, to);
        ZstdTable lengthTable = lengths.inForce;
        ZstdTable offsetTable = offsets.inForce;
        ZstdTable matchTable = matches.inForce;
        int lengthState = bits.read(lengthTable.accuracy());
        int offsetState = bits.read(offsetTable.accuracy());
        int matchState = bits.read(matchTable.accuracy());
        int taken = 0;
        for (int left = count; left > 0; left--) {
            ZstdCorruption.unless(bits.refill(), "the sequences end too early");
            int lengthCode = lengthTable.symbol(lengthState);
            int offsetCode = offsetTable.symbol(offsetState);
            int matchCode = matchTable.symbol(matchState);
            long offset = (1L << offsetCode) + (bits.read(offsetCode) & 0xFFFF_FFFFL);
            int match = MATCH_BASES[matchCode] + bits.read(MATCH_BITS[matchCode]);
            bits.refill();
            int length = LENGTH_BASES[lengthCode] + bits.read(LENGTH_BITS[lengthCode]);
            int distance = distance(offset, length);
            ZstdCorruption.unless(
                    taken + length <= literalCount && window.end + length + match <= most,
                    "a block gives more than it may");
            copy(literals, taken, length);
            taken += length;
            ZstdCorruption.unless(
                    distance <= window.bytes() && window.repeat(distance, match),
                    "a sequence points to before the beginning");
            if (left > 1) {
                lengthState = lengthTable.next(lengthState, bits);
                matchState = matchTable.next(matchState, bits);
                offsetState = offsetTable.next(offsetState, bits);
            }
        }
        bits.refill();
        ZstdCorruption.unless(bits.isAtEnd(), "the sequences do not end where they should");
        return taken;
    }

    private void copy(byte[] literals, int from, int length) {
        byte[] target = window.content;
        int end = window.end;
        if (length > 16) {
            System.arraycopy(literals, from, target, end, length);
        } else {
            for (int i = 0; i < length; i++) {
                target[end + i] = literals[from + i];
            }
        }
        window.end = end + length;
    }

    /** How far back a sequence points: small offsets mean one of the last three distances. */
    private int distance(long offset, int length) throws ZstdCorruption {
        if (offset > 3) {
            ZstdCorruption.unless(offset - 3 <= Integer.MAX_VALUE, "a sequence points to before the beginning");
            distances[2] = distances[1];
            distances[1] = distances[0];
            distances[0] = (int) (offset - 3);
            return distances[0];
        }
        int which = (int) offset - (length == 0 ? 0 : 1);
        if (which == 0) {
            return distances[0];
        }
        int distance = which == 3 ? distances[0] - 1 : distances[which];
        ZstdCorruption.unless(distance > 0, "a sequence points to itself");
        if (which != 1) {
            distances[2] = distances[1];
        }
        distances[1] = distances[0];
        distances[0] = distance;
        return distance;
    }

    /** One of the three numbers of a sequence, and the table by which it is told. */
    private static final class Kind {

        private static final int PREDEFINED = 0;
        private static final int SINGLE = 1;
        private static final int DESCRIBED = 2;

        private final ZstdTable own;
        private final ZstdTable predefined;
        private ZstdTable inForce;

        Kind(ZstdTable own, ZstdTable predefined) {
            this.own = own;
            this.predefined = predefined;
            this.inForce = own;
        }

        void clear() {
            own.clear();
            inForce = own;
        }

        void save(DataOutputStream state) throws IOException {
            state.writeBoolean(inForce == predefined);
            if (inForce == own) {
                own.save(state);
            }
        }

        void restore(DataInputStream state) throws IOException {
            inForce = state.readBoolean() ? predefined : own;
            if (inForce == own) {
                own.restore(state);
            }
        }

        /** Reads which table holds, and the table; returns where it ends. */
        int read(int mode, byte[] block, int from, int to) throws ZstdCorruption {
            switch (mode) {
                case PREDEFINED -> inForce = predefined;
                case SINGLE -> {
                    ZstdCorruption.unless(from < to, "the sequences are missing");
                    own.readSingle(block[from] & 0xFF);
                    inForce = own;
                    return from + 1;
                }
                case DESCRIBED -> {
                    inForce = own;
                    return own.read(block, from, to);
                }
                default -> ZstdCorruption.unless(inForce.isThere(), "a table is to be used again that there is not");
            }
            return from;
        }
    }
}
