package dev.scout.loader.bronze;

import dev.scout.loader.quality.FileProfile;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.compression.ResumePoint;
import org.jspecify.annotations.Nullable;

/**
 * What came of a part.
 *
 * @param sha256 of its records, each with a line feed behind it
 * @param cutAt where it was ended before its end; null where it was not
 * @param resume what has to be known to go on there; null where nothing has to be
 * @param checksum SHA-256 of the object's bytes, where the part is all of it and was read from its first byte to its last
 * @param profile of its records
 */
record PartResult(
        Tally tally,
        String sha256,
        @Nullable Place cutAt,
        @Nullable ResumePoint resume,
        @Nullable String checksum,
        FileProfile profile) {}
