package dev.scout.loader.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;

/** Puts together what was found out about a file part by part. */
public final class Descriptions {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String MALFORMED = "malformed_bytes";
    private static final String LINE_END = "line_end";
    private static final String ENVELOPE = "envelope";
    private static final String ENVELOPE_END = "envelope_end";

    /** Members that count what is in a part, and not in the file. */
    private static final Set<String> COUNTS = Set.of(MALFORMED, "non_finite", "comment_lines", "damaged_sync_markers");

    private Descriptions() {}

    /**
     * Merges that of a part with that of what lies before it.
     *
     * @param known is left as it is
     */
    public static ObjectNode merged(ObjectNode known, ObjectNode next) {
        ObjectNode merged = known.deepCopy();
        for (var member : next.properties()) {
            String name = member.getKey();
            JsonNode before = merged.get(name);
            JsonNode value = member.getValue();
            if (name.equals(ENVELOPE_END) && merged.path(ENVELOPE).isTextual()) {
                merged.set(ENVELOPE, whole(merged.get(ENVELOPE).textValue() + value.textValue()));
            } else if (before == null) {
                merged.set(name, value);
            } else if (name.equals(LINE_END) && !before.equals(value)) {
                merged.put(name, "mixed");
            } else if (COUNTS.contains(name) && before.isIntegralNumber() && value.isIntegralNumber()) {
                merged.put(name, together(name, before.longValue(), value.longValue(), next));
            }
        }
        return merged;
    }

    /** Of content that is transcoded each part counts from its beginning on, as far as that is known. */
    private static long together(String name, long before, long value, ObjectNode next) {
        boolean fromTheBeginning = name.equals(MALFORMED)
                && next.path("malformed_bytes_read_as").asText().equals("U+FFFD");
        return fromTheBeginning ? Math.max(before, value) : before + value;
    }

    private static JsonNode whole(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return new TextNode(text);
        }
    }
}
