package dev.scout.loader.replay;

import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.object.LandedObject;
import org.jspecify.annotations.Nullable;

/**
 * What became of some refusals of one file.
 *
 * @param left how many were left as they are, and why
 * @param outcome of the file; null where it was left alone
 * @param reload the object, where all of it is to be loaded again
 */
record Replayed(
        int loaded,
        int refused,
        int left,
        String why,
        @Nullable LoadOutcome outcome,
        @Nullable LandedObject reload) {

    static Replayed left(int count, String why) {
        return new Replayed(0, 0, count, why, null, null);
    }

    static Replayed reload(LandedObject object) {
        return new Replayed(0, 0, 0, "", null, object);
    }
}
