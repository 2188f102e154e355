package dev.scout.transform.canonical;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one transaction, line or substitution: texts, {@link BigDecimal}s, booleans, {@link Moment}s; a value that could not be
 * read stands in its place as a problem, since it was stated.
 */
public final class Values {

    private final Map<Field, Object> values = new EnumMap<>(Field.class);

    void set(Field field, @Nullable Object value) {
        if (value == null) {
            values.remove(field);
        } else {
            values.put(field, value);
        }
    }

    public boolean states(Field field) {
        return values.containsKey(field);
    }

    public @Nullable String text(Field field) {
        return values.get(field) instanceof String text ? text : null;
    }

    public @Nullable BigDecimal number(Field field) {
        return values.get(field) instanceof BigDecimal number ? number : null;
    }

    public @Nullable Boolean yesNo(Field field) {
        return values.get(field) instanceof Boolean yes ? yes : null;
    }

    public @Nullable Moment moment(Field field) {
        return values.get(field) instanceof Moment moment ? moment : null;
    }

    /** Whether there is a value, and one that could be read. */
    boolean knows(Field field) {
        return states(field) && !(values.get(field) instanceof Unreadable);
    }

    /** Takes a further record's value of a field that is not known yet: the first that can be read counts. */
    void complete(Field field, @Nullable Object value) {
        boolean says = value != null && !knows(field) && !(states(field) && value instanceof Unreadable);
        if (says) {
            values.put(field, value);
        }
    }

    /** A sentence for each value that was stated and could not be read. */
    public List<String> problems() {
        List<String> problems = List.of();
        for (Object value : values.values()) {
            if (value instanceof Unreadable unreadable) {
                if (problems.isEmpty()) {
                    problems = new ArrayList<>(2);
                }
                problems.add(unreadable.sentence());
            }
        }
        return problems;
    }
}
