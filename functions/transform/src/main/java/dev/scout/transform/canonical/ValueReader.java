package dev.scout.transform.canonical;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns a source's values into canonical ones; what can't be understood becomes an {@link Unreadable} in its place. */
final class ValueReader {

    /** Characters of an id: what an index can hold. */
    static final int LONGEST_KEY = 500;
    /** Characters of a text that rows are grouped by: three of them fit into one index. */
    static final int LONGEST_GROUP = 200;

    private static final Set<String> YES = Set.of("true", "1", "yes");
    private static final Set<String> NO = Set.of("false", "0", "no");
    private static final int LARGEST_OFFSET_MINUTES = 18 * 60;
    private static final char JSON_DECIMAL_MARK = '.';

    private final ReadSettings settings;
    private String lastTime = "";
    private @Nullable FieldSource lastSource;
    private @Nullable Object lastMoment;

    ValueReader(ReadSettings settings) {
        this.settings = settings;
    }

    @Nullable
    Object read(Field field, FieldSource source, @Nullable Object record, @Nullable Object item) {
        Object raw = source.in(record, item);
        String text = Text.of(raw);
        if (text == null) {
            return null;
        }
        return field.kind() == Kind.MOMENT ? moment(field, source, text, record, item) : value(field, raw, text);
    }

    /** A value of any kind but a moment. */
    Object value(Field field, @Nullable Object raw, String text) {
        return switch (field.kind()) {
            case KEY -> key(field, text);
            case GROUP -> Text.cut(text, LONGEST_GROUP);
            case TEXT -> text;
            case WORD -> Objects.requireNonNull(field.vocabulary()).word(text);
            case NUMBER -> number(field, raw, text);
            case YES_NO -> yesNo(field, text);
            case MOMENT -> throw new IllegalArgumentException(field + " needs its source");
        };
    }

    private static Object key(Field field, String text) {
        boolean fits = text.codePointCount(0, text.length()) <= LONGEST_KEY;
        return fits ? text : Unreadable.of(field, text, "is longer than " + LONGEST_KEY + " characters");
    }

    private Object number(Field field, @Nullable Object raw, String text) {
        BigDecimal number = Numbers.read(text, raw instanceof JsonNumber ? JSON_DECIMAL_MARK : settings.decimalMark());
        return number == null ? Unreadable.of(field, text, "is not a number") : number;
    }

    private static Object yesNo(Field field, String text) {
        String word = text.toLowerCase(Locale.ROOT);
        if (YES.contains(word)) {
            return true;
        }
        return NO.contains(word) ? false : Unreadable.of(field, text, "is neither yes nor no");
    }

    @SuppressWarnings("ReferenceEquality") // the same source, not an equal one: this only remembers the last answer
    private @Nullable Object moment(
            Field field, FieldSource source, String text, @Nullable Object record, @Nullable Object item) {
        if (source.offsetMinutes() != null) {
            return momentAtOffset(
                    field, source, text, Text.of(source.offsetMinutes().in(record, item)));
        }
        if (source != lastSource || !text.equals(lastTime)) {
            lastMoment = orUnreadable(field, text, read(source.patterns(), text, zone(source)));
            lastTime = text;
            lastSource = source;
        }
        return lastMoment;
    }

    private Object momentAtOffset(Field field, FieldSource source, String text, @Nullable String offsetMinutes) {
        Moment utc = read(source.patterns(), text, ZoneOffset.UTC);
        if (utc == null) {
            return orUnreadable(field, text, null);
        }
        ZoneId place = offsetMinutes == null ? null : offset(offsetMinutes);
        if (place == null && utc.offsetMinutes() != 0) {
            return utc; // it brings an offset of its own
        }
        Instant instant = utc.instant();
        return orUnreadable(field, text, Moment.at(instant, place == null ? zone(source) : place));
    }

    private static @Nullable ZoneId offset(String minutes) {
        BigDecimal number = Numbers.read(minutes, JSON_DECIMAL_MARK);
        if (number == null || number.abs().compareTo(BigDecimal.valueOf(LARGEST_OFFSET_MINUTES)) > 0) {
            return null;
        }
        return ZoneOffset.ofTotalSeconds(number.intValue() * 60);
    }

    private ZoneId zone(FieldSource source) {
        return source.zone() == null ? settings.zone() : source.zone();
    }

    private static @Nullable Moment read(List<DatePattern> patterns, String text, ZoneId zone) {
        if (patterns.isEmpty()) {
            return IsoTime.read(text, zone);
        }
        for (DatePattern pattern : patterns) {
            Moment moment = patterns.size() == 1 || pattern.fits(text) ? pattern.read(text, zone) : null;
            if (moment != null) {
                return moment;
            }
        }
        return null;
    }

    private static Object orUnreadable(Field field, String text, @Nullable Moment moment) {
        return moment == null ? Unreadable.of(field, text, "is not a time that can be read") : moment;
    }
}
