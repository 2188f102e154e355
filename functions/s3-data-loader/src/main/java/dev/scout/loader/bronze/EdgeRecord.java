package dev.scout.loader.bronze;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Looks into an edge record: which device sent it, and whether {@code jsonb} can hold it. Read one after the other by one instance. */
final class EdgeRecord {

    /** jsonb keeps numbers as numeric; one that is longer than this is not worth finding out whether numeric still takes it. */
    private static final int LONGEST_NUMBER = 300;

    private static final int LARGEST_EXPONENT = 300;
    private static final char REPLACEMENT = '\uFFFD';

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final JsonFactory STRICT =
            JSON.rebuild().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private @Nullable String deviceId;
    private byte @Nullable [] rendition;

    /** The top-level {@code device_id} of the record that was read last; null where it has none. */
    @Nullable
    String deviceId() {
        return deviceId;
    }

    /** What jsonb can hold of the record that was read last; null where it can hold the record itself. */
    byte @Nullable [] rendition() {
        return rendition;
    }

    /** Reads a record that is valid JSON. */
    void read(byte[] json, int from, int to) {
        deviceId = null;
        rendition = null;
        if (!holds(json, from, to)) {
            rendition = render(json, from, to);
        }
    }

    private boolean holds(byte[] json, int from, int to) {
        boolean escapes = hasUnicodeEscape(json, from, to);
        boolean exact = true;
        try (JsonParser parser = STRICT.createParser(json, from, to - from)) {
            int depth = 0;
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> depth--;
                    case FIELD_NAME -> {
                        String name = parser.currentName();
                        exact &= !escapes || isStorable(name);
                        if (depth == 1 && name.equals("device_id")) {
                            exact &= readDevice(parser, escapes);
                            depth += parser.currentToken().isStructStart() ? 1 : 0;
                        }
                    }
                    case VALUE_STRING -> exact &= !escapes || isStorable(parser.getText());
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> exact &= isStorable(parser);
                    default -> {
                        // true, false and null need nothing.
                    }
                }
            }
            return exact;
        } catch (JsonParseException repeatedName) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory can always be read", e);
        }
    }

    private boolean readDevice(JsonParser parser, boolean escapes) throws IOException {
        JsonToken value = parser.nextToken();
        if (!value.isScalarValue() || value == JsonToken.VALUE_NULL) {
            return true;
        }
        String text = parser.getText();
        deviceId = text.isBlank() ? null : storable(text);
        return value.isNumeric() ? isStorable(parser) : !escapes || isStorable(text);
    }

    /** The record with U+FFFD for what text can not hold, and with numbers as strings that numeric might not hold. */
    private byte[] render(byte[] json, int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from + 64);
        try (JsonParser parser = JSON.createParser(json, from, to - from);
                JsonGenerator generator = JSON.createGenerator(out)) {
            int depth = 0;
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> {
                        depth++;
                        generator.copyCurrentEvent(parser);
                    }
                    case END_OBJECT, END_ARRAY -> {
                        depth--;
                        generator.copyCurrentEvent(parser);
                    }
                    case FIELD_NAME -> generator.writeFieldName(storable(parser.currentName()));
                    case VALUE_STRING -> {
                        String text = storable(parser.getText());
                        if (depth == 1 && "device_id".equals(parser.currentName()) && !text.isBlank()) {
                            deviceId = text;
                        }
                        generator.writeString(text);
                    }
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                        if (isStorable(parser)) {
                            generator.writeNumber(parser.getText());
                        } else {
                            generator.writeString(parser.getText());
                        }
                    }
                    default -> generator.copyCurrentEvent(parser);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Bytes in memory can always be read", e);
        }
        return out.toByteArray();
    }

    private static boolean hasUnicodeEscape(byte[] json, int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            if (json[i] == '\\') {
                if (json[i + 1] == 'u') {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static boolean isStorable(JsonParser number) throws IOException {
        int length = number.getTextLength();
        if (length > LONGEST_NUMBER) {
            return false;
        }
        if (number.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return true;
        }
        String text = number.getText();
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (exponent < 0) {
            return true;
        }
        try {
            return Math.abs(Integer.parseInt(text, exponent + 1, text.length(), 10)) <= LARGEST_EXPONENT;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Whether PostgreSQL's text can hold it: no NUL, no half of a surrogate pair. */
    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String storable(String text) {
        if (isStorable(text)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }
}
