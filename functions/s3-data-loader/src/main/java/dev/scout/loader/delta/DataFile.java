package dev.scout.loader.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.util.VectorUtils;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A data file that is live in a version of a table.
 *
 * @param modified when, as the log says it: milliseconds since 1970
 * @param partitionValues by the columns' names in storage; null values are left out
 * @param deletion which of its rows are deleted; null where none are
 */
record DataFile(
        String key,
        long sizeBytes,
        long modified,
        Map<String, String> partitionValues,
        @Nullable DeletionVectorDescriptor deletion) {

    private static final JsonMapper JSON = new JsonMapper();

    static DataFile of(AddFile file, TableObjects objects) {
        Map<String, String> values = new HashMap<>();
        VectorUtils.<String, String>toJavaMap(file.getPartitionValues()).forEach((column, value) -> {
            if (value != null) {
                values.put(column, value);
            }
        });
        return new DataFile(
                objects.dataKey(file.getPath()),
                file.getSize(),
                file.getModificationTime(),
                values,
                file.getDeletionVector().orElse(null));
    }

    /** Tells one set of deleted rows from another; null where there is none. */
    @Nullable
    String deletionId() {
        return deletion == null ? null : deletion.getUniqueId();
    }

    /** What the ledger's columns do not hold of it. */
    String rest() {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        ObjectNode values = rest.putObject("partition");
        partitionValues.forEach(values::put);
        if (deletion != null) {
            rest.putObject("deletion")
                    .put("type", deletion.getStorageType())
                    .put("path", deletion.getPathOrInlineDv())
                    .put("offset", deletion.getOffset().orElse(null))
                    .put("size", deletion.getSizeInBytes())
                    .put("rows", deletion.getCardinality());
        }
        return rest.toString();
    }

    /** The inverse of {@link #rest()}. */
    static DataFile of(String key, long sizeBytes, long modified, String rest) {
        JsonNode json = parsed(rest);
        Map<String, String> values = new HashMap<>();
        json.path("partition")
                .properties()
                .forEach(value -> values.put(value.getKey(), value.getValue().textValue()));
        JsonNode deletion = json.get("deletion");
        return new DataFile(key, sizeBytes, modified, values, deletion == null ? null : deletion(deletion));
    }

    private static DeletionVectorDescriptor deletion(JsonNode json) {
        JsonNode offset = json.get("offset");
        return new DeletionVectorDescriptor(
                json.get("type").textValue(),
                json.get("path").textValue(),
                offset == null || offset.isNull() ? Optional.empty() : Optional.of(offset.intValue()),
                json.get("size").intValue(),
                json.get("rows").longValue());
    }

    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was written as JSON is none", e);
        }
    }
}
