package dev.scout.loader.source.compression;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Unpacks bzip2, streams one behind the other included. A block is handed over when its checksum fits, so damage costs whole blocks only. */
final class Bzip2Stream extends UnpackingStream {

    private static final long BLOCK = 0x314159265359L;
    private static final long END_OF_STREAM = 0x177245385090L;
    private static final int LONGEST_RUN_BEFORE_COUNT = 4;

    private final Bzip2Bits bits = new Bzip2Bits(this);
    private final Bzip2Block block = new Bzip2Block(bits);
    private boolean inStream;
    private boolean firstStream = true;
    private int streamCrc;
    private int level;

    /** What is left of the block that is handed over, before its runs are written out. */
    private int left;

    private int last = -1;
    private int sameInARow;
    private int repeats;

    Bzip2Stream(InputStream packed) {
        this(packed, null);
    }

    Bzip2Stream(InputStream packed, @Nullable ResumePoint point) {
        super(packed, "bzip2", point);
        if (point != null) {
            ByteBuffer state = ByteBuffer.wrap(point.state());
            level(state.get());
            streamCrc = state.getInt();
            bits.goOn(state.get(), state.get());
            inStream = true;
            firstStream = false;
        }
    }

    /** A block can be unpacked by itself. */
    private void keepPoint() {
        byte[] state = ByteBuffer.allocate(3 + Integer.BYTES)
                .put((byte) level)
                .putInt(streamCrc)
                .put((byte) bits.left())
                .put((byte) bits.rest())
                .array();
        keepPoint(bits.wholeBytes(), state);
    }

    private void level(int blockSize) {
        level = blockSize;
        block.size(level * 100_000);
    }

    @Override
    int unpack(byte[] target, int offset, int length) throws IOException, DamageException {
        if (left == 0 && repeats == 0) {
            return beginBlock() ? 0 : -1;
        }
        int written = 0;
        while (written < length) {
            if (repeats > 0) {
                repeats--;
                target[offset + written++] = (byte) last;
            } else if (left == 0) {
                break;
            } else {
                int value = take();
                if (sameInARow == LONGEST_RUN_BEFORE_COUNT) {
                    repeats = value;
                    sameInARow = 0;
                } else {
                    sameInARow = value == last ? sameInARow + 1 : 1;
                    last = value;
                    target[offset + written++] = (byte) value;
                }
            }
        }
        return written;
    }

    /** Reads the next block; false at the end of the file. */
    private boolean beginBlock() throws IOException, DamageException {
        if (!inStream && !beginStream()) {
            return false;
        }
        if (isPointDue()) {
            keepPoint();
        }
        long magic = (long) bits.read(24) << 24 | bits.read(24);
        if (magic == END_OF_STREAM) {
            if (bits.readInt() != streamCrc) {
                throw altered();
            }
            bits.toByteBorder();
            inStream = false;
            return true;
        }
        if (magic != BLOCK) {
            throw corrupt("neither a block nor the end stands where one should");
        }
        int expected = bits.readInt();
        block.read();
        rewind();
        if (crc() != expected) {
            throw altered();
        }
        streamCrc = (streamCrc << 1 | streamCrc >>> 31) ^ expected;
        rewind();
        return true;
    }

    private boolean beginStream() throws IOException, DamageException {
        int first = next();
        if (first < 0) {
            return false;
        }
        if (first != 'B' || need() != 'Z' || need() != 'h') {
            throw followed();
        }
        int found = need() - '0';
        if (found < 1 || found > 9) {
            throw firstStream ? corrupt("it has no level of compression") : followed();
        }
        level(found);
        inStream = true;
        firstStream = false;
        streamCrc = 0;
        return true;
    }

    private void rewind() {
        left = block.length();
        last = -1;
        sameInARow = 0;
    }

    private int take() {
        return block.content()[block.length() - left--] & 0xFF;
    }

    private int crc() {
        int crc = -1;
        while (left > 0) {
            int value = take();
            int times = 1;
            if (sameInARow == LONGEST_RUN_BEFORE_COUNT) {
                times = value;
                sameInARow = 0;
            } else {
                sameInARow = value == last ? sameInARow + 1 : 1;
                last = value;
            }
            for (int i = 0; i < times; i++) {
                crc = Bzip2Bits.crc(crc, last);
            }
        }
        return ~crc;
    }
}
