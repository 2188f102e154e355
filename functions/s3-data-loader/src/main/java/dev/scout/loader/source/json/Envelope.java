package dev.scout.loader.source.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What stands around an array of records: the object with its array empty, as far as it is small. */
final class Envelope {

    private static final int MOST_BYTES = 4096;
    private static final JsonMapper JSON = new JsonMapper();

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    void append(int b) {
        if (text.size() < MOST_BYTES) {
            text.write(b);
        }
    }

    void append(byte[] bytes, int from, int to) {
        text.write(bytes, from, Math.min(to - from, MOST_BYTES - text.size()));
    }

    /** Whether nothing was left out. */
    boolean isWhole() {
        return text.size() < MOST_BYTES;
    }

    String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    /** The object; its text where it is not whole. */
    JsonNode toJson() {
        String kept = text();
        try {
            return JSON.readTree(kept);
        } catch (JsonProcessingException e) {
            return new TextNode(kept);
        }
    }
}
