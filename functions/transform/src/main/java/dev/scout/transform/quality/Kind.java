package dev.scout.transform.quality;

import java.util.Locale;

/** What a row of {@code data_quality_checks} asks. */
enum Kind {
    NOT_NULL,
    UNIQUE,
    ACCEPTED_VALUES,
    REFERENCE,
    RANGE,
    FRESHNESS,
    VOLUME,
    RECONCILIATION,
    CONDITION,
    QUERY;

    static Kind of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can be said of each row by itself, so that many of them take one scan. */
    boolean isOfRows() {
        return switch (this) {
            case NOT_NULL, ACCEPTED_VALUES, REFERENCE, RANGE, CONDITION -> true;
            case UNIQUE, FRESHNESS, VOLUME, RECONCILIATION, QUERY -> false;
        };
    }
}
