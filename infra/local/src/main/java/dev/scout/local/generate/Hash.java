package dev.scout.local.generate;

/** A well-mixed number for each combination, so that any sale can be made again by itself, in any order. */
final class Hash {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Hash() {}

    static long of(long seed, int store, int day, int number) {
        long hash = mix(seed + GOLDEN);
        hash = mix(hash ^ (store * GOLDEN));
        hash = mix(hash ^ (((long) day << 32) | (number & 0xFFFFFFFFL)));
        return hash;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
