package dev.scout.loader;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.bronze.LoadOutcome;
import dev.scout.loader.bronze.Parked;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What an invocation did, object by object. */
final class Summary {

    /** An answer may have 6 MB; the ledger has the rest. */
    private static final int MOST_OBJECTS = 1000;

    private final ArrayNode failures = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode objects = JsonNodeFactory.instance.arrayNode();
    private long files;
    private long loaded;
    private long rejected;
    private long skipped;
    private long already;
    private long handedOn;
    private long failed;
    private long parked;
    private long unreadable;
    private final Set<String> ignored = new TreeSet<>();
    private long rowsLoaded;
    private long rowsQuarantined;
    private @Nullable String stoppedAfter;
    private boolean incomplete;
    private @Nullable ScoutException firstFailure;
    private @Nullable Parked firstParked;

    void add(LoadOutcome outcome) {
        files++;
        if (outcome.already()) {
            already++;
        } else if (outcome.status().equals(LoadOutcome.SKIPPED)) {
            skipped++;
        } else if (outcome.isHandedOn()) {
            handedOn++;
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
        note(failure);
        if (failures.size() < MOST_OBJECTS) {
            failures.addObject()
                    .put("bucket", bucket)
                    .put("key", key)
                    .put("status", "failed")
                    .put("code", failure.code())
                    .put("message", failure.getMessage());
        }
    }

    /** Adds an object, or a message, that was given up on. */
    void addParked(Parked given) {
        files++;
        parked++;
        firstParked = firstParked == null ? given : firstParked;
        if (failures.size() < MOST_OBJECTS) {
            failures.addObject()
                    .put("bucket", given.bucket())
                    .put("key", given.key())
                    .put("status", "parked")
                    .put("message", given.reason());
        }
    }

    /** Adds a message that can not be read. */
    void addUnreadable(ScoutException failure) {
        unreadable++;
        note(failure);
    }

    /** Adds names of events that are nothing to load. */
    void addIgnored(Collection<String> names) {
        ignored.addAll(names);
    }

    /** Keeps a failure as the reason, unless there is a better one: one that a retry may mend. */
    void note(ScoutException failure) {
        if (firstFailure == null || (failure.retryable() && !firstFailure.retryable())) {
            firstFailure = failure;
        }
    }

    /** Adds what another summary holds. */
    void addAll(Summary other) {
        files += other.files;
        loaded += other.loaded;
        rejected += other.rejected;
        skipped += other.skipped;
        already += other.already;
        handedOn += other.handedOn;
        failed += other.failed;
        parked += other.parked;
        firstParked = firstParked == null ? other.firstParked : firstParked;
        unreadable += other.unreadable;
        ignored.addAll(other.ignored);
        if (other.firstFailure != null) {
            note(other.firstFailure);
        }
        rowsLoaded += other.rowsLoaded;
        rowsQuarantined += other.rowsQuarantined;
        addUpToMost(failures, other.failures);
        addUpToMost(objects, other.objects);
    }

    private static void addUpToMost(ArrayNode list, ArrayNode more) {
        for (JsonNode entry : more) {
            if (list.size() == MOST_OBJECTS) {
                return;
            }
            list.add(entry);
        }
    }

    /**
     * Says, the first time that it is called, that not everything was done: the time was up, or something failed that may succeed later.
     *
     * @param after the last key before which everything was dealt with; null where it was none
     */
    void stop(@Nullable String after) {
        if (!incomplete) {
            incomplete = true;
            stoppedAfter = after;
        }
    }

    boolean incomplete() {
        return incomplete;
    }

    @Nullable
    ScoutException firstFailure() {
        return firstFailure;
    }

    @Nullable
    Parked firstParked() {
        return firstParked;
    }

    long parked() {
        return parked;
    }

    long files() {
        return files;
    }

    long failed() {
        return failed;
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
                .put("handed_on", handedOn)
                .put("failed", failed)
                .put("parked", parked)
                .put("unreadable", unreadable)
                .put("rows_loaded", rowsLoaded)
                .put("rows_quarantined", rowsQuarantined);
        if (incomplete) {
            answer.put("incomplete", true).put("after", stoppedAfter);
        }
        if (!ignored.isEmpty()) {
            ignored.forEach(answer.putArray("ignored")::add);
        }
        ArrayNode told = answer.putArray("objects");
        addUpToMost(told, failures);
        addUpToMost(told, objects);
        if (files > told.size()) {
            answer.put("objects_left_out", files - told.size());
        }
        return answer;
    }
}
