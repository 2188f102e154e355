package dev.scout.loader.source.compression;

import dev.scout.loader.source.Damage;
import dev.scout.loader.source.Refusal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks Zstandard (RFC 8878): frames one behind the other, skippable ones among them, with windows of up to 128 MiB, as the zstd command
 * does. What a block gives is handed over at once and not when the window has passed, so a file that is cut off gives all that there is.
 */
final class ZstdStream extends UnpackingStream {

    /** The largest that the zstd command takes by itself; memory grows to a window's size, and a quarter, only if the content is as large. */
    static final long MOST_WINDOW_BYTES = 128L * 1024 * 1024;

    /** Where a frame needs more of what stands before, it can only be gone on with at its beginning. */
    private static final int MOST_KEPT_BYTES = 8 * 1024 * 1024;

    private static final int MAGIC = 0xFD2FB528;
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    private static final int SKIPPABLE_MASK = 0xFFFFFFF0;
    private static final int SMALLEST_WINDOW_LOG = 10;
    private static final int RAW = 0;
    private static final int RUN = 1;
    private static final int COMPRESSED = 2;

    private final ZstdWindow window = new ZstdWindow();
    private final ZstdBlock block = new ZstdBlock(this, window);
    private final Xxh64 hash = new Xxh64();
    private final byte[] packed = new byte[ZstdBlock.MOST_BYTES];
    private boolean inFrame;
    private boolean firstFrame = true;
    private boolean lastBlock;
    private boolean hasChecksum;
    private long contentBytes;
    private long unpackedBytes;

    /** Unpacks from the beginning to the end: nobody asks for a point to go on at. */
    ZstdStream(InputStream packed) {
        this(packed, null);
        betweenPoints = Long.MAX_VALUE;
    }

    ZstdStream(InputStream packed, @Nullable ResumePoint point) {
        super(packed, "zstd", point);
        if (point != null) {
            firstFrame = false;
            try {
                restore(new DataInputStream(new ByteArrayInputStream(point.state())));
            } catch (IOException e) {
                throw new UncheckedIOException("A place to go on at is not as it was written", e);
            }
        }
    }

    private void restore(DataInputStream state) throws IOException {
        inFrame = state.readBoolean();
        if (inFrame) {
            hasChecksum = state.readBoolean();
            contentBytes = state.readLong();
            unpackedBytes = state.readLong();
            int windowBytes = state.readInt();
            window.goOn(windowBytes, state.readNBytes(state.readInt()));
            block.restore(state);
            hash.restore(state);
        }
    }

    private byte[] state() throws IOException {
        byte[] before = inFrame ? window.before() : new byte[0];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(before.length + 16 * 1024);
        DataOutputStream state = new DataOutputStream(bytes);
        state.writeBoolean(inFrame);
        if (inFrame) {
            state.writeBoolean(hasChecksum);
            state.writeLong(contentBytes);
            state.writeLong(unpackedBytes);
            state.writeInt(window.bytes());
            state.writeInt(before.length);
            state.write(before);
            block.save(state);
            hash.save(state);
        }
        return bytes.toByteArray();
    }

    @Override
    int unpack(byte[] target, int offset, int length) throws IOException, DamageException {
        if (window.waiting() > 0) {
            return window.take(target, offset, length);
        }
        boolean isBorder = !inFrame || (!lastBlock && window.bytes() <= MOST_KEPT_BYTES);
        if (isBorder && !firstFrame && isPointDue()) {
            keepPoint(0, state());
        }
        if (inFrame && lastBlock) {
            endFrame();
        } else if (inFrame) {
            readBlock();
        } else if (!beginFrame()) {
            return -1;
        }
        return 0;
    }

    /** Reads what comes next, a frame's header or a skippable frame; false at the end of the file. */
    private boolean beginFrame() throws IOException, DamageException {
        int first = next();
        if (first < 0) {
            return false;
        }
        int magic = first | need() << 8 | need() << 16 | need() << 24;
        if ((magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
            pass(needInt());
            return true;
        }
        if (magic != MAGIC) {
            throw firstFrame ? corrupt("it does not begin with a frame") : followed();
        }
        readFrameHeader();
        firstFrame = false;
        inFrame = true;
        lastBlock = false;
        return true;
    }

    private void readFrameHeader() throws IOException, DamageException {
        int descriptor = need();
        boolean singleSegment = (descriptor & 0x20) != 0;
        hasChecksum = (descriptor & 0x04) != 0;
        if ((descriptor & 0x08) != 0) {
            throw corrupt("a frame's header has a bit that means nothing");
        }
        long windowBytes = singleSegment ? 0 : windowBytes(need());
        long dictionary = little(new int[] {0, 1, 2, 4}[descriptor & 3]);
        if (dictionary != 0) {
            throw unsupported("was packed with dictionary " + dictionary + ", which is not in it");
        }
        int sizeFlag = descriptor >>> 6;
        int sizeBytes = sizeFlag == 0 ? (singleSegment ? 1 : 0) : 1 << sizeFlag;
        contentBytes = sizeBytes == 0 ? -1 : little(sizeBytes) + (sizeBytes == 2 ? 256 : 0);
        if (singleSegment) {
            windowBytes = contentBytes;
        }
        if (windowBytes < 0 || windowBytes > MOST_WINDOW_BYTES) {
            throw unsupported("needs a window of " + Long.toUnsignedString(windowBytes) + " bytes; the largest is "
                    + MOST_WINDOW_BYTES + " (zstd without --ultra and --long needs 8388608)");
        }
        unpackedBytes = 0;
        window.begin((int) windowBytes);
        block.beginFrame();
        hash.reset();
    }

    private static long windowBytes(int descriptor) {
        long base = 1L << (SMALLEST_WINDOW_LOG + (descriptor >>> 3));
        return base + base / 8 * (descriptor & 7);
    }

    private void readBlock() throws IOException, DamageException {
        int header = (int) little(3);
        int size = header >>> 3;
        int most = Math.min(ZstdBlock.MOST_BYTES, Math.max(window.bytes(), 1));
        if (size > most) {
            throw corrupt("a block is larger than it may be");
        }
        window.reserve();
        int begin = window.end;
        switch (header >>> 1 & 3) {
            case RAW -> {
                need(packed, size);
                System.arraycopy(packed, 0, window.content, window.end, size);
                window.end += size;
            }
            case RUN -> window.run((byte) need(), size);
            case COMPRESSED -> {
                need(packed, size);
                block.unpack(packed, size, most);
            }
            default -> throw corrupt("a block is of no kind that there is");
        }
        lastBlock = (header & 1) != 0;
        unpackedBytes += window.end - begin;
        if (hasChecksum) {
            hash.update(window.content, begin, window.end);
        }
        window.release();
    }

    private void endFrame() throws IOException, DamageException {
        inFrame = false;
        if (contentBytes >= 0 && contentBytes != unpackedBytes) {
            throw corrupt("a frame does not have as many bytes as it says");
        }
        if (hasChecksum && needInt() != (hash.value() & 0xFFFF_FFFFL)) {
            throw altered();
        }
    }

    private long little(int size) throws IOException, DamageException {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) need() << (8 * i);
        }
        return value;
    }

    private static DamageException unsupported(String how) {
        return new DamageException(new Damage(Refusal.UNSUPPORTED_FORMAT, "The zstd " + how + "."));
    }
}
