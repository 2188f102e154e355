package dev.scout.loader.source.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which members an object is known to be a record, and not an envelope around an array of records.
 *
 * @param certain an object with one of these is a record
 * @param common a record has one of these at least; an envelope can have them too
 * @param ofElements the elements of an array with one of these are records, and the object around the array is an envelope
 */
public record RecordSigns(Set<String> certain, Set<String> common, Set<String> ofElements) {

    private static final RecordSigns OF_KNOWN_SHAPES = new RecordSigns(
            Set.of("transaction_id", "combo_basket"),
            Set.of("transaction_id", "id", "store", "store_id", "items"),
            Set.of("transaction_id", "timestamp", "ts_utc"));

    /** The signs of a pipeline's records: where it has a mapping, only what that reads. */
    public static RecordSigns of(@Nullable JsonNode mapping) {
        if (mapping == null) {
            return OF_KNOWN_SHAPES;
        }
        Set<String> id = members(mapping.path("transaction_id"));
        Set<String> certain = new HashSet<>(id);
        certain.addAll(members(mapping.path("items")));
        Set<String> common = new HashSet<>();
        mapping.properties().stream()
                .filter(entry -> !entry.getKey().equals("describes"))
                .forEach(entry -> common.addAll(members(entry.getValue())));
        Set<String> ofElements = new HashSet<>(id);
        ofElements.addAll(members(mapping.path("timestamp")));
        return new RecordSigns(certain, common, ofElements);
    }

    /** The top-level members that a column specification reads. */
    private static Set<String> members(JsonNode specification) {
        Set<String> members = new HashSet<>();
        addMember(members, specification);
        addMember(members, specification.path("column"));
        specification.path("columns").forEach(column -> addMember(members, column));
        return members;
    }

    private static void addMember(Set<String> members, JsonNode column) {
        if (!column.isTextual() || column.textValue().startsWith("@")) {
            return;
        }
        String path = column.textValue();
        members.add(path.startsWith("$.") ? path.substring(2).split("[.\\[]", 2)[0] : path);
    }
}
