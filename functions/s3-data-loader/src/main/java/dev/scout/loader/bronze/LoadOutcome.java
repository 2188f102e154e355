package dev.scout.loader.bronze;

import dev.scout.loader.object.LandedObject;
import org.jspecify.annotations.Nullable;

/**
 * What became of one object.
 *
 * @param status as in the ledger: loaded, partial, rejected or skipped; loading where others go on with it, and where it is parked already
 * @param pipeline null where none claims it
 * @param already whether the ledger knew it before, so that nothing was done now
 * @param message why it was rejected or skipped, or the first refusal; null where all is well
 */
public record LoadOutcome(
        String bucket,
        String key,
        String status,
        @Nullable String pipeline,
        long rowsLoaded,
        long rowsQuarantined,
        boolean already,
        @Nullable String message) {

    public static final String LOADED = "loaded";
    public static final String PARTIAL = "partial";
    public static final String REJECTED = "rejected";
    public static final String SKIPPED = "skipped";
    public static final String LOADING = "loading";

    /** Whether the ledger has it as given up on. */
    boolean isParked() {
        return status.equals(LOADING) && already;
    }

    /** Whether others go on with it, and settle it. */
    public boolean isHandedOn() {
        return status.equals(LOADING) && !already;
    }

    static LoadOutcome handedOn(LandedObject object, String pipeline) {
        return new LoadOutcome(object.bucket(), object.key(), LOADING, pipeline, 0, 0, false, null);
    }

    static LoadOutcome settled(LandedObject object, String pipeline, Tally tally) {
        return new LoadOutcome(
                object.bucket(),
                object.key(),
                tally.status(),
                pipeline,
                tally.loaded(),
                tally.quarantined(),
                false,
                tally.firstRefusal());
    }

    static LoadOutcome excluded(LandedObject object, String pipeline, Exclusion exclusion) {
        return new LoadOutcome(object.bucket(), object.key(), SKIPPED, pipeline, 0, 0, false, exclusion.reason());
    }

    static LoadOutcome already(LandedObject object, Ledger.Entry entry) {
        return new LoadOutcome(
                object.bucket(),
                object.key(),
                entry.status(),
                entry.pipeline(),
                entry.rowsLoaded(),
                entry.rowsQuarantined(),
                true,
                entry.error());
    }
}
