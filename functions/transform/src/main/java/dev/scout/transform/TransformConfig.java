package dev.scout.transform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the function, from the environment ({@code SCOUT_TIME_ZONE} and so on). */
@ConfigMapping(prefix = "scout")
interface TransformConfig {

    /** Time zone of business days where a record or its mapping names none. */
    @WithDefault("Asia/Manila")
    String timeZone();

    /** How long a run waits for another run of the same stage, before it gives up and may be tried again. */
    @WithDefault("PT60S")
    Duration lockWait();

    /** In how many baskets two products have to be together, before {@code gold_basket_patterns} shows them; 1 or more. */
    @WithDefault("10")
    int basketMinSupport();

    /** How many sales a demographic group has to have, before it is shown by itself; 1 or more. */
    @WithDefault("5")
    int kAnonymity();

    /** Where the layers are written as files too; without one they stay marked as to be written. */
    Optional<String> lakeBucket();

    /** Where the temporary file of a partition is made. */
    @WithDefault("${java.io.tmpdir}")
    Path workDirectory();
}
