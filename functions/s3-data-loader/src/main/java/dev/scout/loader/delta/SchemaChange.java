package dev.scout.loader.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What a change of a table's columns means for records that were made before it. */
final class SchemaChange {

    private static final JsonMapper JSON = new JsonMapper();

    private SchemaChange() {}

    /**
     * Whether records of a data file look the same before and after, but for columns that it does not have: none was renamed, left out or
     * given another type.
     *
     * @param before a schema as a table's log has it
     */
    static boolean keepsRecords(String before, String after) {
        try {
            return keeps(JSON.readTree(before), JSON.readTree(after));
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean keeps(JsonNode before, JsonNode after) {
        if (!before.isObject() || !after.isObject()) {
            return before.equals(after);
        }
        if (!before.path("type").equals(after.path("type"))) {
            return false;
        }
        return switch (before.path("type").asText()) {
            case "struct" -> keepsFields(before.path("fields"), after.path("fields"));
            case "array" -> keeps(before.path("elementType"), after.path("elementType"));
            case "map" ->
                keeps(before.path("keyType"), after.path("keyType"))
                        && keeps(before.path("valueType"), after.path("valueType"));
            default -> before.equals(after);
        };
    }

    private static boolean keepsFields(JsonNode before, JsonNode after) {
        for (JsonNode field : before) {
            boolean kept = false;
            for (JsonNode candidate : after) {
                kept |= candidate.path("name").equals(field.path("name"))
                        && storedName(candidate).equals(storedName(field))
                        && keeps(field.path("type"), candidate.path("type"));
            }
            if (!kept) {
                return false;
            }
        }
        return true;
    }

    private static String storedName(JsonNode field) {
        JsonNode mapped = field.path("metadata").path("delta.columnMapping.physicalName");
        return mapped.isTextual() ? mapped.textValue() : field.path("name").asText();
    }
}
