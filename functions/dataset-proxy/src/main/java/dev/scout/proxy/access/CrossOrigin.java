package dev.scout.proxy.access;

import dev.scout.proxy.ProxyConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Lets pages of the configured origins call the API (CORS). Tokens come in a header, never in a cookie, so no credentials mode. */
@Singleton
final class CrossOrigin {

    private static final String ANY = "*";
    private static final String EXPOSED =
            "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, WWW-Authenticate, X-Request-Id";

    private final Set<String> origins;

    CrossOrigin(ProxyConfig config) {
        this.origins = Set.copyOf(config.corsOrigins().orElse(List.of()));
    }

    boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Puts the headers on any answer to a page of an allowed origin. */
    void allow(HttpServerRequest request, HttpServerResponse response) {
        if (origins.isEmpty()) {
            return;
        }
        String origin = request.getHeader("Origin");
        if (origins.contains(ANY)) {
            response.putHeader("Access-Control-Allow-Origin", ANY);
        } else {
            response.putHeader("Vary", "Origin");
            if (origin == null || !origins.contains(origin)) {
                return;
            }
            response.putHeader("Access-Control-Allow-Origin", origin);
        }
        response.putHeader("Access-Control-Expose-Headers", EXPOSED);
    }

    /** Puts what a preflight asks for on its answer; {@link #allow} has said whether the origin may. */
    void allowMethods(HttpServerResponse response) {
        if (response.headers().contains("Access-Control-Allow-Origin")) {
            response.putHeader("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
                    .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type")
                    .putHeader("Access-Control-Max-Age", "3600");
        }
    }
}
