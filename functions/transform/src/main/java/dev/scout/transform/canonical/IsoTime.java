package dev.scout.transform.canonical;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Timestamps without a pattern: ISO 8601 with a space or a T, with or without time, seconds, fraction and offset; and seconds (10 digits)
 * or milliseconds (13) since 1970. {@code Z} and {@code -00:00} say when, not where: the local day is then the zone's (RFC 9557).
 */
final class IsoTime {

    private static final Pattern ISO = Pattern.compile(
            "(\\d{4})-(\\d{2})-(\\d{2})(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9})\\d*)?)?(?: ?(Z|z|[+-]\\d{2}(?::?\\d{2})?))?)?");
    private static final Pattern EPOCH = Pattern.compile("(\\d{10}|\\d{13})(?:\\.\\d{1,9})?");
    private static final int DIGITS_OF_SECONDS = 10;

    private IsoTime() {}

    static @Nullable Moment read(String text, ZoneId zone) {
        try {
            Matcher iso = ISO.matcher(text);
            if (iso.matches()) {
                return moment(iso, zone);
            }
            return EPOCH.matcher(text).matches() ? Moment.at(epoch(text), zone) : null;
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    private static @Nullable Moment moment(Matcher iso, ZoneId zone) {
        LocalDateTime local = LocalDateTime.of(
                number(iso, 1),
                number(iso, 2),
                number(iso, 3),
                number(iso, 4),
                number(iso, 5),
                number(iso, 6),
                nanos(iso.group(7)));
        String offset = iso.group(8);
        if (offset == null) {
            return Moment.local(local, zone);
        }
        if (offset.equalsIgnoreCase("Z") || offset.matches("-00(:?00)?")) {
            return Moment.at(local.toInstant(ZoneOffset.UTC), zone);
        }
        return Moment.local(local, ZoneOffset.of(offset));
    }

    private static int number(Matcher iso, int group) {
        String digits = iso.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }

    private static Instant epoch(String text) {
        int point = text.indexOf('.');
        int digits = point < 0 ? text.length() : point;
        BigDecimal number = new BigDecimal(text);
        BigDecimal seconds = digits == DIGITS_OF_SECONDS ? number : number.movePointLeft(3);
        long whole = seconds.longValue();
        BigDecimal fraction = seconds.subtract(BigDecimal.valueOf(whole));
        return Instant.ofEpochSecond(whole, fraction.movePointRight(9).longValue());
    }
}
