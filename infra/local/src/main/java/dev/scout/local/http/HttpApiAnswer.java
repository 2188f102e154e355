package dev.scout.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.scout.local.Http;
import dev.scout.local.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function's answer in payload format 2.0; one without a status code is itself the body of a 200. */
record HttpApiAnswer(JsonNode answer) {

    /** What a function says of a connection that it does not have: the server makes its own. */
    private static final List<String> CONNECTION_HEADERS =
            List.of("Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "TE", "Trailer", "Upgrade");

    /** Empty where the answer is no JSON or its form is wrong: API Gateway says 500 then. */
    static Optional<HttpApiAnswer> of(byte[] payload) {
        return Json.parse(payload).filter(HttpApiAnswer::isWellFormed).map(HttpApiAnswer::new);
    }

    private static boolean isWellFormed(JsonNode answer) {
        if (!answer.has("statusCode")) {
            return true;
        }
        int status = answer.path("statusCode").asInt(0);
        return status >= 100
                && status <= 599
                && (!answer.path("isBase64Encoded").asBoolean()
                        || isBase64(answer.path("body").asText("")));
    }

    private static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    void send(HttpExchange exchange) throws IOException {
        if (!answer.has("statusCode")) {
            Http.respond(exchange, 200, Map.of("Content-Type", "application/json"), Json.bytes(answer));
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        answer.path("headers")
                .properties()
                .forEach(
                        header -> headers.add(header.getKey(), header.getValue().asText()));
        answer.path("multiValueHeaders").properties().forEach(header -> {
            headers.remove(header.getKey());
            header.getValue().forEach(value -> headers.add(header.getKey(), value.asText()));
        });
        answer.path("cookies").forEach(cookie -> headers.add("Set-Cookie", cookie.asText()));
        CONNECTION_HEADERS.forEach(headers::remove);
        Http.respond(exchange, answer.path("statusCode").asInt(), Map.of(), body());
    }

    private byte[] body() {
        String body = answer.path("body").asText("");
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }
}
