package dev.scout.loader.source;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Base64;

/**
 * Writes the values of typed formats (Parquet, Avro, ORC) as JSON, alike for all of them: numbers with every digit, dates and times in ISO
 * 8601 (with Z where they are instants), bytes in base64, NaN and infinities as strings, which are counted.
 */
public final class JsonValues {

    private static final long SECONDS_PER_DAY = 86_400;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long FIRST_PLAIN_DAY = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long LAST_PLAIN_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long DAYS_FROM_YEAR_0_TO_EPOCH = 719_468;
    private static final int LARGEST_PLAIN_SCALE = 1_000;

    private long nonFinite;

    /** How many NaN and infinities have been written. */
    public long nonFinite() {
        return nonFinite;
    }

    /** Counts those that are written again from a copy. */
    public void addNonFinite(long count) {
        nonFinite += count;
    }

    public void real(double value, JsonText target) {
        if (Double.isFinite(value)) {
            target.ascii(Double.toString(value));
        } else {
            nonFinite++;
            quoted(Double.toString(value), target);
        }
    }

    public void real(float value, JsonText target) {
        if (Float.isFinite(value)) {
            target.ascii(Float.toString(value));
        } else {
            nonFinite++;
            quoted(Float.toString(value), target);
        }
    }

    public static void logical(boolean value, JsonText target) {
        target.ascii(value ? "true" : "false");
    }

    public static void integer(long value, JsonText target) {
        target.ascii(Long.toString(value));
    }

    public static void unsigned(long value, JsonText target) {
        target.ascii(Long.toUnsignedString(value));
    }

    public static void decimal(long unscaled, int scale, JsonText target) {
        if (scale == 0) {
            integer(unscaled, target);
        } else {
            decimal(BigDecimal.valueOf(unscaled, scale), target);
        }
    }

    public static void decimal(BigInteger unscaled, int scale, JsonText target) {
        decimal(new BigDecimal(unscaled, scale), target);
    }

    /** With every digit; a number that is mostly zeros before its digits, with an exponent. */
    public static void decimal(BigDecimal value, JsonText target) {
        boolean plain = value.scale() >= -LARGEST_PLAIN_SCALE && value.scale() <= LARGEST_PLAIN_SCALE;
        target.ascii(plain ? value.toPlainString() : value.toString());
    }

    /** A day, by its distance from 1970-01-01. */
    public static void date(long epochDay, JsonText target) {
        target.raw((byte) '"');
        day(epochDay, target);
        target.raw((byte) '"');
    }

    /**
     * A moment, or where it is no instant a local date and time.
     *
     * @param second from 1970-01-01 00:00:00 on
     * @param nano may be anything: whole seconds in it are carried over
     */
    public static void timestamp(long second, long nano, boolean instant, JsonText target) {
        long seconds = second + Math.floorDiv(nano, NANOS_PER_SECOND);
        target.raw((byte) '"');
        day(Math.floorDiv(seconds, SECONDS_PER_DAY), target);
        target.raw((byte) 'T');
        clock(Math.floorMod(seconds, SECONDS_PER_DAY), Math.floorMod(nano, NANOS_PER_SECOND), target);
        if (instant) {
            target.raw((byte) 'Z');
        }
        target.raw((byte) '"');
    }

    /** The same from a count of units, of which a second has so many. */
    public static void timestamp(long units, int unitsPerSecond, boolean instant, JsonText target) {
        long nano = Math.floorMod(units, (long) unitsPerSecond) * (NANOS_PER_SECOND / unitsPerSecond);
        timestamp(Math.floorDiv(units, (long) unitsPerSecond), nano, instant, target);
    }

    /** A time of the day; what is none, as the number that it is. */
    public static void time(long units, int unitsPerSecond, boolean utc, JsonText target) {
        if (units < 0 || units >= SECONDS_PER_DAY * unitsPerSecond) {
            integer(units, target);
            return;
        }
        target.raw((byte) '"');
        clock(units / unitsPerSecond, units % unitsPerSecond * (NANOS_PER_SECOND / unitsPerSecond), target);
        if (utc) {
            target.raw((byte) 'Z');
        }
        target.raw((byte) '"');
    }

    /** Months, days and milliseconds that do not add up to each other, as an ISO 8601 duration. */
    public static void duration(long months, long days, long millis, JsonText target) {
        target.ascii("\"P" + months + "M" + days + "DT");
        target.ascii(BigDecimal.valueOf(millis, 3).toPlainString());
        target.ascii("S\"");
    }

    /** Bytes in base64. */
    public static void bytes(byte[] source, int from, int to, JsonText target) {
        byte[] exact = from == 0 && to == source.length ? source : java.util.Arrays.copyOfRange(source, from, to);
        target.raw((byte) '"').raw(Base64.getEncoder().encode(exact)).raw((byte) '"');
    }

    /** Text; false where the bytes are not UTF-8 (then they are written in base64). */
    public static boolean text(byte[] source, int from, int to, JsonText target) {
        if (!Utf8.isValid(source, from, to)) {
            bytes(source, from, to, target);
            return false;
        }
        target.raw((byte) '"');
        target.utf8(source, from, to);
        target.raw((byte) '"');
        return true;
    }

    public static void quoted(String ascii, JsonText target) {
        target.raw((byte) '"').ascii(ascii).raw((byte) '"');
    }

    private static void day(long epochDay, JsonText target) {
        if (epochDay < FIRST_PLAIN_DAY || epochDay > LAST_PLAIN_DAY) {
            target.ascii(LocalDate.ofEpochDay(epochDay).toString());
            return;
        }
        // The civil calendar in eras of 400 years that begin on the first of March.
        long days = epochDay + DAYS_FROM_YEAR_0_TO_EPOCH;
        long era = Math.floorDiv(days, 146_097L);
        long dayOfEra = days - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long shifted = (5 * dayOfYear + 2) / 153;
        long month = shifted < 10 ? shifted + 3 : shifted - 9;
        int year = (int) (yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
        target.digits(year, 4).raw((byte) '-').digits((int) month, 2).raw((byte) '-');
        target.digits((int) (dayOfYear - (153 * shifted + 2) / 5 + 1), 2);
    }

    private static void clock(long secondOfDay, long nano, JsonText target) {
        int second = (int) secondOfDay;
        target.digits(second / 3_600, 2).raw((byte) ':').digits(second / 60 % 60, 2);
        target.raw((byte) ':').digits(second % 60, 2);
        if (nano == 0) {
            return;
        }
        target.raw((byte) '.');
        if (nano % 1_000_000 == 0) {
            target.digits((int) (nano / 1_000_000), 3);
        } else if (nano % 1_000 == 0) {
            target.digits((int) (nano / 1_000), 6);
        } else {
            target.digits((int) nano, 9);
        }
    }
}
