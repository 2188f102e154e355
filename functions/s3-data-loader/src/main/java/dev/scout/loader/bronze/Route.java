package dev.scout.loader.bronze;

/** Where an object goes. */
sealed interface Route {

    /** This pipeline loads it. */
    record Claimed(Pipeline pipeline) implements Route {}

    /** It is not to be loaded, for that reason. */
    record Skipped(String reason) implements Route {}
}
