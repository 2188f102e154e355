package dev.scout.loader.bronze;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The Hive-style parts of a key: {@code dt=2024-01-15/region=NCR/file.csv} has the partition {@code dt} and {@code region}. */
final class HivePartitions {

    private static final String HIVE_NULL = "__HIVE_DEFAULT_PARTITION__";

    private HivePartitions() {}

    /** The parts as a JSON object's text; null where the key has none. */
    static @Nullable String of(String key) {
        ObjectNode parts = JsonNodeFactory.instance.objectNode();
        String[] path = key.split("/", -1);
        for (int i = 0; i < path.length - 1; i++) {
            int equals = path[i].indexOf('=');
            if (equals > 0) {
                String value = path[i].substring(equals + 1);
                parts.put(path[i].substring(0, equals), value.equals(HIVE_NULL) ? null : value);
            }
        }
        return parts.isEmpty() ? null : parts.toString();
    }
}
