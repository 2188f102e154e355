package dev.scout.local.generate;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to generate. The same options give the same bytes.
 *
 * @param from the first business day
 * @param records sales and returns to make in all, not counting those resent, corrected and added in broken files; null for as many as such
 *     stores have
 * @param formats what the stores record with; each store has one of them
 * @param gzip whether some files are compressed
 * @param faults whether some records and files are broken, resent, late or corrected
 */
public record GenerateOptions(
        int days,
        int stores,
        long seed,
        LocalDate from,
        @Nullable Long records,
        Set<SourceFormat> formats,
        boolean gzip,
        boolean faults) {

    /** The first business day where none is asked for. */
    public static final LocalDate DEFAULT_FROM = LocalDate.of(2024, 1, 1);

    private static final int MOST_DAYS = 3660;
    private static final int MOST_STORES = 99_999;

    /** Checks that such data can be made. */
    public GenerateOptions {
        require(days >= 1 && days <= MOST_DAYS, "The days must be between 1 and " + MOST_DAYS + ", not " + days + ".");
        require(
                stores >= 1 && stores <= MOST_STORES,
                "The stores must be between 1 and " + MOST_STORES + ", not " + stores + ".");
        require(records == null || records >= 1, "The records must be 1 or more, not " + records + ".");
        require(!formats.isEmpty(), "At least one format is needed.");
        require(
                from.getYear() >= 2000 && from.plusDays(days).getYear() <= 9999,
                "The first day must be in the year 2000 or later, not " + from + ".");
        formats = EnumSet.copyOf(formats);
    }

    /** All formats, compressed and plain, with everything that goes wrong in practice. */
    public static GenerateOptions of(int days, int stores, long seed) {
        return new GenerateOptions(
                days, stores, seed, DEFAULT_FROM, null, EnumSet.allOf(SourceFormat.class), true, true);
    }

    /** With so many sales and returns in all. */
    public GenerateOptions withRecords(long count) {
        return new GenerateOptions(days, stores, seed, from, count, formats, gzip, faults);
    }

    /** With these formats only. */
    public GenerateOptions withFormats(Set<SourceFormat> some) {
        return new GenerateOptions(days, stores, seed, from, records, some, gzip, faults);
    }

    /** Beginning on this day. */
    public GenerateOptions startingOn(LocalDate day) {
        return new GenerateOptions(days, stores, seed, day, records, formats, gzip, faults);
    }

    /** Without compressed files. */
    public GenerateOptions uncompressed() {
        return new GenerateOptions(days, stores, seed, from, records, formats, false, faults);
    }

    /** Without anything broken, resent, late or corrected. */
    public GenerateOptions faultless() {
        return new GenerateOptions(days, stores, seed, from, records, formats, gzip, false);
    }

    LocalDate date(int day) {
        return from.plusDays(day);
    }

    boolean isLast(int day) {
        return day == days - 1;
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
