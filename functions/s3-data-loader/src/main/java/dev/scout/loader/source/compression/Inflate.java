package dev.scout.loader.source.compression;

import dev.scout.loader.source.compression.UnpackingStream.DamageException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks DEFLATE (RFC 1951), and tells of the borders of its blocks: there it can begin again with the last 32 KiB and the bits that are left
 * of a byte. (The JDK's has no way to begin there.)
 */
final class Inflate {

    /** How far back a block may point. */
    static final int WINDOW_BYTES = 32 * 1024;

    private static final int ROOM = 256 * 1024;
    private static final int LONGEST_MATCH = 258;
    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;
    private static final int END_OF_BLOCK = 256;
    private static final int MOST_LENGTHS = 286;
    private static final int MOST_DISTANCES = 30;

    private static final int[] LENGTH_BASES = {
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258
    };
    private static final int[] LENGTH_BITS = {
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
    };
    private static final int[] DISTANCE_BASES = {
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12289, 16385, 24577
    };
    private static final int[] DISTANCE_BITS = {
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13
    };
    private static final int[] ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final UnpackingStream source;
    private final byte[] window = new byte[WINDOW_BYTES + ROOM];
    private final HuffmanCode lengths = new HuffmanCode();
    private final HuffmanCode distances = new HuffmanCode();
    private final HuffmanCode codes = new HuffmanCode();
    private final byte[] given = new byte[MOST_LENGTHS + MOST_DISTANCES + 32];

    private long buffer;
    private int count;
    private int end;
    private int handedOver;
    private boolean inBlock;
    private boolean lastBlock;
    private int storedLeft;
    private boolean stored;

    /** What was met behind bytes that have not been taken yet. */
    private @Nullable DamageException damage;

    Inflate(UnpackingStream source) {
        this.source = source;
    }

    /** Begins anew, at a whole byte. */
    void begin() {
        end = 0;
        handedOver = 0;
        buffer = 0;
        count = 0;
        inBlock = false;
        lastBlock = false;
    }

    /**
     * Goes on at the border of a block.
     *
     * @param before the bytes before it
     * @param bits what is left of a byte, the next bit the lowest
     */
    void goOn(byte[] before, int bitCount, int bits) {
        begin();
        System.arraycopy(before, 0, window, 0, before.length);
        end = before.length;
        handedOver = end;
        buffer = bits;
        count = bitCount;
    }

    /** Whether a block begins here, or everything has ended. */
    boolean isAtBorder() {
        return !inBlock;
    }

    boolean isAtEnd() {
        return lastBlock && !inBlock && waiting() == 0;
    }

    /** How many bytes have been unpacked and not been taken. */
    int waiting() {
        return end - handedOver;
    }

    /** The last bytes before here. */
    byte[] before() {
        return Arrays.copyOfRange(window, Math.max(0, end - WINDOW_BYTES), end);
    }

    /** How many whole bytes have been read of what stands behind here. */
    int wholeBytes() {
        return count >>> 3;
    }

    int bitCount() {
        return count & 7;
    }

    int bits() {
        return (int) buffer & ((1 << bitCount()) - 1);
    }

    /** Gives what has been read too much back, and leaves out what is left of a byte. */
    void toByteBorder() {
        source.position -= count >>> 3;
        buffer = 0;
        count = 0;
    }

    int take(byte[] target, int offset, int length) {
        int taken = Math.min(length, waiting());
        System.arraycopy(window, handedOver, target, offset, taken);
        handedOver += taken;
        return taken;
    }

    /** Unpacks on, up to the next border at most; everything before has been taken. */
    void unpack() throws IOException, DamageException {
        if (damage != null) {
            throw damage;
        }
        makeRoom();
        if (!inBlock) {
            beginBlock();
        } else if (stored) {
            copyStored();
        } else {
            decode();
        }
    }

    private void makeRoom() {
        if (window.length - end < ROOM / 2) {
            System.arraycopy(window, end - WINDOW_BYTES, window, 0, WINDOW_BYTES);
            end = WINDOW_BYTES;
            handedOver = end;
        }
    }

    private void beginBlock() throws IOException, DamageException {
        lastBlock = bits(1) == 1;
        switch (bits(2)) {
            case STORED -> {
                toByteBorder();
                int length = source.need() | source.need() << 8;
                int complement = source.need() | source.need() << 8;
                if ((length ^ 0xFFFF) != complement) {
                    throw source.corrupt("invalid stored block lengths");
                }
                storedLeft = length;
                stored = true;
            }
            case FIXED -> {
                Arrays.fill(given, 0, 144, (byte) 8);
                Arrays.fill(given, 144, 256, (byte) 9);
                Arrays.fill(given, 256, 280, (byte) 7);
                Arrays.fill(given, 280, 288, (byte) 8);
                lengths.build(given, 0, 288, false);
                Arrays.fill(given, 0, 32, (byte) 5);
                distances.build(given, 0, 32, false);
                stored = false;
            }
            case DYNAMIC -> {
                readCodes();
                stored = false;
            }
            default -> throw source.corrupt("invalid block type");
        }
        inBlock = true;
    }

    private void readCodes() throws IOException, DamageException {
        int lengthCount = bits(5) + 257;
        int distanceCount = bits(5) + 1;
        int codeCount = bits(4) + 4;
        if (lengthCount > MOST_LENGTHS || distanceCount > MOST_DISTANCES) {
            throw source.corrupt("too many length or distance symbols");
        }
        Arrays.fill(given, 0, ORDER.length, (byte) 0);
        for (int i = 0; i < codeCount; i++) {
            given[ORDER[i]] = (byte) bits(3);
        }
        if (!codes.build(given, 0, ORDER.length, false)) {
            throw source.corrupt("invalid code lengths set");
        }
        int at = 0;
        int all = lengthCount + distanceCount;
        while (at < all) {
            int symbol = symbol(codes);
            if (symbol < 16) {
                given[at++] = (byte) symbol;
                continue;
            }
            if (symbol == 16 && at == 0) {
                throw source.corrupt("invalid bit length repeat");
            }
            byte value = symbol == 16 ? given[at - 1] : 0;
            int times = symbol == 16 ? 3 + bits(2) : symbol == 17 ? 3 + bits(3) : 11 + bits(7);
            if (at + times > all) {
                throw source.corrupt("invalid bit length repeat");
            }
            Arrays.fill(given, at, at + times, value);
            at += times;
        }
        if (given[END_OF_BLOCK] == 0 || !lengths.build(given, 0, lengthCount, true)) {
            throw source.corrupt("invalid literal/lengths set");
        }
        if (!distances.build(given, lengthCount, distanceCount, true)) {
            throw source.corrupt("invalid distances set");
        }
    }

    private void copyStored() throws IOException, DamageException {
        if (storedLeft == 0) {
            inBlock = false;
            return;
        }
        if (source.position == source.limit) {
            source.need();
            source.position--;
        }
        int taken = Math.min(Math.min(storedLeft, source.limit - source.position), window.length - end);
        System.arraycopy(source.input, source.position, window, end, taken);
        source.position += taken;
        end += taken;
        storedLeft -= taken;
        inBlock = storedLeft > 0;
    }

    private void decode() throws IOException, DamageException {
        int most = window.length - LONGEST_MATCH;
        try {
            while (end < most) {
                int symbol = symbol(lengths);
                if (symbol < END_OF_BLOCK) {
                    window[end++] = (byte) symbol;
                } else if (symbol == END_OF_BLOCK) {
                    inBlock = false;
                    return;
                } else {
                    repeat(symbol - END_OF_BLOCK - 1);
                }
            }
        } catch (DamageException e) {
            if (waiting() == 0) {
                throw e;
            }
            damage = e;
        }
    }

    private void repeat(int symbol) throws IOException, DamageException {
        if (symbol >= LENGTH_BASES.length) {
            throw source.corrupt("invalid literal/length code");
        }
        int length = LENGTH_BASES[symbol] + bits(LENGTH_BITS[symbol]);
        int code = symbol(distances);
        if (code >= DISTANCE_BASES.length) {
            throw source.corrupt("invalid distance code");
        }
        int distance = DISTANCE_BASES[code] + bits(DISTANCE_BITS[code]);
        if (distance > end) {
            throw source.corrupt("invalid distance too far back");
        }
        byte[] target = window;
        int at = end;
        if (distance >= length) {
            System.arraycopy(target, at - distance, target, at, length);
        } else {
            for (int i = 0; i < length; i++) {
                target[at + i] = target[at + i - distance];
            }
        }
        end = at + length;
    }

    private int symbol(HuffmanCode code) throws IOException, DamageException {
        if (count < HuffmanCode.LONGEST) {
            fill();
        }
        int found = code.find(buffer, count);
        if (found < 0) {
            if (count < HuffmanCode.LONGEST) {
                source.need(); // There is no more, and that is what is said.
            }
            throw source.corrupt("invalid code");
        }
        int length = found >>> 16;
        buffer >>>= length;
        count -= length;
        return found & 0xFFFF;
    }

    private int bits(int wanted) throws IOException, DamageException {
        if (count < wanted) {
            fill();
            if (count < wanted) {
                source.need();
            }
        }
        int value = (int) buffer & ((1 << wanted) - 1);
        buffer >>>= wanted;
        count -= wanted;
        return value;
    }

    /** Reads as many bytes as there is room for, as far as there are any. */
    private void fill() throws IOException {
        while (count <= Long.SIZE - 2 * Byte.SIZE) {
            if (source.position == source.limit && !source.fill()) {
                return;
            }
            buffer |= (source.input[source.position++] & 0xFFL) << count;
            count += Byte.SIZE;
        }
    }
}
