package dev.scout.local.generate;

import java.math.BigDecimal;

/**
 * What must come out once everything has landed, corrections included. The sums by day and store are in totals.json only.
 *
 * @param invalidLines items that count nowhere in transactions that do
 * @param revenue pesos, returns with their sign
 * @param itemRevenue the part of the revenue that items make: flat edge records have none
 * @param units returns with their sign; flat edge records have none
 */
public record Totals(
        Files files,
        Records records,
        Transactions transactions,
        long invalidLines,
        BigDecimal revenue,
        BigDecimal itemRevenue,
        BigDecimal units) {

    /**
     * Objects.
     *
     * @param landed under {@code lake}
     * @param corrections under {@code lake-corrections}, to be landed after the others
     * @param skipped of those landed: markers, an empty object, one that no pipeline claims
     */
    public record Files(long landed, long corrections, long skipped) {}

    /**
     * Records in these files.
     *
     * @param written all of them, the rows of a till's export one by one
     * @param quarantined those that can't be read
     */
    public record Records(long written, long quarantined) {

        /** Those that reach bronze. */
        public long bronze() {
            return written - quarantined;
        }
    }

    /**
     * Transactions that can be read.
     *
     * @param sales valid ones with an amount of 0 or more
     * @param returns valid ones with a negative amount
     * @param invalid those without an id, a store, a plausible time or a readable amount
     * @param superseded versions that lost: records that came again, and those that were corrected later
     * @param late of those valid: in the file of the day after
     */
    public record Transactions(long sales, long returns, long invalid, long superseded, long late) {

        /** Those that count. */
        public long valid() {
            return sales + returns;
        }

        /** Rows of silver. */
        public long distinct() {
            return valid() + invalid;
        }
    }
}
