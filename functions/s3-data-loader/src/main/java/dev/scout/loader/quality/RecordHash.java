package dev.scout.loader.quality;

import static dev.scout.loader.quality.JsonBytes.LONGS;

/** Hashes of bytes: 64 bits that differ for what differs, but for one pair in 10^19. The same on every machine. */
final class RecordHash {

    private static final long FIRST = 0xA0761D6478BD642FL;
    private static final long SECOND = 0xE7037ED1A0B428DBL;
    private static final long THIRD = 0x8EBC6AF09C88C6E3L;

    private RecordHash() {}

    /** @param seed another seed makes another hash, independent of the first */
    static long of(byte[] bytes, int from, int to, long seed) {
        long hash = mixed(seed ^ FIRST, (to - from) ^ SECOND);
        int at = from;
        while (to - at >= 16) {
            hash = mixed((long) LONGS.get(bytes, at) ^ SECOND, (long) LONGS.get(bytes, at + 8) ^ hash);
            at += 16;
        }
        if (to - at >= 8) {
            hash = mixed((long) LONGS.get(bytes, at) ^ SECOND, hash ^ THIRD);
            at += 8;
        }
        long rest = 0;
        while (at < to) {
            rest = rest << 8 | (bytes[at++] & 0xFF);
        }
        return mixed(mixed(rest ^ SECOND, hash ^ FIRST), hash ^ THIRD);
    }

    /** Both halves of the 128-bit product, folded. */
    private static long mixed(long a, long b) {
        return a * b ^ Math.multiplyHigh(a, b);
    }
}
