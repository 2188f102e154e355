package dev.scout.loader.backfill;

import dev.scout.loader.object.LandedObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that lists the bucket against the ledger, as far as it has come: a row of {@code scout.backfills}.
 *
 * @param kind {@link #BACKFILL} or {@link #RECONCILE}
 * @param from only objects last modified then or later; null for all
 * @param to only objects last modified before; null for all
 * @param prefixesDone how many of the prefixes are dealt with
 * @param after the last key of the current prefix that is dealt with; null for none
 */
record Sweep(
        long id,
        String kind,
        String bucket,
        List<String> prefixes,
        @Nullable Instant from,
        @Nullable Instant to,
        int prefixesDone,
        @Nullable String after) {

    /** A person asks for it: what was rejected, skipped or parked is tried again. */
    static final String BACKFILL = "backfill";

    /** On schedule: only what the ledger does not know. */
    static final String RECONCILE = "reconcile";

    Sweep {
        prefixes = List.copyOf(prefixes);
    }

    boolean isBackfill() {
        return kind.equals(BACKFILL);
    }

    boolean isDone() {
        return prefixesDone == prefixes.size();
    }

    String prefix() {
        return prefixes.get(prefixesDone);
    }

    boolean covers(LandedObject object) {
        return (from == null || !object.lastModified().isBefore(from))
                && (to == null || object.lastModified().isBefore(to));
    }

    /** Where it stands behind a page; an empty one ends the prefix. */
    Sweep behind(List<LandedObject> page) {
        return page.isEmpty()
                ? new Sweep(id, kind, bucket, prefixes, from, to, prefixesDone + 1, null)
                : behind(page.get(page.size() - 1).key());
    }

    Sweep behind(String key) {
        return new Sweep(id, kind, bucket, prefixes, from, to, prefixesDone, key);
    }
}
