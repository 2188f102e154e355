package dev.scout.loader;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the deployment sets. */
@ConfigMapping(prefix = "loader")
interface LoaderConfig {

    /** The bucket that a backfill means where it names none. */
    @WithDefault("scout-lake")
    String lakeBucket();

    /** A larger record is refused, bytes. */
    @WithDefault("16777216")
    int maxRecordBytes();
}
