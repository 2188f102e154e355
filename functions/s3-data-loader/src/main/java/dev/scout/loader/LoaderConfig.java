package dev.scout.loader;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the deployment sets. */
@ConfigMapping(prefix = "loader")
interface LoaderConfig {

    int LEAST_RECORD_BYTES = 1024;

    /** The bucket that a backfill means where it names none. */
    @WithDefault("scout-lake")
    String lakeBucket();

    /** A larger record is refused, bytes. */
    @WithDefault("16777216")
    int maxRecordBytes();

    /** The limit, where records can be read with it. */
    static int checkedRecordBytes(int bytes) {
        if (bytes < LEAST_RECORD_BYTES) {
            throw new IllegalArgumentException("SCOUT_MAX_RECORD_BYTES is " + bytes + "; it must be "
                    + LEAST_RECORD_BYTES + " at least, or hardly a record could be loaded.");
        }
        return bytes;
    }
}
