package dev.scout.transform.canonical;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A java.time pattern that a till's timestamps are written in. A date that does not exist is unreadable; {@code yyyy} needs no era. */
final class DatePattern {

    private final DateTimeFormatter formatter;
    private final boolean hasTime;

    /** @throws IllegalArgumentException where the pattern means nothing */
    DatePattern(String pattern) {
        formatter = new DateTimeFormatterBuilder()
                .parseCaseInsensitive()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, 1)
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT)
                .withChronology(IsoChronology.INSTANCE);
        hasTime = pattern.replaceAll("'[^']*'", "").matches("(?s).*[HhKkAnN].*");
    }

    /**
     * @param zone of a time without an offset of its own
     * @return null where the text is not of this form, or no such time exists
     */
    @Nullable
    Moment read(String text, ZoneId zone) {
        ParsePosition position = new ParsePosition(0);
        try {
            TemporalAccessor parsed = formatter.parse(text, position);
            return position.getIndex() == text.length() ? moment(parsed, text, zone) : null;
        } catch (DateTimeException noSuchTime) {
            return null;
        }
    }

    /** Whether the text can be of this form: without the price of an exception. */
    boolean fits(String text) {
        ParsePosition position = new ParsePosition(0);
        return formatter.parseUnresolved(text, position) != null && position.getIndex() == text.length();
    }

    private @Nullable Moment moment(TemporalAccessor parsed, String text, ZoneId zone) {
        LocalDate day = parsed.query(TemporalQueries.localDate());
        LocalTime time = parsed.query(TemporalQueries.localTime());
        if (day == null || (time == null && hasTime)) {
            return null;
        }
        ZoneId own = parsed.query(TemporalQueries.zone());
        LocalTime known = time == null ? LocalTime.MIDNIGHT : time;
        if (own == null) {
            return Moment.local(day.atTime(known), zone);
        }
        if (own.equals(ZoneOffset.UTC) && (text.endsWith("Z") || text.endsWith("z"))) {
            return Moment.at(day.atTime(known).toInstant(ZoneOffset.UTC), zone);
        }
        return Moment.local(day.atTime(known), own);
    }
}
