package dev.scout.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.event.Delivery;
import dev.scout.local.template.Template.AsyncInvocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Invocations that nobody waits for: tried again where they fail, then handed to the function's destination. */
public final class AsyncInvocations {

    private final Delivery destinations;
    private final List<Duration> retryDelays;
    private final Clock clock;

    /**
     * @param destinations takes the records for a function's OnSuccess and OnFailure
     * @param retryDelays the pause before the first retry, the second …; the last one for any further
     */
    public AsyncInvocations(Delivery destinations, List<Duration> retryDelays, Clock clock) {
        this.destinations = destinations;
        this.retryDelays = List.copyOf(retryDelays);
        this.clock = clock;
    }

    public void submit(LambdaFunction function, byte[] event) {
        attempt(function, event, 1, clock.instant());
    }

    private void attempt(LambdaFunction function, byte[] event, int attempt, Instant submitted) {
        var unused = function.invoke(event).thenAccept(result -> settle(function, event, attempt, submitted, result));
    }

    private void settle(
            LambdaFunction function, byte[] event, int attempt, Instant submitted, InvocationResult result) {
        AsyncInvocation config = function.asyncInvocation();
        if (!result.failed()) {
            config.onSuccess().ifPresent(arn -> send(arn, function, event, attempt, "Success", result));
            return;
        }
        Duration delay = retryDelays.get(Math.min(attempt, retryDelays.size()) - 1);
        boolean tooOld =
                submitted.plus(config.maximumAge()).isBefore(clock.instant().plus(delay));
        if (attempt > config.maximumRetries() || tooOld) {
            String condition = tooOld ? "EventAgeExceeded" : "RetriesExhausted";
            config.onFailure().ifPresent(arn -> send(arn, function, event, attempt, condition, result));
            return;
        }
        var unused = LambdaFunction.TIMER.schedule(
                () -> attempt(function, event, attempt + 1, submitted), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(
            String arn, LambdaFunction function, byte[] event, int attempt, String condition, InvocationResult result) {
        ObjectNode record = Json.object()
                .put("version", "1.0")
                .put("timestamp", clock.instant().toString());
        record.putObject("requestContext")
                .put("requestId", result.requestId())
                .put("functionArn", function.arn() + ":$LATEST")
                .put("condition", condition)
                .put("approximateInvokeCount", attempt);
        record.set("requestPayload", Json.parse(event).orElseGet(() -> (JsonNode) Json.object()));
        ObjectNode response =
                record.putObject("responseContext").put("statusCode", 200).put("executedVersion", "$LATEST");
        if (result.failed()) {
            response.put("functionError", result.functionError());
        }
        record.set("responsePayload", result.json());
        destinations.deliver(arn, Json.text(record));
    }
}
