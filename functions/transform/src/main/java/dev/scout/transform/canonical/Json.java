package dev.scout.transform.canonical;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON into maps, lists, texts, {@link JsonNumber}s and booleans, without recursion, so that no depth and no length of a record that
 * bronze holds can stop it. Of a repeated key the last value counts.
 */
final class Json {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    /** @param text in UTF-8 */
    static @Nullable Object read(byte[] text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return read(parser);
        }
    }

    static @Nullable Object read(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            return read(parser);
        }
    }

    /** The value, where the text is a JSON object or array; else the text itself. CSV columns hold such. */
    static Object readNested(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("{") && !trimmed.startsWith("[")) {
            return text;
        }
        try {
            Object value = read(trimmed);
            return value == null ? text : value;
        } catch (IOException notJson) {
            return text;
        }
    }

    private static @Nullable Object read(JsonParser parser) throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        Open root = new Open(new ArrayList<>(1), null);
        open.push(root);
        String name = null;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            Open parent = open.element();
            switch (token) {
                case FIELD_NAME -> name = parser.currentName();
                case START_OBJECT -> open.push(parent.add(name, new Open(null, new LinkedHashMap<>())));
                case START_ARRAY -> open.push(parent.add(name, new Open(new ArrayList<>(), null)));
                case END_OBJECT, END_ARRAY -> open.pop();
                default -> parent.add(name, scalar(parser, token));
            }
        }
        List<@Nullable Object> values = root.list == null ? List.of() : root.list;
        return values.isEmpty() ? null : values.get(0);
    }

    private static @Nullable Object scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /** An array or an object that is not yet closed: one of the two is there. */
    private record Open(
            @Nullable List<@Nullable Object> list, @Nullable Map<String, @Nullable Object> map) {

        Open add(@Nullable String name, Open child) {
            add(name, child.list == null ? child.map : child.list);
            return child;
        }

        void add(@Nullable String name, @Nullable Object value) {
            if (list != null) {
                list.add(value);
            } else if (map != null && name != null) {
                map.put(name, value);
            }
        }
    }
}
