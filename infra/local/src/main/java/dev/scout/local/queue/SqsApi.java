package dev.scout.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scout.local.Http;
import dev.scout.local.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** SQS for any AWS client with this endpoint, over its JSON protocol; signatures are not checked. */
public final class SqsApi implements AutoCloseable {

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final String TARGET = "AmazonSQS.";

    private final HttpServer server;

    private SqsApi(HttpServer server) {
        this.server = server;
    }

    /** Takes the port, so that the queues' URLs are known; nothing is answered before {@link #serve}. */
    public static SqsApi bind(int port) {
        return new SqsApi(Http.server(port, "SQS"));
    }

    public void serve(Collection<LocalQueue> queues, Clock clock) {
        SqsActions actions = new SqsActions(queues, endpoint().toString(), new MoveTasks(queues, clock));
        server.createContext("/", Http.handler(exchange -> serve(exchange, actions)));
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void serve(HttpExchange exchange, SqsActions actions) throws IOException {
        Optional<JsonNode> request = Json.parse(exchange.getRequestBody().readAllBytes());
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (target == null || !target.startsWith(TARGET) || request.isEmpty()) {
            refuse(
                    exchange,
                    "UnknownOperationException",
                    "UnknownOperation",
                    "Only the JSON protocol of SQS is served here: POST / with X-Amz-Target.");
            return;
        }
        try {
            ObjectNode answer = actions.perform(target.substring(TARGET.length()), new SqsRequest(request.get()));
            Http.respond(exchange, 200, headers(), Json.bytes(answer));
        } catch (SqsException e) {
            refuse(exchange, e.type(), e.queryCode(), String.valueOf(e.getMessage()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private static void refuse(HttpExchange exchange, String type, String queryCode, String message)
            throws IOException {
        exchange.getResponseHeaders().set("x-amzn-query-error", queryCode + ";Sender");
        Http.respond(
                exchange,
                400,
                headers(),
                Json.bytes(
                        Json.object().put("__type", "com.amazonaws.sqs#" + type).put("message", message)));
    }

    private static Map<String, String> headers() {
        return Map.of(
                "Content-Type",
                CONTENT_TYPE,
                "x-amzn-RequestId",
                UUID.randomUUID().toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
