package dev.scout.transform.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.transform.model.ModelResult;
import dev.scout.transform.quality.CheckResult;
import dev.scout.transform.run.StageSummary.HeldBack;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** A summary as an invocation answers it. */
public final class SummaryJson {

    private SummaryJson() {}

    public static ObjectNode of(StageSummary summary) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("stage", summary.stage().label());
        json.put("run_id", summary.runId().toString());
        json.put(
                summary.stage() == Stage.SILVER ? "files" : "days",
                summary.taken().units());
        json.put("records", summary.taken().records());
        json.put("seconds", seconds(summary.duration()));
        ArrayNode models = json.putArray("models");
        for (ModelResult model : summary.models()) {
            models.addObject()
                    .put("name", model.name())
                    .put("rows", model.rows())
                    .put("seconds", seconds(model.duration()));
        }
        ArrayNode checks = json.putArray("checks");
        summary.checks().forEach(check -> checks.add(of(check)));
        json.putObject("lake")
                .put("written", summary.lake().written())
                .put("unchanged", summary.lake().unchanged())
                .put("removed", summary.lake().removed())
                .put("waiting", summary.lake().waiting());
        ArrayNode warnings = json.putArray("warnings");
        summary.warnings().forEach(warnings::add);
        heldBack(json, "failed", summary.failed());
        heldBack(json, "waiting", summary.waiting());
        if (summary.isOutOfTime()) {
            ArrayNode unreached = json.putArray("unreached");
            summary.unreached().forEach(unreached::add);
        }
        return json;
    }

    private static ObjectNode of(CheckResult check) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", check.table());
        json.put("name", check.name());
        json.put("severity", check.severity().label());
        json.put("passed", check.passed());
        json.put("failures", check.failures());
        if (check.message() != null) {
            json.put("message", check.message());
        }
        return json;
    }

    private static void heldBack(ObjectNode json, String name, List<HeldBack> models) {
        if (!models.isEmpty()) {
            ArrayNode array = json.putArray(name);
            models.forEach(model -> array.addObject().put("name", model.name()).put("reason", model.reason()));
        }
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }
}
