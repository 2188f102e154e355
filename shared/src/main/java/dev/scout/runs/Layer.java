package dev.scout.runs;

import java.util.Locale;

/** The part of the lakehouse that a run works on. */
public enum Layer {
    BRONZE,
    SILVER,
    GOLD,
    PLATINUM,
    DATASETS,
    API;

    /** The name as it stands in tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
