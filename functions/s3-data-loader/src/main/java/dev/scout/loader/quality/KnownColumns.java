package dev.scout.loader.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that a pipeline is known to have; none before its first file. */
record KnownColumns(Map<String, Known> columns) {

    static final KnownColumns NONE = new KnownColumns(Map.of());

    /**
     * What is known of a column.
     *
     * @param types of its values, as {@link Types} has them; none while only nulls were seen
     * @param optional whether a file or a record may be without it
     */
    record Known(int types, boolean optional) {}

    boolean isEmpty() {
        return columns.isEmpty();
    }

    @Nullable
    Known get(String name) {
        return columns.get(name);
    }

    /** @param list an array of {@code {"name","types","optional"}} */
    static KnownColumns of(JsonNode list) {
        if (list.isEmpty()) {
            return NONE;
        }
        Map<String, Known> columns = new LinkedHashMap<>();
        for (JsonNode column : list) {
            List<String> types = new ArrayList<>();
            column.path("types").forEach(type -> types.add(type.asText()));
            columns.put(
                    column.path("name").asText(),
                    new Known(Types.of(types), column.path("optional").asBoolean()));
        }
        return new KnownColumns(columns);
    }

    ArrayNode toJson() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        columns.forEach((name, known) -> Types.names(known.types())
                .forEach(list.addObject()
                        .put("name", name)
                        .put("optional", known.optional())
                        .putArray("types")::add));
        return list;
    }
}
