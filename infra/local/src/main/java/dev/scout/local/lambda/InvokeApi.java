package dev.scout.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.scout.local.Http;
import dev.scout.local.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lambda's Invoke operation, for any AWS client with this endpoint; signatures are not checked. */
public final class InvokeApi implements AutoCloseable {

    private static final Pattern INVOKE = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations/?");

    private final HttpServer server;
    private final Function<String, Optional<LambdaFunction>> functions;
    private final AsyncInvocations asyncInvocations;

    private InvokeApi(
            HttpServer server,
            Function<String, Optional<LambdaFunction>> functions,
            AsyncInvocations asyncInvocations) {
        this.server = server;
        this.functions = functions;
        this.asyncInvocations = asyncInvocations;
    }

    /** Functions are found by name or ARN. */
    public static InvokeApi start(
            int port, Function<String, Optional<LambdaFunction>> functions, AsyncInvocations asyncInvocations) {
        HttpServer server = Http.server(port, "the Lambda Invoke API");
        InvokeApi api = new InvokeApi(server, functions, asyncInvocations);
        server.createContext("/", Http.handler(api::serve));
        server.start();
        return api;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        Matcher path = INVOKE.matcher(exchange.getRequestURI().getPath());
        if (!path.matches() || !exchange.getRequestMethod().equals("POST")) {
            error(
                    exchange,
                    404,
                    "ResourceNotFoundException",
                    "Only POST /2015-03-31/functions/NAME/invocations is served here.");
            return;
        }
        byte[] event = exchange.getRequestBody().readAllBytes();
        Optional<LambdaFunction> function = functions.apply(path.group(1));
        if (function.isEmpty()) {
            error(exchange, 404, "ResourceNotFoundException", "Function not found: " + path.group(1));
        } else if (event.length > 0 && Json.parse(event).isEmpty()) {
            error(exchange, 400, "InvalidRequestContentException", "Could not parse request body into json.");
        } else {
            invoke(exchange, function.get(), event.length == 0 ? new byte[] {'{', '}'} : event);
        }
    }

    private void invoke(HttpExchange exchange, LambdaFunction function, byte[] event) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type");
        switch (type == null ? "RequestResponse" : type) {
            case "RequestResponse" -> {
                InvocationResult result = function.invoke(event).join();
                Map<String, String> headers = new HashMap<>();
                headers.put("Content-Type", "application/json");
                headers.put("X-Amz-Executed-Version", "$LATEST");
                headers.put("x-amzn-RequestId", result.requestId());
                if (result.functionError() != null) {
                    headers.put("X-Amz-Function-Error", result.functionError());
                }
                Http.respond(exchange, 200, headers, result.payload());
            }
            case "Event" -> {
                asyncInvocations.submit(function, event);
                Http.respond(exchange, 202, Map.of(), new byte[0]);
            }
            case "DryRun" -> Http.respond(exchange, 204, Map.of(), new byte[0]);
            default -> error(exchange, 400, "InvalidParameterValueException", "Unknown invocation type " + type + ".");
        }
    }

    private static void error(HttpExchange exchange, int status, String type, String message) throws IOException {
        Http.respond(
                exchange,
                status,
                Map.of("Content-Type", "application/json", "x-amzn-ErrorType", type),
                Json.bytes(Json.object().put("Type", "User").put("Message", message)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
