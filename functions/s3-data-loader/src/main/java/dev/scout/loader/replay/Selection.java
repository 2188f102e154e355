package dev.scout.loader.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.EventReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which refusals are to be replayed: those that are open and that everything which is said here is true of.
 *
 * @param from when they were refused, at the earliest
 * @param to when they were refused: before this
 * @param ids empty where they are not named
 * @param after only those behind this id
 * @param upto only those up to this id: what the replay itself refuses comes behind it; null where it is to be found out
 */
record Selection(
        @Nullable Long fileId,
        @Nullable String pipeline,
        @Nullable String rule,
        @Nullable Instant from,
        @Nullable Instant to,
        List<Long> ids,
        long after,
        @Nullable Long upto) {

    private static final Set<String> MEMBERS =
            Set.of("file_id", "pipeline", "rule", "from", "to", "quarantine_ids", "after", "upto");

    static Selection of(JsonNode argument) {
        if (!argument.isObject()) {
            throw unknown("it is no JSON object");
        }
        for (Iterator<String> names = argument.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!MEMBERS.contains(name)) {
                throw unknown("it has \"" + name + "\"");
            }
        }
        List<Long> ids = new ArrayList<>();
        argument.path("quarantine_ids").forEach(id -> ids.add(id(id, "quarantine_ids")));
        Selection selection = new Selection(
                number(argument, "file_id"),
                text(argument, "pipeline"),
                text(argument, "rule"),
                time(argument, "from", 0),
                time(argument, "to", 1),
                List.copyOf(ids),
                argument.path("after").asLong(0),
                number(argument, "upto"));
        boolean named = argument.has("quarantine_ids");
        if (selection.fileId == null
                && selection.pipeline == null
                && selection.rule == null
                && (!named || ids.isEmpty())) {
            throw unknown("it does not say what is to be replayed");
        }
        return selection;
    }

    /** The event that goes on behind an id. */
    ObjectNode goOn(long behind, long end) {
        ObjectNode argument = JsonNodeFactory.instance.objectNode();
        if (fileId != null) {
            argument.put("file_id", fileId);
        }
        if (pipeline != null) {
            argument.put("pipeline", pipeline);
        }
        if (rule != null) {
            argument.put("rule", rule);
        }
        if (from != null) {
            argument.put("from", from.toString());
        }
        if (to != null) {
            argument.put("to", to.toString());
        }
        if (!ids.isEmpty()) {
            ArrayNode list = argument.putArray("quarantine_ids");
            ids.forEach(list::add);
        }
        return argument.put("after", behind).put("upto", end);
    }

    private static @Nullable String text(JsonNode argument, String member) {
        JsonNode value = argument.path(member);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    private static @Nullable Long number(JsonNode argument, String member) {
        return argument.hasNonNull(member) ? id(argument.get(member), member) : null;
    }

    private static Long id(JsonNode value, String member) {
        if (!value.canConvertToLong()) {
            throw unknown("\"" + member + "\" is no number");
        }
        return value.asLong();
    }

    /** @param days that a day is meant with */
    private static @Nullable Instant time(JsonNode argument, String member, int days) {
        String text = text(argument, member);
        if (text == null) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).plusDays(days).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw unknown("\"" + member + "\" is neither a date nor a time such as 2024-01-31T09:30:00Z");
        }
    }

    private static ScoutException unknown(String why) {
        return new ScoutException(
                EventReader.UNKNOWN_EVENT,
                false,
                "This replay can not be understood: " + why
                        + ". It takes {\"file_id\"}, {\"quarantine_ids\":[…]}, or {\"pipeline\",\"rule\",\"from\",\"to\"}.",
                null);
    }
}
