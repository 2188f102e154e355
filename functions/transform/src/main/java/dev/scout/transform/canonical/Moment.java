package dev.scout.transform.canonical;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a transaction was, and where that is on the local clock.
 *
 * @param local the local date and time, which the business day and the time of day come from
 * @param offsetMinutes how far the local clock is ahead of UTC
 */
public record Moment(Instant instant, LocalDateTime local, int offsetMinutes) {

    /** A local time in a zone; one that a change of the clock skips is moved on by the gap. */
    static @Nullable Moment local(LocalDateTime local, ZoneId zone) {
        return inRange(local) ? of(local.atZone(zone)) : null;
    }

    static @Nullable Moment at(Instant instant, ZoneId zone) {
        if (!inRange(LocalDateTime.ofInstant(instant, ZoneOffset.UTC))) {
            return null;
        }
        return of(instant.atZone(zone));
    }

    private static @Nullable Moment of(ZonedDateTime time) {
        Instant instant = time.toInstant().truncatedTo(ChronoUnit.MICROS);
        if (!inRange(time.toLocalDateTime()) || !inRange(LocalDateTime.ofInstant(instant, ZoneOffset.UTC))) {
            return null;
        }
        return new Moment(instant, time.toLocalDateTime(), time.getOffset().getTotalSeconds() / 60);
    }

    private static boolean inRange(LocalDateTime time) {
        return time.getYear() >= 1 && time.getYear() <= 9999;
    }

    public LocalDate day() {
        return local.toLocalDate();
    }

    public int hour() {
        return local.getHour();
    }
}
