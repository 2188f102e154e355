package dev.scout.loader.external;

import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.external.CopyLedger.Entry;
import dev.scout.loader.external.ExternalSource.BadCursorException;
import dev.scout.loader.external.ExternalSource.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Goes through the pages of one storage and copies what is due, several objects at once. */
final class StorageSync {

    /** With the size of a part, how much memory copying takes. */
    private static final int AT_ONCE = 8;

    /** After so many failures in a row that may pass by themselves, the storage is left alone until the next time. */
    private static final int MOST_FAILURES_IN_A_ROW = 20;

    private static final Logger LOG = Logger.getLogger(StorageSync.class);

    private final StorageConfig config;
    private final ExternalSource source;
    private final ObjectCopier copier;
    private final CopyLedger ledger;
    private final LakeBucket lake;
    private final SyncState state;
    private final SyncReport report;
    private final Deadline deadline;

    StorageSync(
            StorageConfig config,
            ExternalSource source,
            ObjectCopier copier,
            CopyLedger ledger,
            LakeBucket lake,
            SyncState state,
            SyncReport report,
            Deadline deadline) {
        this.config = config;
        this.source = source;
        this.copier = copier;
        this.ledger = ledger;
        this.lake = lake;
        this.state = state;
        this.report = report;
        this.deadline = deadline;
    }

    /** Goes on to the end, or until the time is nearly up. */
    void run() {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            boolean more = true;
            while (more && !report.isUnfinished()) {
                more = page(threads);
            }
        } finally {
            threads.shutdownNow();
        }
        if (!report.isUnfinished()) {
            closeLeftBehind();
        }
    }

    /** Deals with the next page; false where it was the last one. */
    private boolean page(ExecutorService threads) {
        if (deadline.isNear()) {
            report.stop();
            return false;
        }
        Page page;
        try {
            page = source.list(state.cursor());
        } catch (BadCursorException e) {
            LOG.infof(
                    "External storage \"%s\" does not know the cursor any more: it is listed anew",
                    config.environment());
            state.advance(null);
            return true;
        }
        report.addListed(page.objects().size());
        copyAll(threads, page.objects());
        if (report.isUnfinished()) {
            return false;
        }
        if (page.next() != null) {
            state.advance(page.next());
        }
        return page.next() != null;
    }

    private void copyAll(ExecutorService threads, List<SourceObject> objects) {
        Map<String, Entry> latest =
                ledger.latest(objects.stream().map(SourceObject::storableKey).toList());
        List<Future<?>> copies = new ArrayList<>();
        for (SourceObject object : objects) {
            Entry entry = latest.get(object.storableKey());
            if (ObjectCopier.isDue(object, entry)) {
                copies.add(threads.submit(() -> copy(object, entry)));
            }
        }
        ScoutException failure = null;
        for (Future<?> copy : copies) {
            try {
                copy.get();
            } catch (ExecutionException e) {
                failure = failure == null ? failure(e) : failure;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                report.stop();
                return;
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (report.failedInARow() >= MOST_FAILURES_IN_A_ROW) {
            throw new ScoutException(
                    SourceFailure.UNAVAILABLE,
                    true,
                    MOST_FAILURES_IN_A_ROW + " objects in a row of " + config.location()
                            + " could not be copied; the next sync goes on here. The last said: " + report.complaint(),
                    null);
        }
    }

    private void copy(SourceObject object, @Nullable Entry latest) {
        if (deadline.isNear()) {
            report.stop();
            return;
        }
        if (report.failedInARow() >= MOST_FAILURES_IN_A_ROW) {
            return;
        }
        state.keep();
        CopyOutcome outcome = copier.copy(object, latest, deadline);
        report.add(object, outcome);
        if (outcome.kind() == CopyOutcome.Kind.FAILED) {
            LOG.warnf(
                    "Object \"%s\" of external storage \"%s\" was not copied: %s",
                    object.key(), config.environment(), outcome.message());
        }
    }

    private static ScoutException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof ScoutException known) {
            return known;
        }
        String kind = cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")";
        return new ScoutException("SYNC_FAILED", false, "Unexpected failure" + kind + ".", null);
    }

    /** What a whole listing did not show is not at the source any more; it may have come into the lake before its attempt died, though. */
    private void closeLeftBehind() {
        List<Entry> left = ledger.leftBehind(state.passStartedAt());
        while (!left.isEmpty()) {
            for (Entry entry : left) {
                if (deadline.isNear()) {
                    report.stop();
                    return;
                }
                state.keep();
                close(entry);
            }
            left = ledger.leftBehind(state.passStartedAt());
        }
    }

    private void close(Entry entry) {
        if (copier.isLanded(entry)) {
            ledger.settle(entry.target(), "copied", null);
            report.addCopiedBefore(1);
            return;
        }
        if (entry.uploadId() != null) {
            lake.abort(entry.targetKey(), entry.uploadId());
        }
        ledger.fail(entry.target(), "gone", "It was replaced or removed at the source before it could be copied.");
        report.addGone(1);
    }
}
