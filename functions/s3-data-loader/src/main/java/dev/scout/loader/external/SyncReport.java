package dev.scout.loader.external;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one invocation did about one storage. Many threads write it. */
final class SyncReport {

    private static final int MOST_FAILURES = 20;

    private final String environment;
    private final List<ObjectNode> failures = new ArrayList<>();
    private long listed;
    private long copied;
    private long bytes;
    private long gone;
    private long failed;
    private int failedInARow;
    private boolean unfinished;
    private boolean busy;
    private @Nullable ScoutException problem;

    SyncReport(String environment) {
        this.environment = environment;
    }

    synchronized void addListed(int objects) {
        listed += objects;
    }

    synchronized void add(SourceObject object, CopyOutcome outcome) {
        failedInARow = outcome.kind() == CopyOutcome.Kind.FAILED && outcome.retryable() ? failedInARow + 1 : 0;
        switch (outcome.kind()) {
            case COPIED -> {
                copied++;
                bytes += outcome.bytes();
            }
            case GONE -> gone++;
            case UNFINISHED -> unfinished = true;
            case FAILED -> addFailure(object.key(), String.valueOf(outcome.message()));
            case UNCHANGED -> {}
        }
    }

    private void addFailure(String key, String message) {
        failed++;
        if (failures.size() < MOST_FAILURES) {
            failures.add(JsonNodeFactory.instance.objectNode().put("key", key).put("message", message));
        }
    }

    synchronized void addGone(int objects) {
        gone += objects;
    }

    synchronized void addCopiedBefore(int objects) {
        copied += objects;
    }

    /** How many objects in a row have failed for a reason that may pass: where it is all of them, the storage is down. */
    synchronized int failedInARow() {
        return failedInARow;
    }

    synchronized void stop() {
        unfinished = true;
    }

    synchronized boolean isUnfinished() {
        return unfinished;
    }

    synchronized void setBusy() {
        busy = true;
    }

    synchronized void setProblem(ScoutException failure) {
        if (problem == null) {
            problem = failure;
        }
    }

    synchronized @Nullable ScoutException problem() {
        return problem;
    }

    synchronized long copied() {
        return copied;
    }

    synchronized long failed() {
        return failed;
    }

    /** Why this was no full success, in a sentence; null where it was one. */
    synchronized @Nullable String complaint() {
        if (problem != null) {
            return problem.getMessage();
        }
        return failed == 0
                ? null
                : failed + " objects could not be copied, and will be tried again; the first: "
                        + failures.get(0).path("message").asText();
    }

    synchronized ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("environment", environment)
                .put("status", status())
                .put("listed", listed)
                .put("copied", copied)
                .put("bytes_copied", bytes)
                .put("gone", gone)
                .put("failed", failed);
        if (problem != null) {
            json.put("message", problem.getMessage());
        }
        if (!failures.isEmpty()) {
            failures.forEach(json.putArray("failures")::add);
        }
        return json;
    }

    private String status() {
        if (problem != null) {
            return "failed";
        }
        if (busy) {
            return "under_way";
        }
        return unfinished ? "incomplete" : "complete";
    }
}
