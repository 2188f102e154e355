package dev.scout.proxy;

import dev.scout.ScoutException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses to start with a configuration that can't work, with a sentence for whoever deploys it. No sentence repeats a secret. */
@Singleton
final class ConfigCheck {

    /** HS256 needs a key as long as its hash (RFC 7518, section 3.2). */
    private static final int SECRET_BYTES = 32;

    private static final int MOST_PER_MINUTE = 100_000;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ORIGIN = Pattern.compile("https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final ProxyConfig config;

    ConfigCheck(ProxyConfig config) {
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        check(config);
    }

    static void check(ProxyConfig config) {
        require(
                BUCKET.matcher(config.datasetsBucket()).matches(),
                "SCOUT_DATASETS_BUCKET is no bucket name: 3 to 63 lower-case letters, digits, dots and hyphens.");
        config.s3Endpoint()
                .ifPresent(endpoint -> require(
                        isHttp(endpoint), "SCOUT_S3_ENDPOINT is no http or https address; leave it unset on AWS."));
        require(
                config.rateLimitPerMinute() >= 1 && config.rateLimitPerMinute() <= MOST_PER_MINUTE,
                "SCOUT_RATE_LIMIT_PER_MINUTE must lie between 1 and " + MOST_PER_MINUTE + ".");
        require(
                config.signingKey().id().isPresent()
                        == config.signingKey().secret().isPresent(),
                "Of SCOUT_SIGNING_ACCESS_KEY_ID and SCOUT_SIGNING_SECRET_ACCESS_KEY only one is set: set both or none.");
        checkJwt(config.jwt());
        checkOrigins(config.corsOrigins().orElse(List.of()));
    }

    private static void checkJwt(ProxyConfig.Jwt jwt) {
        require(
                jwt.secret().isPresent() || jwt.jwksUrl().isPresent(),
                "Neither SCOUT_JWT_SECRET nor SCOUT_JWT_JWKS_URL is set: no token could be verified. Set one of them.");
        jwt.secret()
                .ifPresent(secret -> require(
                        secret.getBytes(StandardCharsets.UTF_8).length >= SECRET_BYTES,
                        "SCOUT_JWT_SECRET is shorter than " + SECRET_BYTES
                                + " bytes: such a secret can be guessed. Make one with `openssl rand -base64 48`."));
        jwt.jwksUrl()
                .ifPresent(url -> require(
                        isHttp(url) && ("https".equals(url.getScheme()) || LOOPBACK.contains(url.getHost())),
                        "SCOUT_JWT_JWKS_URL must be an https address: keys that come over http can be exchanged."));
        require(jwt.issuer().isPresent(), "SCOUT_JWT_ISSUER is not set: name the issuer (iss) that tokens must bear.");
        require(
                jwt.audience().isPresent(),
                "SCOUT_JWT_AUDIENCE is not set: name the audience (aud) that tokens must bear.");
    }

    private static void checkOrigins(List<String> origins) {
        for (String origin : origins) {
            require(
                    "*".equals(origin) || ORIGIN.matcher(origin).matches(),
                    "SCOUT_CORS_ORIGINS holds \"" + origin
                            + "\", which is no origin: scheme, host and port, such as https://dashboard.example.com.");
        }
    }

    private static boolean isHttp(URI address) {
        return address.getHost() != null && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
    }

    private static void require(boolean fine, String sentence) {
        if (!fine) {
            throw new ScoutException("INVALID_CONFIGURATION", false, sentence, null);
        }
    }
}
