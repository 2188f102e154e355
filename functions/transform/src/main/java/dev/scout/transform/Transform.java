package dev.scout.transform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.transform.run.Stage;
import dev.scout.transform.run.StageModels;
import dev.scout.transform.run.StageRequest;
import dev.scout.transform.run.StageRunner;
import dev.scout.transform.run.SummaryJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Runs what an event asks for and answers with what was done, and which stage follows. */
final class Transform {

    private final StageRunner runner;

    Transform(StageRunner runner) {
        this.runner = runner;
    }

    ObjectNode run(TransformEvent event, Instant deadline) {
        Stage stage = event.stage();
        if (stage == null) {
            return runAll(event.request(), deadline);
        }
        requireModelsOf(List.of(stage), event.request());
        ObjectNode answer = SummaryJson.of(runner.run(stage, event.request(), deadline));
        stage.next().ifPresent(next -> answer.set("next", next(next, event.request())));
        return answer;
    }

    private ObjectNode runAll(StageRequest request, Instant deadline) {
        List<Stage> stages = Arrays.asList(Stage.values());
        requireModelsOf(stages, request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode summaries = answer.putArray("stages");
        for (Stage stage : stages) {
            Set<String> models = new LinkedHashSet<>(request.models());
            models.retainAll(StageModels.names(stage));
            if (request.models().isEmpty() || !models.isEmpty()) {
                StageRequest own = new StageRequest(request.fullRefresh(), request.from(), request.to(), models);
                summaries.add(SummaryJson.of(runner.run(stage, own, deadline)));
            }
        }
        return answer;
    }

    /** Days that were named are named to the next stage too; what else changed it finds marked. */
    private static ObjectNode next(Stage stage, StageRequest request) {
        ObjectNode next = JsonNodeFactory.instance.objectNode().put("stage", stage.label());
        if (request.from() != null) {
            next.put("from", request.from().toString());
        }
        if (request.to() != null) {
            next.put("to", request.to().toString());
        }
        return next;
    }

    private static void requireModelsOf(List<Stage> stages, StageRequest request) {
        Set<String> known = new TreeSet<>();
        stages.forEach(stage -> known.addAll(StageModels.names(stage)));
        for (String name : request.models()) {
            if (!known.contains(name)) {
                throw new ScoutException(
                        "INVALID_EVENT",
                        false,
                        "There is no model \"" + name + "\" to run here; there are " + String.join(", ", known) + ".",
                        null);
            }
        }
    }
}
