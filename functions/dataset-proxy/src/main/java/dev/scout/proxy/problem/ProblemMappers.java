package dev.scout.proxy.problem;

import dev.scout.proxy.access.Visit;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a problem. */
public final class ProblemMappers {

    @ServerExceptionMapper
    public Response problem(ProblemException exception, RoutingContext routing) {
        return answer(exception, routing).build();
    }

    /** Unknown addresses, methods and media types, as the HTTP layer finds them. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException exception, RoutingContext routing) {
        Response original = exception.getResponse();
        return switch (original.getStatus()) {
            case 404 ->
                answer(ProblemCode.NOT_FOUND, "The API's description is at /q/openapi.", routing)
                        .build();
            case 405 ->
                answer(ProblemCode.METHOD_NOT_ALLOWED, "Use GET.", routing)
                        .header(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS")
                        .build();
            case 406 ->
                answer(ProblemCode.NOT_ACCEPTABLE, "Answers are application/json.", routing)
                        .build();
            default ->
                original.getStatus() < 500
                        ? answer(ProblemCode.INVALID_REQUEST, "The request can't be understood.", routing)
                                .build()
                        : unexpected(exception, routing);
        };
    }

    @ServerExceptionMapper
    public Response unexpected(Throwable exception, RoutingContext routing) {
        return answer(
                        new ProblemException(
                                ProblemCode.INTERNAL_ERROR,
                                "The request failed for a reason that is in the logs. Try again later.",
                                null,
                                exception),
                        routing)
                .build();
    }

    private static Response.ResponseBuilder answer(ProblemCode code, String detail, RoutingContext routing) {
        return answer(new ProblemException(code, detail), routing);
    }

    private static Response.ResponseBuilder answer(ProblemException exception, RoutingContext routing) {
        Visit visit = Visit.of(routing);
        visit.endsWith(exception);
        Response.ResponseBuilder response = Response.status(exception.code().status())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(exception, visit.instance()));
        Duration retryAfter = exception.retryAfter();
        return retryAfter == null ? response : response.header(HttpHeaders.RETRY_AFTER, retryAfter.toSeconds());
    }
}
