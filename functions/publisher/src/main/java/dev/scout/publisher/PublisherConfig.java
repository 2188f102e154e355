package dev.scout.publisher;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;

/** What the environment says; {@code application.properties} names the variables. */
@ConfigMapping(prefix = "publisher")
public interface PublisherConfig {

    /** {@code SCOUT_DATASETS_BUCKET}: where files and manifests go. */
    @WithDefault("scout-datasets")
    String datasetsBucket();

    /** {@code SCOUT_TIME_ZONE}: whose days are the publication's. */
    @WithDefault("Asia/Manila")
    ZoneId timeZone();

    /** How long to wait for another publisher to end. */
    @WithDefault("PT60S")
    Duration lockPatience();

    /** Where temporary files are made; at most one dataset's at a time. */
    @WithDefault("/tmp")
    Path workDirectory();
}
