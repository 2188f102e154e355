package dev.scout.proxy.access;

import dev.scout.proxy.ProxyConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.HmacKey;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The key for a token, chosen by its algorithm: the shared secret verifies HS256 and nothing else, the key set RS256 and ES256 and nothing
 * else, so that no public key is ever taken for a secret.
 */
final class VerificationKeys implements VerificationKeyResolver {

    /** How long a key set is used without asking again, where its server doesn't say. */
    private static final Duration KEPT = Duration.ofMinutes(10);
    /** A token with an unknown key makes us ask again, but not more often than this. */
    private static final Duration LEAST_BETWEEN_REFRESHES = Duration.ofSeconds(30);
    /** How long known keys are used while their server doesn't answer. */
    private static final Duration KEPT_WHILE_UNREACHABLE = Duration.ofMinutes(5);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(3);
    private static final int LARGEST_KEY_SET_BYTES = 512 * 1024;

    private final Map<String, VerificationKeyResolver> resolvers = new HashMap<>();

    VerificationKeys(ProxyConfig.Jwt jwt) {
        jwt.secret().ifPresent(secret -> {
            Key key = new HmacKey(secret.getBytes(StandardCharsets.UTF_8));
            resolvers.put(AlgorithmIdentifiers.HMAC_SHA256, (jws, context) -> key);
        });
        jwt.jwksUrl().ifPresent(url -> {
            VerificationKeyResolver published = published(url);
            resolvers.put(AlgorithmIdentifiers.RSA_USING_SHA256, published);
            resolvers.put(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256, published);
        });
    }

    /** The algorithms that a token may be signed with. */
    Set<String> algorithms() {
        return Set.copyOf(resolvers.keySet());
    }

    @Override
    public Key resolveKey(JsonWebSignature jws, List<JsonWebStructure> nesting) throws UnresolvableKeyException {
        VerificationKeyResolver resolver = resolvers.get(String.valueOf(jws.getAlgorithmHeaderValue()));
        if (resolver == null) {
            throw new UnresolvableKeyException("The algorithm is not on the list of those allowed");
        }
        return resolver.resolveKey(jws, nesting);
    }

    private static VerificationKeyResolver published(URI url) {
        Get get = new Get();
        get.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        get.setReadTimeout((int) READ_TIMEOUT.toMillis());
        get.setRetries(0);
        get.setResponseBodySizeLimit(LARGEST_KEY_SET_BYTES);
        HttpsJwks keySet = new HttpsJwks(url.toString());
        keySet.setSimpleHttpGet(new PatientGet(get));
        keySet.setDefaultCacheDuration(KEPT.toSeconds());
        keySet.setRefreshReprieveThreshold(LEAST_BETWEEN_REFRESHES.toMillis());
        keySet.setRetainCacheOnErrorDuration(KEPT_WHILE_UNREACHABLE.toSeconds());
        HttpsJwksVerificationKeyResolver resolver = new HttpsJwksVerificationKeyResolver(keySet);
        resolver.setDisambiguateWithVerifySignature(true);
        return resolver;
    }
}
