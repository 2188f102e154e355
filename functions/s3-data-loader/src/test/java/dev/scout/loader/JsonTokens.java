package dev.scout.loader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON as another reader has it, token by token: text without its escapes, numbers digit by digit, repeated names as often as they are
 * there, in their order.
 */
final class JsonTokens {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(1_000_000)
                    .maxNestingDepth(2_000)
                    .build())
            .build();

    private JsonTokens() {}

    static List<String> of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8));
    }

    static List<String> of(byte[] json) {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(new ByteArrayInputStream(json))) {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                boolean bare = token.isStructStart() || token.isStructEnd();
                tokens.add(bare ? token.asString() : token.name() + " " + parser.getText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(new String(json, StandardCharsets.UTF_8), e);
        }
        return tokens;
    }

    /** What stands in the one member of a record; the record itself where it has another. */
    static List<String> unwrapped(List<String> record) {
        boolean wrapped = record.size() > 3 && record.get(1).equals("FIELD_NAME value") && isOneValue(record);
        return wrapped ? record.subList(2, record.size() - 1) : record;
    }

    private static boolean isOneValue(List<String> record) {
        int depth = 0;
        for (String token : record.subList(2, record.size() - 1)) {
            depth += token.equals("{") || token.equals("[") ? 1 : token.equals("}") || token.equals("]") ? -1 : 0;
            if (depth == 0 && token.startsWith("FIELD_NAME")) {
                return false;
            }
        }
        return true;
    }
}
