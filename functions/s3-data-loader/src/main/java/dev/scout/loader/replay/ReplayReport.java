package dev.scout.loader.replay;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.bronze.LoadOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a replay did. */
final class ReplayReport {

    private static final int MOST_TOLD = 100;

    private final List<LoadOutcome> outcomes = new ArrayList<>();
    private final Map<String, Long> left = new TreeMap<>();
    private final ArrayNode failed = JsonNodeFactory.instance.arrayNode();
    private long loaded;
    private long refused;
    private long filesReloaded;
    private long filesFailed;

    void add(Replayed replayed) {
        loaded += replayed.loaded();
        refused += replayed.refused();
        if (replayed.left() > 0) {
            left.merge(replayed.why(), (long) replayed.left(), Long::sum);
        }
        if (replayed.outcome() != null) {
            outcomes.add(replayed.outcome());
        }
    }

    void reloaded(LoadOutcome outcome) {
        filesReloaded++;
        outcomes.add(outcome);
    }

    void failed(long fileId, String message) {
        filesFailed++;
        if (failed.size() < MOST_TOLD) {
            failed.addObject().put("file_id", fileId).put("message", message);
        }
    }

    List<LoadOutcome> outcomes() {
        return outcomes;
    }

    ObjectNode toJson() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("replay", told());
        return answer;
    }

    /** Where the rest begins, for who asks again. */
    ObjectNode toJson(long after, long upto) {
        ObjectNode told = told().put("after", after).put("upto", upto);
        return JsonNodeFactory.instance.objectNode().set("replay", told);
    }

    ObjectNode handedOn() {
        return JsonNodeFactory.instance.objectNode().set("replay", told().put("goes_on", true));
    }

    private ObjectNode told() {
        ObjectNode told = JsonNodeFactory.instance
                .objectNode()
                .put("loaded", loaded)
                .put("refused_again", refused)
                .put("files_loaded_again", filesReloaded)
                .put("files_failed", filesFailed);
        if (!left.isEmpty()) {
            left.forEach(told.putObject("left")::put);
        }
        if (!failed.isEmpty()) {
            told.set("failed", failed);
        }
        return told;
    }
}
