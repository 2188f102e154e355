package dev.scout.loader.source.avro;

import dev.scout.loader.source.avro.AvroBlock.InFile;
import dev.scout.loader.source.avro.AvroBlock.InMemory;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blocks of a file. Where there is none, it goes on behind the next sync marker, of which there is one behind each block; what lies
 * between is damaged.
 */
final class AvroBlocks {

    private static final int HEADER_BYTES = 20;
    private static final int SYNC = AvroHeader.SYNC_BYTES;
    private static final int SCAN_BYTES = 64 * 1024;

    /** A block up to this size is looked at as a whole before it is believed. */
    private static final int LARGEST_IN_MEMORY = 16 * 1024 * 1024;

    private final AvroSource source;
    private final byte[] sync;
    private final Predicate<AvroBlock> wellFormed;
    private @Nullable AvroBlock current;
    private long damagedBytes;
    private long damagedFrom;
    private long badMarkers;

    /** @param wellFormed whether a block's data are just its records: tells whether only the marker behind it is damaged */
    AvroBlocks(AvroSource source, byte[] sync, Predicate<AvroBlock> wellFormed) {
        this.source = source;
        this.sync = sync;
        this.wellFormed = wellFormed;
    }

    /** The next block; null at the end of the file. */
    @Nullable
    AvroBlock next() {
        pass();
        damagedBytes = 0;
        damagedFrom = source.offset();
        while (source.look(1) > 0) {
            AvroBlock block = look();
            if (block != null) {
                current = block;
                damagedBytes = block.offset() - damagedFrom;
                return block;
            }
            scan();
        }
        damagedBytes = source.offset() - damagedFrom;
        return null;
    }

    /** Where the damage begins that was found before the current block, or before the end. */
    long damagedFrom() {
        return damagedFrom;
    }

    /** How many bytes are damaged there. */
    long damagedBytes() {
        return damagedBytes;
    }

    /** How many sync markers were not as they should be, though the blocks before them were good. */
    long badMarkers() {
        return badMarkers;
    }

    /** Where in the file the next block begins; called when the current one has been read. */
    long offsetBehind() {
        pass();
        return source.offset();
    }

    private void pass() {
        AvroBlock block = current;
        current = null;
        if (block == null) {
            return;
        }
        if (block.data() instanceof InMemory) {
            source.pass((int) block.length());
        } else {
            passLarge(block);
        }
    }

    /** Behind a block that was read from the file: its marker, or what can be found. */
    private void passLarge(AvroBlock block) {
        long behind = block.offset() + block.length() - SYNC;
        if (source.offset() < behind) {
            source.jumpTo(behind);
        }
        if (source.look(SYNC) == SYNC && isSync(source.position())) {
            source.pass(SYNC);
        }
    }

    /** What stands at the current place, if it is a block. */
    private @Nullable AvroBlock look() {
        int seen = source.look(HEADER_BYTES);
        AvroInput header = new AvroInput(source.buffer(), source.position(), source.position() + seen);
        long count;
        long size;
        try {
            count = header.readLong();
            size = header.readLong();
        } catch (BadAvroException e) {
            return null;
        }
        if (count < 0 || count > Integer.MAX_VALUE || size < 0 || size > Integer.MAX_VALUE) {
            return null;
        }
        int headerBytes = (int) header.decoded();
        return size > LARGEST_IN_MEMORY ? large(headerBytes, count, (int) size) : small(headerBytes, count, (int) size);
    }

    private @Nullable AvroBlock small(int headerBytes, long count, int size) {
        int whole = headerBytes + size + SYNC;
        int seen = source.look(whole);
        int from = source.position() + headerBytes;
        boolean torn = seen < whole;
        int there = Math.max(0, Math.min(size, seen - headerBytes));
        AvroBlock block = new AvroBlock(
                source.offset(), torn ? seen : whole, count, new InMemory(source.buffer(), from, there), torn);
        if (torn) {
            // Either the file ends here or the size is not true: then there is a marker somewhere.
            return find(source.position(), source.position() + seen) < 0 ? block : null;
        }
        if (isSync(from + size)) {
            return block;
        }
        if (!wellFormed.test(block)) {
            return null;
        }
        badMarkers++;
        return new AvroBlock(block.offset(), lengthUpToMarker(headerBytes, size), count, block.data(), false);
    }

    /**
     * How long a block is whose records are good and behind which there is no marker: the size that it states may be the damage, and the marker
     * stand a few bytes before or behind.
     */
    private int lengthUpToMarker(int headerBytes, int size) {
        int seen = source.look(headerBytes + size + 2 * SYNC);
        int marker = find(source.position() + headerBytes, source.position() + seen);
        return marker < 0 ? headerBytes + size + SYNC : marker + SYNC - source.position();
    }

    private @Nullable AvroBlock large(int headerBytes, long count, int size) {
        long offset = source.offset();
        if (!source.holds(offset + headerBytes + size)) {
            return null;
        }
        source.pass(headerBytes);
        return new AvroBlock(
                offset, (long) headerBytes + size + SYNC, count, new InFile(source.stream(size), size), false);
    }

    /** Passes over the next marker, or to the end. */
    private void scan() {
        while (true) {
            int seen = source.look(SCAN_BYTES);
            int at = find(source.position(), source.position() + seen);
            if (at >= 0) {
                source.pass(at - source.position() + SYNC);
                return;
            }
            if (seen < SCAN_BYTES) {
                source.pass(seen);
                return;
            }
            source.pass(seen - SYNC + 1);
        }
    }

    private int find(int from, int to) {
        for (int at = from; at <= to - SYNC; at++) {
            if (isSync(at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isSync(int at) {
        return Arrays.equals(source.buffer(), at, at + SYNC, sync, 0, SYNC);
    }
}
