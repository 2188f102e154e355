package dev.scout.loader.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.ScoutException;
import dev.scout.loader.event.LoadRequest.Message;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.LoadRequest.Queue;
import dev.scout.loader.event.LoadRequest.Task;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the forms of event apart: S3 notification, EventBridge {@code Object Created}, either wrapped by SNS, any of them in SQS messages,
 * the direct {@code {"bucket","key"}} and {@code {"prefix"}}, and tasks: an object whose only member is named as one of {@link #TASKS}.
 */
public final class EventReader {

    /** What can be asked for besides loading: each name has a {@code TaskHandler}. */
    public static final Set<String> TASKS =
            Set.of("part", "plan", "reconcile", "backfill", "redrive", "replay", "sync");

    /** The code of what can not be understood. */
    public static final String UNKNOWN_EVENT = "UNKNOWN_EVENT";

    private static final JsonMapper JSON = new JsonMapper();

    private EventReader() {}

    /** Reads what the Lambda runtime hands over. */
    public static LoadRequest read(InputStream event) throws IOException {
        try {
            return request(JSON.readTree(event));
        } catch (JsonProcessingException e) {
            throw unknown("it is not JSON");
        }
    }

    /** Reads the body of a queue's message. */
    public static LoadRequest read(String body) {
        try {
            return request(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            throw unknown("it is not JSON");
        }
    }

    public static ScoutException unknown(String why) {
        return new ScoutException(
                UNKNOWN_EVENT,
                false,
                "This event can not be understood: " + why
                        + ". The loader takes S3 notifications, EventBridge \"Object Created\" events, "
                        + "either of them in SQS messages, {\"bucket\",\"key\"}, {\"prefix\"}, and tasks such as {\"backfill\":{…}}.",
                null);
    }

    private static LoadRequest request(@Nullable JsonNode event) {
        if (event == null || !event.isObject()) {
            throw unknown("it is not a JSON object");
        }
        if (event.has("Records")) {
            return records(event.get("Records"));
        }
        if (event.has("detail-type")) {
            return eventBridge(event);
        }
        if (event.path("Type").asText().equals("Notification") && event.has("Message")) {
            return read(event.get("Message").asText());
        }
        if (event.path("Event").asText().equals("s3:TestEvent")) {
            return new Objects(List.of(), List.of("s3:TestEvent"));
        }
        if (event.has("key")) {
            return new Objects(
                    List.of(direct(event)), List.of(), event.path("again").asBoolean());
        }
        if (event.has("prefix")) {
            return new Prefix(text(event, "bucket"), event.get("prefix").asText(), text(event, "after"));
        }
        String name = event.size() == 1 ? event.fieldNames().next() : "";
        if (TASKS.contains(name)) {
            return new Task(name, event.get(name));
        }
        throw unknown("it has none of the members that tell what it is");
    }

    private static LoadRequest records(JsonNode records) {
        if (!records.isArray() || records.isEmpty()) {
            throw unknown("\"Records\" holds nothing");
        }
        List<Message> messages = new ArrayList<>();
        List<ObjectEvent> objects = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (JsonNode entry : records) {
            if (entry.path("eventSource").asText().equals("aws:sqs")) {
                messages.add(message(entry));
            } else if (entry.has("Sns")) {
                LoadRequest inner = read(entry.path("Sns").path("Message").asText());
                if (!(inner instanceof Objects found)) {
                    throw unknown("an SNS message holds something else than objects");
                }
                objects.addAll(found.objects());
                ignored.addAll(found.ignored());
            } else if (!entry.has("s3")) {
                throw unknown("one of its records is neither of S3 nor of SQS");
            } else if (isCreation(entry.path("eventName").asText())) {
                objects.add(notification(entry));
            } else {
                ignored.add(entry.path("eventName").asText());
            }
        }
        if (messages.isEmpty()) {
            return new Objects(objects, ignored);
        }
        if (messages.size() < records.size()) {
            throw unknown("its records come from different sources");
        }
        return new Queue(messages);
    }

    private static Message message(JsonNode entry) {
        Map<String, String> attributes = new HashMap<>();
        entry.path("messageAttributes").properties().forEach(attribute -> {
            if (attribute.getValue().hasNonNull("stringValue")) {
                attributes.put(
                        attribute.getKey(),
                        attribute.getValue().get("stringValue").asText());
            }
        });
        return new Message(
                entry.path("messageId").asText(),
                entry.path("body").asText(),
                entry.path("receiptHandle").asText(),
                entry.path("attributes").path("ApproximateReceiveCount").asInt(1),
                attributes);
    }

    /** MinIO writes the service before the name. */
    private static boolean isCreation(String eventName) {
        return eventName.startsWith("ObjectCreated:") || eventName.startsWith("s3:ObjectCreated:");
    }

    /** In notifications the key is URL-encoded, a blank is a plus. */
    private static ObjectEvent notification(JsonNode entry) {
        JsonNode object = entry.path("s3").path("object");
        String encoded = object.path("key").asText();
        String key;
        try {
            key = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknown("the key \"" + encoded + "\" is not URL-encoded");
        }
        return new ObjectEvent(
                entry.path("s3").path("bucket").path("name").asText(),
                key,
                etag(object, "eTag"),
                text(object, "versionId"),
                text(object, "sequencer"),
                size(object),
                time(entry.path("eventTime").asText()));
    }

    /** In EventBridge's events the key is as it is. */
    private static LoadRequest eventBridge(JsonNode event) {
        if (!event.path("source").asText().equals("aws.s3")
                || !event.path("detail-type").asText().equals("Object Created")) {
            return new Objects(List.of(), List.of(event.path("detail-type").asText()));
        }
        JsonNode detail = event.path("detail");
        JsonNode object = detail.path("object");
        return new Objects(
                List.of(new ObjectEvent(
                        detail.path("bucket").path("name").asText(),
                        object.path("key").asText(),
                        etag(object, "etag"),
                        text(object, "version-id"),
                        text(object, "sequencer"),
                        size(object),
                        time(event.path("time").asText()))),
                List.of());
    }

    private static ObjectEvent direct(JsonNode event) {
        if (!event.has("bucket")) {
            throw unknown("it names a key and no bucket");
        }
        return new ObjectEvent(
                event.get("bucket").asText(),
                event.get("key").asText(),
                etag(event, "etag"),
                text(event, "version_id"),
                null,
                size(event),
                time(event.path("time").asText()));
    }

    private static @Nullable String etag(JsonNode object, String member) {
        String value = object.path(member).asText().replace("\"", "");
        return value.isEmpty() ? null : value;
    }

    private static @Nullable String text(JsonNode node, String member) {
        String value = node.path(member).asText("");
        return value.isEmpty() || value.equals("null") ? null : value;
    }

    private static @Nullable Long size(JsonNode object) {
        return object.has("size") ? object.get("size").asLong() : null;
    }

    private static @Nullable Instant time(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
