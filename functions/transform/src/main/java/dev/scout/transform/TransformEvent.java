package dev.scout.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.transform.run.Stage;
import dev.scout.transform.run.StageRequest;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation asks for.
 *
 * @param stage null for all of them in turn
 * @param isHint whether somebody says that there may be something to do, and nobody waits for an answer
 */
record TransformEvent(@Nullable Stage stage, StageRequest request, boolean isHint) {

    /** What Lambda makes of the messages of a queue. Each says that something landed; the ledger says what. */
    private static final String MESSAGES = "Records";

    private static final Set<String> KEYS = Set.of("stage", "full_refresh", "from", "to", "models");

    /** @throws ScoutException with a sentence, where the event asks for something that there is not */
    static TransformEvent parse(@Nullable JsonNode event) {
        if (event == null || event.isNull() || event.isMissingNode()) {
            return new TransformEvent(null, StageRequest.WHAT_IS_NEW, false);
        }
        if (!(event instanceof ObjectNode object)) {
            throw invalid("The event is not a JSON object.");
        }
        if (isArrivals(object)) {
            return new TransformEvent(null, StageRequest.WHAT_IS_NEW, true);
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!KEYS.contains(name)) {
                throw invalid("The event has \"" + name + "\", which means nothing here.");
            }
        });
        StageRequest request = new StageRequest(
                flag(object, "full_refresh"), day(object, "from"), day(object, "to"), names(object, "models"));
        if (request.from() != null && request.to() != null && request.from().isAfter(request.to())) {
            throw invalid("\"from\" is after \"to\".");
        }
        String stage = text(object, "stage");
        return new TransformEvent(stage == null ? null : Stage.named(stage), request, false);
    }

    private static boolean isArrivals(ObjectNode event) {
        return event.size() == 1
                && event.path(MESSAGES).path(0).path("eventSource").asText("").equals("aws:sqs");
    }

    private static boolean flag(ObjectNode event, String name) {
        JsonNode value = event.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw invalid("\"" + name + "\" must be true or false.");
        }
        return value.asBoolean(false);
    }

    private static @Nullable LocalDate day(ObjectNode event, String name) {
        String text = text(event, name);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid("\"" + name + "\" must be a day such as 2024-01-31.");
        }
    }

    private static Set<String> names(ObjectNode event, String name) {
        JsonNode value = event.path(name);
        Set<String> names = new LinkedHashSet<>();
        if (value.isMissingNode() || value.isNull()) {
            return names;
        }
        if (!value.isArray()) {
            throw invalid("\"" + name + "\" must be an array of names.");
        }
        value.forEach(element -> names.add(element.asText()));
        return names;
    }

    private static @Nullable String text(ObjectNode event, String name) {
        JsonNode value = event.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw invalid("\"" + name + "\" must be a text.");
        }
        return value.textValue();
    }

    private static ScoutException invalid(String sentence) {
        return new ScoutException("INVALID_EVENT", false, sentence, null);
    }
}
