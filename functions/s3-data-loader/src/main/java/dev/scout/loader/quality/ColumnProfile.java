package dev.scout.loader.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What the records of a file have in one top-level column.
 *
 * @param present how many records have it, null or not
 * @param nulls in how many it is null
 * @param types of the values in place, as {@link Types} has them
 * @param rescuedTypes of the values that were moved into {@code _rescued_data}
 * @param rescued how many those are
 */
record ColumnProfile(String name, long present, long nulls, int types, int rescuedTypes, long rescued) {

    ColumnProfile plus(ColumnProfile other) {
        return new ColumnProfile(
                name,
                present + other.present,
                nulls + other.nulls,
                types | other.types,
                rescuedTypes | other.rescuedTypes,
                rescued + other.rescued);
    }

    int allTypes() {
        return types | rescuedTypes;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("present", present)
                .put("null", nulls);
        Types.names(types).forEach(json.putArray("types")::add);
        if (rescued > 0) {
            json.put("rescued", rescued);
            Types.names(rescuedTypes).forEach(json.putArray("rescued_types")::add);
        }
        return json;
    }

    static ColumnProfile of(JsonNode json) {
        return new ColumnProfile(
                json.path("name").asText(),
                json.path("present").asLong(),
                json.path("null").asLong(),
                types(json.path("types")),
                types(json.path("rescued_types")),
                json.path("rescued").asLong());
    }

    private static int types(JsonNode names) {
        List<String> list = new ArrayList<>();
        names.forEach(name -> list.add(name.asText()));
        return Types.of(list);
    }
}
