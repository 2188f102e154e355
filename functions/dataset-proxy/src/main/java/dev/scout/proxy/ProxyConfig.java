package dev.scout.proxy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the environment says; {@code application.properties} names the variables, {@link ConfigCheck} refuses what can't work. */
@ConfigMapping(prefix = "proxy")
public interface ProxyConfig {

    /** {@code SCOUT_DATASETS_BUCKET}: where the publisher puts files and manifests. */
    @WithDefault("scout-datasets")
    String datasetsBucket();

    /** {@code SCOUT_S3_ENDPOINT}: an S3 server that is not AWS; absent on AWS. */
    Optional<URI> s3Endpoint();

    /** {@code AWS_REGION}: the region that links are signed for. */
    @WithDefault("ap-southeast-1")
    String region();

    Jwt jwt();

    SigningKey signingKey();

    /** {@code SCOUT_RATE_LIMIT_PER_MINUTE}: requests that a user may make in a minute. */
    @WithDefault("10")
    int rateLimitPerMinute();

    /** {@code SCOUT_CORS_ORIGINS}: origins whose pages may call the API, or {@code *}; absent for none. */
    Optional<List<String>> corsOrigins();

    /**
     * A key of its own for signing links, as it has no end: links signed with a function's role die with the role's session, which on Lambda
     * nobody can see the end of. Both parts or none.
     */
    interface SigningKey {

        /** {@code SCOUT_SIGNING_ACCESS_KEY_ID}. */
        Optional<String> id();

        /** {@code SCOUT_SIGNING_SECRET_ACCESS_KEY}. */
        Optional<String> secret();
    }

    /** What a token must show. */
    interface Jwt {

        /** {@code SCOUT_JWT_SECRET}: verifies HS256 tokens. */
        Optional<String> secret();

        /** {@code SCOUT_JWT_JWKS_URL}: the keys that verify RS256 and ES256 tokens. */
        Optional<URI> jwksUrl();

        /** {@code SCOUT_JWT_ISSUER}: the token's {@code iss}. */
        Optional<String> issuer();

        /** {@code SCOUT_JWT_AUDIENCE}: one of the token's {@code aud}. */
        Optional<String> audience();
    }
}
