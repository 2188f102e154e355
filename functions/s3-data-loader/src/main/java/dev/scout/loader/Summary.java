package dev.scout.loader;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.bronze.LoadOutcome;
import org.jspecify.annotations.Nullable;

/** What an invocation did, object by object. */
final class Summary {

    /** An answer may have 6 MB; the ledger has the rest. */
    private static final int MOST_OBJECTS = 1000;

    private final ArrayNode objects = JsonNodeFactory.instance.arrayNode();
    private long files;
    private long loaded;
    private long rejected;
    private long skipped;
    private long already;
    private long failed;
    private long rowsLoaded;
    private long rowsQuarantined;
    private @Nullable String stoppedAfter;
    private boolean incomplete;
    private @Nullable ScoutException firstFailure;

    void add(LoadOutcome outcome) {
        files++;
        if (outcome.already()) {
            already++;
        } else if (outcome.status().equals(LoadOutcome.SKIPPED)) {
            skipped++;
        } else {
            boolean isRejected = outcome.status().equals(LoadOutcome.REJECTED);
            loaded += isRejected ? 0 : 1;
            rejected += isRejected ? 1 : 0;
            rowsLoaded += outcome.rowsLoaded();
            rowsQuarantined += outcome.rowsQuarantined();
        }
        if (objects.size() < MOST_OBJECTS) {
            ObjectNode entry = objects.addObject()
                    .put("bucket", outcome.bucket())
                    .put("key", outcome.key())
                    .put("status", outcome.status())
                    .put("already", outcome.already())
                    .put("pipeline", outcome.pipeline())
                    .put("rows_loaded", outcome.rowsLoaded())
                    .put("rows_quarantined", outcome.rowsQuarantined());
            if (outcome.message() != null) {
                entry.put("message", outcome.message());
            }
        }
    }

    void addFailure(String bucket, String key, ScoutException failure) {
        files++;
        failed++;
        if (firstFailure == null || (failure.retryable() && !firstFailure.retryable())) {
            firstFailure = failure;
        }
        if (objects.size() < MOST_OBJECTS) {
            objects.addObject()
                    .put("bucket", bucket)
                    .put("key", key)
                    .put("status", "failed")
                    .put("code", failure.code())
                    .put("message", failure.getMessage());
        }
    }

    /** Adds what another summary holds. */
    void addAll(Summary other) {
        files += other.files;
        loaded += other.loaded;
        rejected += other.rejected;
        skipped += other.skipped;
        already += other.already;
        failed += other.failed;
        rowsLoaded += other.rowsLoaded;
        rowsQuarantined += other.rowsQuarantined;
        other.objects.forEach(entry -> {
            if (objects.size() < MOST_OBJECTS) {
                objects.add(entry);
            }
        });
    }

    /**
     * Says that the time was up before everything was done.
     *
     * @param after the last key that was dealt with; null where it was none
     */
    void stop(@Nullable String after) {
        incomplete = true;
        stoppedAfter = after;
    }

    boolean incomplete() {
        return incomplete;
    }

    @Nullable
    ScoutException firstFailure() {
        return firstFailure;
    }

    long rowsLoaded() {
        return rowsLoaded;
    }

    long rowsQuarantined() {
        return rowsQuarantined;
    }

    ObjectNode toJson(String runId) {
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("run_id", runId)
                .put("files", files)
                .put("loaded", loaded)
                .put("already", already)
                .put("rejected", rejected)
                .put("skipped", skipped)
                .put("failed", failed)
                .put("rows_loaded", rowsLoaded)
                .put("rows_quarantined", rowsQuarantined);
        if (incomplete) {
            answer.put("incomplete", true).put("after", stoppedAfter);
        }
        answer.set("objects", objects);
        if (files > objects.size()) {
            answer.put("objects_left_out", files - objects.size());
        }
        return answer;
    }
}
