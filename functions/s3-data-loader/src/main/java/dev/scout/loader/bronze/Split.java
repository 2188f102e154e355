package dev.scout.loader.bronze;

import dev.scout.loader.object.LandedObject;
import dev.scout.loader.source.Place;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being loaded in parts.
 *
 * @param file as it was when it was split, and so is the pipeline, and are the settings: all parts are read alike
 * @param surveyed up to where there are parts; null where they reach to the end
 */
record Split(
        long splitId,
        FileContext file,
        Pipeline pipeline,
        LoadSettings settings,
        @Nullable Place surveyed) {

    long fileId() {
        return file.fileId();
    }

    LandedObject object() {
        return file.object();
    }

    /** That others go on with it. */
    LoadOutcome handedOn() {
        return LoadOutcome.handedOn(object(), pipeline.name());
    }

    Tables tables() {
        return Tables.waiting(pipeline, splitId);
    }
}
