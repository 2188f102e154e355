package dev.scout.loader.backfill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.object.LandedObject;

/** The messages with which the loader asks itself to load an object, or to go on. */
final class LoadMessage {

    private LoadMessage() {}

    /**
     * @param again whether to try what was rejected or parked
     */
    static String of(LandedObject object, boolean again) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("bucket", object.bucket())
                .put("key", object.key())
                .put("etag", object.etag())
                .put("size", object.sizeBytes())
                .put("time", object.lastModified().toString());
        if (object.versionId() != null) {
            message.put("version_id", object.versionId());
        }
        if (again) {
            message.put("again", true);
        }
        return message.toString();
    }

    static String goOn(String task, long id) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.putObject(task).put("continue", id);
        return message.toString();
    }
}
