package dev.scout.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an invocation came to.
 *
 * @param payload the function's answer, or the error as JSON
 * @param functionError {@code Unhandled} where the function failed, else null
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through; nobody compares results
public record InvocationResult(
        String requestId, byte[] payload, @Nullable String functionError) {

    public static final String UNHANDLED = "Unhandled";

    public boolean failed() {
        return functionError != null;
    }

    /** The answer as a JSON tree; text that is no JSON as a JSON string. */
    public JsonNode json() {
        return Json.parse(payload).orElseGet(() -> Json.object().textNode(text()));
    }

    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
