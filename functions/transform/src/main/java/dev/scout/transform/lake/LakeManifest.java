package dev.scout.transform.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** What a partition's {@code _manifest.json} says: its file with hash, size, rows, columns, and the run that wrote it. */
final class LakeManifest {

    private static final JsonMapper JSON = new JsonMapper();

    private LakeManifest() {}

    static byte[] of(Partition partition, PartitionFile file, UUID run) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("layer", partition.table().layer());
        manifest.put("table", partition.table().name());
        manifest.put("partition", partition.name());
        manifest.put("run_id", run.toString());
        manifest.putArray("files")
                .addObject()
                .put("file", Partition.FILE)
                .put("sha256", file.file().sha256())
                .put("size_bytes", file.file().sizeBytes())
                .put("rows", file.rows());
        ArrayNode columns = manifest.putArray("columns");
        file.columns()
                .forEach(
                        column -> columns.addObject().put("name", column.name()).put("type", column.typeName()));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON can always be written", e);
        }
    }
}
