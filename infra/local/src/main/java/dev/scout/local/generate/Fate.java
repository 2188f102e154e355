package dev.scout.local.generate;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one sale on its way to the lake, beside being sold.
 *
 * @param resent the same record comes again in the next day's file
 * @param corrected a later file has it again, with another amount
 * @param late it was sold on the day before the day of its file
 * @param returned the goods come back: quantities and amounts are negative
 * @param atMidnight it was sold within two minutes of the day's border
 * @param fault how its record is broken; null for most
 */
record Fate(
        boolean resent,
        boolean corrected,
        boolean late,
        boolean returned,
        boolean atMidnight,
        @Nullable Fault fault) {

    /** Nothing special. */
    static final Fate ORDINARY = new Fate(false, false, false, false, false, null);

    private static final int ONE_FAULT_IN = 400;
    private static final int ONE_RESENT_IN = 150;
    private static final int ONE_CORRECTED_IN = 200;
    private static final int ONE_LATE_IN = 100;
    private static final int ONE_RETURN_IN = 120;
    private static final int ONE_AT_MIDNIGHT_IN = 250;

    /**
     * @param random of this sale alone
     * @param faults what can be wrong with its record
     */
    static Fate draw(SplittableRandom random, List<Fault> faults, boolean firstDay, boolean lastDay) {
        boolean broken = random.nextInt(ONE_FAULT_IN) == 0;
        boolean resent = random.nextInt(ONE_RESENT_IN) == 0;
        boolean corrected = random.nextInt(ONE_CORRECTED_IN) == 0;
        boolean late = random.nextInt(ONE_LATE_IN) == 0;
        boolean returned = random.nextInt(ONE_RETURN_IN) == 0;
        boolean atMidnight = random.nextInt(ONE_AT_MIDNIGHT_IN) == 0;
        if (broken) {
            return new Fate(false, false, false, false, false, faults.get(random.nextInt(faults.size())));
        }
        return new Fate(resent && !lastDay, corrected && !returned, late && !firstDay, returned, atMidnight, null);
    }

    boolean isMalformed() {
        return fault == Fault.MALFORMED_RECORD;
    }
}
