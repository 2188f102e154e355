package dev.scout.transform.quality;

import java.util.Locale;

/** What becomes of rows that fail a check. */
public enum Severity {
    /** The model keeps its last good rows. */
    ERROR,
    /** It is only reported. */
    WARN;

    static Severity of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
