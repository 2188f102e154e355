package dev.scout.transform.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.transform.model.ModelResult;
import java.math.BigDecimal;
import java.time.Duration;

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
        ArrayNode checks = json.putArray("checks");
        for (ModelResult model : summary.models()) {
            models.addObject()
                    .put("name", model.name())
                    .put("rows", model.rows())
                    .put("seconds", seconds(model.duration()));
            model.checks()
                    .forEach(check -> checks.addObject()
                            .put("model", model.name())
                            .put("name", check.name())
                            .put("severity", "error")
                            .put("failures", check.failures()));
        }
        json.putObject("lake")
                .put("written", summary.lake().written())
                .put("unchanged", summary.lake().unchanged())
                .put("removed", summary.lake().removed())
                .put("waiting", summary.lake().waiting());
        ArrayNode warnings = json.putArray("warnings");
        summary.warnings().forEach(warnings::add);
        return json;
    }

    private static BigDecimal seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3);
    }
}
