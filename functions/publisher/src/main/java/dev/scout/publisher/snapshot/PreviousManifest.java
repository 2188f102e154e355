package dev.scout.publisher.snapshot;

import dev.scout.ScoutException;
import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import dev.scout.publisher.snapshot.DatasetsBucket.Stored;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest that stands in the bucket.
 *
 * @param stored the object; absent where there is none
 * @param manifest what it says; absent also where it is damaged and is to be replaced all the same
 */
record PreviousManifest(Optional<Stored> stored, Optional<Manifest> manifest) {

    /**
     * Reads and verifies it.
     *
     * @param force treat a damaged one as none
     */
    static PreviousManifest read(DatasetsBucket bucket, String key, boolean force) {
        Optional<Stored> stored = bucket.read(key);
        return new PreviousManifest(stored, stored.flatMap(object -> parse(object, key, force)));
    }

    private static Optional<Manifest> parse(Stored stored, String key, boolean force) {
        try {
            return Optional.of(Manifest.parse(stored.bytes().asByteArray()));
        } catch (ScoutException e) {
            if (force) {
                return Optional.empty();
            }
            throw new ScoutException(
                    e.code(),
                    false,
                    key + " is damaged or was not written by the publisher. " + e.getMessage()
                            + " With {\"force\":true} it is replaced.",
                    e);
        }
    }

    Map<String, PublishedDataset> datasets() {
        return manifest.map(Manifest::datasets).orElse(Map.of());
    }

    /** The day of the latest dataset in it. */
    Optional<LocalDate> date() {
        return datasets().values().stream().map(PublishedDataset::date).max(Comparator.naturalOrder());
    }

    Optional<String> eTag() {
        return stored.map(Stored::eTag);
    }
}
