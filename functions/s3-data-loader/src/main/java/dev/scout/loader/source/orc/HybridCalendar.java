package dev.scout.loader.source.orc;

import java.time.LocalDate;

/** Days as Java's old classes count them: before 1582-10-15 they have the names that the Julian calendar gives them. */
final class HybridCalendar {

    private static final long GREGORIAN_FROM = LocalDate.of(1582, 10, 15).toEpochDay();
    private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long FURTHEST = 365L * 900_000_000;

    private HybridCalendar() {}

    /** The day that has the same name in the ISO calendar; both count from 1970-01-01. */
    static long isoDay(long day) {
        return day >= GREGORIAN_FROM || day < -FURTHEST ? day : ofJulian(day + JULIAN_DAY_OF_EPOCH);
    }

    /** The second of the same time of the day that has the same name. */
    static long isoSecond(long second) {
        long day = Math.floorDiv(second, SECONDS_PER_DAY);
        return isoDay(day) * SECONDS_PER_DAY + Math.floorMod(second, SECONDS_PER_DAY);
    }

    /** Richards' algorithm, with floors so that it holds before the first Julian day too. */
    private static long ofJulian(long julianDay) {
        long f = julianDay + 1401;
        long e = 4 * f + 3;
        long h = 5 * (Math.floorMod(e, 1461L) / 4) + 2;
        int day = (int) (h % 153 / 5 + 1);
        int month = (int) ((h / 153 + 2) % 12 + 1);
        long year = Math.floorDiv(e, 1461L) - 4716 + (12 + 2 - month) / 12;
        boolean leapInJulianOnly = month == 2 && day == 29 && !java.time.Year.isLeap(year);
        return leapInJulianOnly
                ? LocalDate.of((int) year, 3, 1).toEpochDay() // A day that the ISO calendar has not.
                : LocalDate.of((int) year, month, day).toEpochDay();
    }
}
