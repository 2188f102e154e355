package dev.scout.local.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.ObjectCreated;
import dev.scout.local.template.Settings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Events as EventBridge delivers them. */
public final class Events {

    private static final AtomicLong SEQUENCE = new AtomicLong();

    private Events() {}

    public static ObjectNode objectCreated(ObjectCreated object) {
        ObjectNode detail = Json.object().put("version", "0");
        detail.putObject("bucket").put("name", object.bucket());
        detail.putObject("object")
                .put("key", object.key())
                .put("size", object.sizeBytes())
                .put("etag", object.eTag())
                .put("sequencer", sequencer(object.time()));
        detail.put(
                        "request-id",
                        UUID.randomUUID()
                                .toString()
                                .replace("-", "")
                                .substring(0, 16)
                                .toUpperCase(Locale.ROOT))
                .put("requester", Settings.ACCOUNT)
                .put("source-ip-address", "127.0.0.1")
                .put("reason", object.reason().eventName());
        return envelope("aws.s3", "Object Created", object.time(), List.of("arn:aws:s3:::" + object.bucket()), detail);
    }

    /** Hexadecimal, and greater for what came later, as S3's is for one key. */
    private static String sequencer(Instant time) {
        return String.format("%013X%08X", time.toEpochMilli(), SEQUENCE.incrementAndGet());
    }

    public static ObjectNode scheduled(String ruleName, Instant time) {
        String rule = "arn:aws:events:" + Settings.REGION + ":" + Settings.ACCOUNT + ":rule/" + ruleName;
        return envelope("aws.events", "Scheduled Event", time, List.of(rule), Json.object());
    }

    /** A record that Lambda sends to an event bus as a destination. */
    public static ObjectNode lambdaDestination(String busArn, JsonNode record, Instant time) {
        JsonNode context = record.path("requestContext");
        String outcome = context.path("condition").asText().equals("Success") ? "Success" : "Failure";
        return envelope(
                "lambda",
                "Lambda Function Invocation Result - " + outcome,
                time,
                List.of(busArn, context.path("functionArn").asText()),
                record);
    }

    private static ObjectNode envelope(
            String source, String detailType, Instant time, List<String> resources, JsonNode detail) {
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", UUID.randomUUID().toString())
                .put("detail-type", detailType)
                .put("source", source)
                .put("account", Settings.ACCOUNT)
                .put("time", time.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("region", Settings.REGION);
        resources.forEach(event.putArray("resources")::add);
        event.set("detail", detail);
        return event;
    }
}
