package dev.scout.transform.canonical;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Where a field's value comes from.
 *
 * @param locations the columns; several are joined with {@code |}
 * @param alternatives further columns, tried in order where those have nothing
 * @param values source value to canonical value; others stay as they are
 * @param defaultValue what counts where there is no value
 * @param patterns of timestamps, tried in order; none for ISO 8601 and epoch numbers
 * @param zone of times without an offset
 * @param offsetMinutes where the record states its own offset from UTC; times without one are then UTC
 */
record FieldSource(
        List<Location> locations,
        List<Location> alternatives,
        Map<String, @Nullable Object> values,
        @Nullable Object defaultValue,
        List<DatePattern> patterns,
        @Nullable ZoneId zone,
        @Nullable Location offsetMinutes) {

    boolean ofItem() {
        // Asked for every field of every record: a loop, since a stream costs more than all the rest of it.
        for (Location location : locations) {
            if (location.ofItem()) {
                return true;
            }
        }
        return false;
    }

    /** The value as the source has it: not yet typed, but mapped and defaulted. */
    @Nullable
    Object in(@Nullable Object record, @Nullable Object item) {
        Object value = locations.size() == 1 ? locations.get(0).in(record, item) : joined(record, item);
        for (int i = 0; Text.of(value) == null && i < alternatives.size(); i++) {
            value = alternatives.get(i).in(record, item);
        }
        String text = Text.of(value);
        if (text != null && !values.isEmpty() && values.containsKey(text)) {
            value = values.get(text);
            text = Text.of(value);
        }
        return text == null ? defaultValue : value;
    }

    private @Nullable String joined(@Nullable Object record, @Nullable Object item) {
        StringJoiner joined = new StringJoiner("|");
        boolean any = false;
        for (Location location : locations) {
            String part = Text.of(location.in(record, item));
            any |= part != null;
            joined.add(part == null ? "" : part);
        }
        return any ? joined.toString() : null;
    }
}
