package dev.scout.loader.bronze;

import java.util.Locale;

/** What other content under a key that was loaded already means: {@code etl_pipelines.on_overwrite}. */
enum OnOverwrite {
    /** Its rows come in addition. */
    APPEND_VERSION,
    /** Only the rows of what landed last stay. */
    REPLACE,
    /** Only what landed first counts. */
    IGNORE;

    static OnOverwrite of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    boolean keepsOne() {
        return this != APPEND_VERSION;
    }
}
