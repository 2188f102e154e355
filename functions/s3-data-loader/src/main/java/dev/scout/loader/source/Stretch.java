package dev.scout.loader.source;

import org.jspecify.annotations.Nullable;

/**
 * What lies between two places of a file.
 *
 * @param to where to stop; null is the end of the file
 */
public record Stretch(Place from, @Nullable Place to) {

    public static final Stretch WHOLE = new Stretch(Place.START, null);

    /** Whether a reader that measures itself by {@link Place#at()} has come to the end of it. */
    public boolean endsBy(long at) {
        return to != null && at >= to.at();
    }
}
