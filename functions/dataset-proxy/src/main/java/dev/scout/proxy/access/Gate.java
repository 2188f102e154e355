package dev.scout.proxy.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.proxy.problem.Problem;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Every request comes through here first: who asks, is it within the limit, may that role ask at all. What happens behind it runs in the
 * same worker thread. The access log is written before the answer's head leaves, because a Lambda function may be frozen right after it.
 */
@Singleton
public final class Gate {

    public static final String HEALTH = "/functions/v1/health";

    private static final Set<String> OPEN = Set.of(HEALTH, "/q/openapi");
    private static final String DATASETS = "/functions/v1/datasets/";
    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_-]+)+");
    private static final int FIRST = Integer.MIN_VALUE;
    private static final int NO_CONTENT = 204;

    private final Tokens tokens;
    private final RateLimit rateLimit;
    private final AccessLog accessLog;
    private final CrossOrigin crossOrigin;
    private final ObjectMapper json;
    private final Clock clock;

    Gate(
            Tokens tokens,
            RateLimit rateLimit,
            AccessLog accessLog,
            CrossOrigin crossOrigin,
            ObjectMapper json,
            Clock clock) {
        this.tokens = tokens;
        this.rateLimit = rateLimit;
        this.accessLog = accessLog;
        this.crossOrigin = crossOrigin;
        this.json = json;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.route().order(FIRST).handler(this::handleInWorker);
    }

    /** A blocking handler of Vert.x would go on in the event loop, where nothing may wait for the database. */
    private void handleInWorker(RoutingContext routing) {
        routing.vertx()
                .executeBlocking(
                        () -> {
                            handle(routing);
                            return routing;
                        },
                        false)
                .onFailure(routing::fail);
    }

    private void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        Visit visit = Visit.begin(routing, clock.instant());
        response.putHeader("X-Request-Id", visit.id()).putHeader("X-Content-Type-Options", "nosniff");
        crossOrigin.allow(request, response);
        putAllowance(response, rateLimit.untouched());
        if (crossOrigin.isPreflight(request)) {
            routing.addHeadersEndHandler(sent -> accessLog.writeRunOnly(visit, response.getStatusCode()));
            crossOrigin.allowMethods(response);
            response.setStatusCode(NO_CONTENT).end();
        } else if (OPEN.contains(request.path())) {
            routing.addHeadersEndHandler(sent -> accessLog.writeRunOnly(visit, response.getStatusCode()));
            routing.next();
        } else {
            routing.addHeadersEndHandler(sent -> accessLog.write(visit, response.getStatusCode()));
            response.putHeader("Cache-Control", "no-store");
            admit(routing, visit);
        }
    }

    private void admit(RoutingContext routing, Visit visit) {
        try {
            Caller caller = tokens.verify(routing.request().headers().getAll("Authorization"));
            visit.admit(caller);
            takeFromLimit(caller, routing.response(), visit);
            requireRole(caller);
            requirePlainPath(routing.request().path());
        } catch (ProblemException e) {
            refuse(routing, visit, e);
            return;
        } catch (RuntimeException e) {
            refuse(routing, visit, new ProblemException(ProblemCode.INTERNAL_ERROR, "Try again later.", null, e));
            return;
        }
        routing.next();
    }

    private void takeFromLimit(Caller caller, HttpServerResponse response, Visit visit) {
        Allowance allowance;
        try {
            allowance = rateLimit.take(caller.subject());
        } catch (ProblemException e) {
            visit.databaseFailed();
            throw e;
        }
        putAllowance(response, allowance);
        if (!allowance.granted()) {
            throw new ProblemException(
                    ProblemCode.RATE_LIMITED,
                    "You may make " + allowance.limit() + " requests a minute. Go on in " + allowance.resetSeconds()
                            + " s.",
                    Duration.ofSeconds(allowance.resetSeconds()),
                    null);
        }
    }

    private static void requireRole(Caller caller) {
        if (caller.role().filter(Role::mayRead).isEmpty()) {
            throw new ProblemException(
                    ProblemCode.FORBIDDEN,
                    "The token's role may not read datasets: it must be authenticated or service_role.");
        }
    }

    /** Addresses here are made of letters, digits and hyphens: all else is a mistake or an attempt. */
    private static void requirePlainPath(@Nullable String path) {
        if (path != null && PLAIN.matcher(path).matches()) {
            return;
        }
        throw path != null && path.startsWith(DATASETS)
                ? new ProblemException(
                        ProblemCode.INVALID_DATASET_ID,
                        "A dataset's address ends with its id, such as " + DATASETS + "gold/txn_daily.")
                : new ProblemException(ProblemCode.NOT_FOUND, "The API's description is at /q/openapi.");
    }

    private static void putAllowance(HttpServerResponse response, Allowance allowance) {
        response.putHeader("RateLimit-Limit", Integer.toString(allowance.limit()))
                .putHeader("RateLimit-Remaining", Long.toString(allowance.remaining()))
                .putHeader("RateLimit-Reset", Long.toString(allowance.resetSeconds()));
    }

    private void refuse(RoutingContext routing, Visit visit, ProblemException exception) {
        visit.endsWith(exception);
        HttpServerResponse response = routing.response();
        response.setStatusCode(exception.code().status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        if (exception.code() == ProblemCode.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        Duration retryAfter = exception.retryAfter();
        if (retryAfter != null) {
            response.putHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
        }
        response.end(body(Problem.of(exception, visit.instance())));
    }

    private Buffer body(Problem problem) {
        try {
            return Buffer.buffer(json.writeValueAsBytes(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem can always be written as JSON", e);
        }
    }
}
