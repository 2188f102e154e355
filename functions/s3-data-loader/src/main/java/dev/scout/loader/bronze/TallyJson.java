package dev.scout.loader.bronze;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A part's tally as it is kept until the file is settled. */
final class TallyJson {

    private static final JsonMapper JSON = new JsonMapper();

    private TallyJson() {}

    static String write(Tally tally) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("loaded", tally.loaded())
                .put("quarantined", tally.quarantined())
                .put("format", tally.format());
        json.set("reader", tally.reader());
        if (tally.firstRefusal() != null) {
            json.put("first_refusal", tally.firstRefusal());
        }
        return json.toString();
    }

    static Tally read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return new Tally(
                    json.path("loaded").longValue(),
                    json.path("quarantined").longValue(),
                    json.path("first_refusal").isTextual()
                            ? json.path("first_refusal").textValue()
                            : null,
                    json.path("format").asText(),
                    json.path("reader").deepCopy());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL's jsonb is always JSON", e);
        }
    }
}
