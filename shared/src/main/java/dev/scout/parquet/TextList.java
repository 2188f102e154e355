package dev.scout.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Lists of texts as Parquet nests them. */
final class TextList {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    private TextList() {}

    /** @param value an array of texts and nulls, as JSON */
    static void write(RecordConsumer out, String value) {
        JsonNode elements = parse(value);
        out.startGroup();
        if (!elements.isEmpty()) {
            out.startField(LIST, 0);
            for (JsonNode element : elements) {
                write(out, element);
            }
            out.endField(LIST, 0);
        }
        out.endGroup();
    }

    private static void write(RecordConsumer out, JsonNode element) {
        out.startGroup();
        if (!element.isNull()) {
            out.startField(ELEMENT, 0);
            out.addBinary(Binary.fromString(element.asText()));
            out.endField(ELEMENT, 0);
        }
        out.endGroup();
    }

    private static JsonNode parse(String value) {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no list of texts", e);
        }
    }
}
