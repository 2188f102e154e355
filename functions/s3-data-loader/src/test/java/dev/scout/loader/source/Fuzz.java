package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;

/** Damages bytes at random, for so many seconds as {@code -Dscout.fuzz.seconds} says; each run of the same seed does the same. */
public final class Fuzz {

    private static final Duration LONGEST_CASE = Duration.ofSeconds(20);

    private final Random random;
    private final Instant end;
    private int cases;

    /**
     * @param seconds how long, where nobody says it
     */
    public Fuzz(long seed, int seconds) {
        this.random = new Random(seed);
        this.end = Instant.now().plusSeconds(Integer.getInteger("scout.fuzz.seconds", seconds));
    }

    public boolean goesOn() {
        return Instant.now().isBefore(end);
    }

    public int cases() {
        return cases;
    }

    public Random random() {
        return random;
    }

    /** Does one case; none may take long. */
    public void run(Runnable fuzzed) {
        Instant begin = Instant.now();
        cases++;
        fuzzed.run();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(LONGEST_CASE);
    }

    /** Some bytes changed, copied over others, left out, or the end cut off. */
    public byte[] damaged(byte[] original) {
        byte[] damaged = original.clone();
        for (int i = 0, count = 1 + random.nextInt(6); i < count && damaged.length > 1; i++) {
            int at = place(damaged.length);
            switch (random.nextInt(12)) {
                case 0 -> damaged = Arrays.copyOf(damaged, at + 1);
                case 1 -> {
                    int length = Math.min(damaged.length - at, 1 + random.nextInt(20));
                    System.arraycopy(damaged, at, damaged, random.nextInt(damaged.length - length + 1), length);
                }
                case 2 -> {
                    byte[] shorter = Arrays.copyOf(damaged, damaged.length - 1);
                    System.arraycopy(damaged, at + 1, shorter, at, damaged.length - at - 1);
                    damaged = shorter;
                }
                case 3, 4, 5 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 6 -> damaged[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                default -> damaged[at] = (byte) random.nextInt(256);
            }
        }
        return damaged;
    }

    /** Often near the end, where binary formats keep what the rest is read by. */
    private int place(int length) {
        int near = Math.min(length, 600);
        return random.nextBoolean() ? random.nextInt(length) : length - 1 - random.nextInt(near);
    }
}
