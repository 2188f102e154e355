package dev.scout.transform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.transform.run.Stage;
import dev.scout.transform.run.StageModels;
import dev.scout.transform.run.StageRequest;
import dev.scout.transform.run.StageRunner;
import dev.scout.transform.run.StageSummary;
import dev.scout.transform.run.SummaryJson;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
            return event.isHint() ? runUnlessBusy(deadline) : runAll(event.request(), deadline);
        }
        refuseHalfOfSilver(stage, event.request());
        requireModelsOf(List.of(stage), event.request());
        StageSummary summary = runner.run(stage, event.request(), deadline);
        ObjectNode answer = SummaryJson.of(summary);
        if (summary.isOutOfTime()) {
            answer.set("next", goingOn(summary, event.request()));
            return answer;
        }
        Optional<Stage> next = summary.more() ? Optional.of(stage) : stage.next();
        next.ifPresent(following -> answer.set("next", next(following, event.request())));
        return answer;
    }

    /** What landed is taken by the run that is under way, by the next arrival or by the schedule: sooner than a queue brings its message again. */
    private ObjectNode runUnlessBusy(Instant deadline) {
        try {
            return runAll(StageRequest.WHAT_IS_NEW, deadline);
        } catch (ScoutException e) {
            if (!e.code().equals("STAGE_BUSY")) {
                throw e;
            }
            return JsonNodeFactory.instance.objectNode().put("left", e.getMessage());
        }
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
                StageSummary summary;
                do {
                    summary = runner.run(stage, own, deadline);
                    summaries.add(SummaryJson.of(summary));
                } while (summary.more());
                if (summary.isOutOfTime()) {
                    answer.set("next", goingOn(summary, own));
                    return answer;
                }
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

    /** The same stage again, for what there was no time for. Named days are marked by now, but for models that were named too. */
    private static ObjectNode goingOn(StageSummary summary, StageRequest request) {
        if (request.models().isEmpty()) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("stage", summary.stage().label());
        }
        ObjectNode next = next(summary.stage(), request);
        if (request.fullRefresh()) {
            next.put("full_refresh", true);
        }
        ArrayNode models = next.putArray("models");
        summary.unreached().forEach(models::add);
        return next;
    }

    /** Silver's tables are parts of the same transactions, and their days are not known before their records are read. */
    private static void refuseHalfOfSilver(Stage stage, StageRequest request) {
        boolean days = request.from() != null || request.to() != null;
        if (stage == Stage.SILVER && (!request.models().isEmpty() || (request.fullRefresh() && days))) {
            throw new ScoutException(
                    "INVALID_EVENT",
                    false,
                    "Silver can only be built again as a whole: leave out \"models\", and \"from\" and \"to\" with a full refresh.",
                    null);
        }
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
