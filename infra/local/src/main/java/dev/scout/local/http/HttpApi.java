package dev.scout.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scout.local.Http;
import dev.scout.local.lambda.InvocationResult;
import dev.scout.local.lambda.LambdaFunction;
import dev.scout.local.template.Template.Route;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** An HTTP API of API Gateway with its routes to functions. */
public final class HttpApi implements AutoCloseable {

    /** API Gateway's own limits. */
    private static final int LARGEST_BODY_BYTES = 10 * 1024 * 1024;

    private static final long LONGEST_WAIT_SECONDS = 30;

    private final HttpServer server;
    private final List<RoutePattern> routes;
    private final Function<String, Optional<LambdaFunction>> functions;

    private HttpApi(
            HttpServer server, List<RoutePattern> routes, Function<String, Optional<LambdaFunction>> functions) {
        this.server = server;
        this.routes = routes;
        this.functions = functions;
    }

    public static HttpApi start(int port, List<Route> routes, Function<String, Optional<LambdaFunction>> functions) {
        HttpServer server = Http.server(port, "the HTTP API");
        HttpApi api = new HttpApi(server, RoutePattern.mostSpecificFirst(routes), functions);
        server.createContext("/", Http.handler(api::serve));
        server.start();
        return api;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY_BYTES + 1);
        if (body.length > LARGEST_BODY_BYTES) {
            message(exchange, 413, "Request Entity Too Large");
            return;
        }
        for (RoutePattern route : routes) {
            Optional<Map<String, String>> parameters = route.match(
                    exchange.getRequestMethod(), exchange.getRequestURI().getRawPath());
            if (parameters.isPresent()) {
                invoke(exchange, route, HttpApiEvent.of(exchange, body, route, parameters.get()));
                return;
            }
        }
        message(exchange, 404, "Not Found");
    }

    private void invoke(HttpExchange exchange, RoutePattern route, byte[] event) throws IOException {
        LambdaFunction function = functions.apply(route.functionName()).orElseThrow();
        try {
            InvocationResult result = function.invoke(event).get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            Optional<HttpApiAnswer> answer = result.failed() ? Optional.empty() : HttpApiAnswer.of(result.payload());
            if (answer.isPresent()) {
                answer.get().send(exchange);
            } else {
                message(exchange, 500, "Internal Server Error");
            }
        } catch (TimeoutException e) {
            message(exchange, 503, "Service Unavailable");
        } catch (ExecutionException e) {
            message(exchange, 500, "Internal Server Error");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void message(HttpExchange exchange, int status, String message) throws IOException {
        byte[] body = ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8);
        Http.respond(exchange, status, Map.of("Content-Type", "application/json"), body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
