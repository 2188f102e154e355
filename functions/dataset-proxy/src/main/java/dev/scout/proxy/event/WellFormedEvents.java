package dev.scout.proxy.event;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.scout.proxy.problem.Problem;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stands before the extension's handler: mends what it would stumble over, and turns its own failure into a problem. */
@Decorator
@Priority(1)
final class WellFormedEvents implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private static final String FORWARDED_PORT = "X-Forwarded-Port";
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler;

    @Inject
    WellFormedEvents(@Delegate RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> handler) {
        this.handler = handler;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        event.setRawPath(RequestTarget.path(event.getRawPath()));
        event.setRawQueryString(RequestTarget.query(event.getRawQueryString()));
        event.setHeaders(headers(event.getHeaders()));
        APIGatewayV2HTTPResponse response = handler.handleRequest(event, context);
        return response.getHeaders() == null ? failed() : response;
    }

    private static Map<String, String> headers(@Nullable Map<String, String> sent) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        if (sent != null) {
            headers.putAll(sent);
        }
        String port = headers.get(FORWARDED_PORT);
        if (port != null && !PORT.matcher(port).matches()) {
            headers.remove(FORWARDED_PORT);
        }
        return headers;
    }

    /** The extension has logged what happened. */
    private static APIGatewayV2HTTPResponse failed() {
        Problem problem = Problem.of(
                new ProblemException(
                        ProblemCode.INTERNAL_ERROR,
                        "The request failed for a reason that is in the logs. Try again later."),
                "urn:uuid:" + UUID.randomUUID());
        APIGatewayV2HTTPResponse response = new APIGatewayV2HTTPResponse();
        response.setStatusCode(problem.status());
        response.setHeaders(Map.of("Content-Type", Problem.MEDIA_TYPE, "Cache-Control", "no-store"));
        response.setBody("""
                {"type":"%s","title":"%s","status":%d,"detail":"%s","code":"%s","instance":"%s"}""".formatted(
                        problem.type(),
                        problem.title(),
                        problem.status(),
                        problem.detail(),
                        problem.code(),
                        problem.instance()));
        return response;
    }
}
