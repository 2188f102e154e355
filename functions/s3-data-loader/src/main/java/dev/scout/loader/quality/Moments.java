package dev.scout.loader.quality;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Dates and times as ISO 8601 writes them. */
final class Moments {

    private static final Pattern FORM =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[T ](\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?)"
                    + " ?(?:Z|z|[+-](?:0\\d|1[0-8])(?::?[0-5]\\d)?)?)?");
    private static final int LONGEST = 40;

    private Moments() {}

    static boolean isDate(String text) {
        Matcher form = form(text);
        return form != null && form.group(2) == null && local(form) != null;
    }

    static boolean isTimestamp(String text) {
        Matcher form = form(text);
        return form != null && form.group(2) != null && local(form) != null;
    }

    /** The date and time of day that the text states, whatever its offset; null where it states none. */
    static @Nullable LocalDateTime local(String text) {
        Matcher form = form(text);
        return form == null ? null : local(form);
    }

    private static @Nullable Matcher form(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        Matcher form = FORM.matcher(text);
        return form.matches() ? form : null;
    }

    private static @Nullable LocalDateTime local(Matcher form) {
        try {
            LocalDate date = LocalDate.parse(form.group(1));
            String time = form.group(2);
            return time == null
                    ? date.atStartOfDay()
                    : LocalDateTime.parse(form.group(1) + 'T' + time.replace(',', '.'));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
