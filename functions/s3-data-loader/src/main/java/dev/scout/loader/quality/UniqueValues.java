package dev.scout.loader.quality;

import java.util.Arrays;
import java.util.UUID;

/**
 * The values of columns that must be unique, by 128 bits of their hash. So many are kept in memory; the others, and all of a file that is
 * loaded in parts, go to a spool, to be judged when the file is settled.
 */
public final class UniqueValues {

    /** No earlier record has the value, as far as memory goes. */
    static final long NONE = -1;

    private static final int MOST = 400_000;
    private static final int SPOOLED_AT_ONCE = 50_000;
    private static final long FIRST_SEED = 1;
    private static final long SECOND_SEED = 2;

    private final Spool spool;
    private final boolean spoolAll;
    private final int mostKept;
    private long[] high = new long[1 << 8];
    private long[] low = new long[1 << 8];
    private long[] numbers = new long[1 << 8];
    private int kept;

    private int[] spooledRules = {};
    private UUID[] spooledValues = {};
    private long[] spooledNumbers = {};
    private int waiting;

    /**
     * @param spoolAll whether other records of the file are read elsewhere
     */
    UniqueValues(Spool spool, boolean spoolAll) {
        this(spool, spoolAll, MOST);
    }

    UniqueValues(Spool spool, boolean spoolAll, int mostKept) {
        this.spool = spool;
        this.spoolAll = spoolAll;
        this.mostKept = mostKept;
    }

    /**
     * Takes a record's value.
     *
     * @param rule number of the rule, from 1
     * @return number of the earlier record that has the same value, or {@link #NONE}
     */
    long take(int rule, Cell cell, long number) {
        long first = cell.hash(FIRST_SEED + rule * 2L);
        long second = cell.hash(SECOND_SEED + rule * 2L) | 1; // Never 0, which marks a free slot.
        int slot = slot(first, second);
        if (low[slot] != 0) {
            return numbers[slot];
        }
        if (kept < mostKept) {
            high[slot] = first;
            low[slot] = second;
            numbers[slot] = number;
            if (++kept * 2 > low.length) {
                grow();
            }
            if (!spoolAll) {
                return NONE;
            }
        }
        spool(rule, new UUID(first, second), number);
        return NONE;
    }

    /** Hands what still waits to the spool. */
    void flush() {
        if (waiting > 0) {
            spool.take(
                    Arrays.copyOf(spooledRules, waiting),
                    Arrays.copyOf(spooledValues, waiting),
                    Arrays.copyOf(spooledNumbers, waiting));
            waiting = 0;
        }
    }

    private void spool(int rule, UUID value, long number) {
        if (spooledRules.length == 0) {
            spooledRules = new int[SPOOLED_AT_ONCE];
            spooledValues = new UUID[SPOOLED_AT_ONCE];
            spooledNumbers = new long[SPOOLED_AT_ONCE];
        }
        spooledRules[waiting] = rule;
        spooledValues[waiting] = value;
        spooledNumbers[waiting] = number;
        if (++waiting == SPOOLED_AT_ONCE) {
            flush();
        }
    }

    private void grow() {
        long[] oldHigh = high;
        long[] oldLow = low;
        long[] oldNumbers = numbers;
        high = new long[oldLow.length * 2];
        low = new long[oldLow.length * 2];
        numbers = new long[oldLow.length * 2];
        for (int i = 0; i < oldLow.length; i++) {
            if (oldLow[i] != 0) {
                int slot = slot(oldHigh[i], oldLow[i]);
                high[slot] = oldHigh[i];
                low[slot] = oldLow[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private int slot(long first, long second) {
        int mask = low.length - 1;
        int slot = (int) first & mask;
        while (low[slot] != 0 && (high[slot] != first || low[slot] != second)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Takes values that are to be judged later. */
    public interface Spool {

        void take(int[] rules, UUID[] values, long[] numbers);
    }
}
