package dev.scout.transform.canonical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a record a value stands: a column's name, a path from the record ({@code $.a.b}, {@code $['a b'][0]}) or a path from an item of
 * the mapping's items ({@code @.field}, {@code @} itself).
 */
final class Location {

    private final boolean ofItem;
    private final List<Object> steps;

    private Location(boolean ofItem, List<Object> steps) {
        this.ofItem = ofItem;
        this.steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException with the end of a sentence, where a path is none */
    static Location parse(String text) {
        boolean path = text.equals("$") || text.startsWith("$.") || text.startsWith("$[");
        boolean itemPath = text.equals("@") || text.startsWith("@.") || text.startsWith("@[");
        if (!path && !itemPath) {
            return new Location(false, List.of(text));
        }
        return new Location(itemPath, new Steps(text).all());
    }

    boolean ofItem() {
        return ofItem;
    }

    @Nullable
    Object in(@Nullable Object record, @Nullable Object item) {
        Object value = ofItem ? item : record;
        for (Object step : steps) {
            value = step(value, step);
        }
        return value;
    }

    private static @Nullable Object step(@Nullable Object value, Object step) {
        Object nested = value instanceof String text ? Json.readNested(text) : value;
        if (nested instanceof Map<?, ?> map && step instanceof String) {
            return map.get(step);
        }
        if (nested instanceof List<?> list && step instanceof Integer index) {
            return index < list.size() ? list.get(index) : null;
        }
        return null;
    }

    /** Takes a path apart, from its second character on. */
    private static final class Steps {

        private final String text;
        private final List<Object> steps = new ArrayList<>();
        private int at = 1;

        Steps(String text) {
            this.text = text;
        }

        List<Object> all() {
            while (at < text.length()) {
                if (text.charAt(at) == '.') {
                    name();
                } else if (text.startsWith("['", at)) {
                    quotedName();
                } else if (text.charAt(at) == '[') {
                    index();
                } else {
                    throw wrong();
                }
            }
            return steps;
        }

        private void name() {
            int end = at + 1;
            while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
                end++;
            }
            if (end == at + 1) {
                throw wrong();
            }
            steps.add(text.substring(at + 1, end));
            at = end;
        }

        private void quotedName() {
            int end = text.indexOf("']", at + 2);
            if (end < 0) {
                throw wrong();
            }
            steps.add(text.substring(at + 2, end));
            at = end + 2;
        }

        private void index() {
            int end = text.indexOf(']', at);
            if (end < 0 || !text.substring(at + 1, end).matches("\\d{1,9}")) {
                throw wrong();
            }
            steps.add(Integer.valueOf(text.substring(at + 1, end)));
            at = end + 1;
        }

        private IllegalArgumentException wrong() {
            return new IllegalArgumentException(
                    "has the path \"" + text + "\", which is not of the form $.a.b or @.field");
        }
    }
}
