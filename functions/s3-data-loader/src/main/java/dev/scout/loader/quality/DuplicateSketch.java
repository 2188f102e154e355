package dev.scout.loader.quality;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Counts records that are exactly as an earlier one, by their hashes. All records are looked at while there are not too many different ones;
 * then only those whose hash ends in a zero bit, in two, and so on: a sample that is the same whatever the order, so that two add up.
 */
final class DuplicateSketch {

    /** So many different records are compared with each other. */
    static final int MOST = 1 << 18;

    private static final int FEWEST_SLOTS = 1 << 6;
    private static final int MOST_TOLD = 1 << 13;
    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

    private long[] hashes = new long[FEWEST_SLOTS];
    private int[] counts = new int[FEWEST_SLOTS];
    private int different;
    private int level;
    private long sampled;

    void add(long hash) {
        add(hash, 1);
    }

    /** How many records were compared. */
    long sampled() {
        return sampled;
    }

    /** How many of those were as an earlier one. */
    long repeated() {
        return sampled - different;
    }

    void addAll(DuplicateSketch other) {
        while (level < other.level) {
            narrow();
        }
        for (int i = 0; i < other.hashes.length; i++) {
            if (other.counts[i] > 0) {
                add(other.hashes[i], other.counts[i]);
            }
        }
    }

    /** A form to be kept: of a large one a smaller sample. */
    String told() {
        DuplicateSketch small = new DuplicateSketch();
        small.addAll(this);
        while (small.different > MOST_TOLD) {
            small.narrow();
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(1 + small.different * ENTRY_BYTES).put((byte) small.level);
        for (int i = 0; i < small.hashes.length; i++) {
            if (small.counts[i] > 0) {
                bytes.putLong(small.hashes[i]).putInt(small.counts[i]);
            }
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    static DuplicateSketch of(String told) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(told));
        DuplicateSketch sketch = new DuplicateSketch();
        sketch.level = bytes.get();
        while (bytes.remaining() >= ENTRY_BYTES) {
            sketch.add(bytes.getLong(), bytes.getInt());
        }
        return sketch;
    }

    private void add(long hash, int count) {
        if ((hash & (1L << level) - 1) != 0) {
            return;
        }
        int slot = slot(hash);
        if (counts[slot] == 0) {
            hashes[slot] = hash;
            different++;
        }
        counts[slot] += count;
        sampled += count;
        if (different > MOST) {
            narrow();
        } else if (different * 2 > counts.length) {
            rebuild(counts.length * 4);
        }
    }

    private void narrow() {
        level++;
        rebuild(counts.length);
    }

    private void rebuild(int slots) {
        long[] oldHashes = hashes;
        int[] oldCounts = counts;
        hashes = new long[Math.min(slots, MOST * 4)];
        counts = new int[hashes.length];
        different = 0;
        sampled = 0;
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldCounts[i] > 0) {
                add(oldHashes[i], oldCounts[i]);
            }
        }
    }

    private int slot(long hash) {
        int mask = counts.length - 1;
        int slot = (int) (hash >>> 32) & mask;
        while (counts[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
