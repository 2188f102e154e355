package dev.scout.proxy.signing;

import dev.scout.proxy.ProxyConfig;
import dev.scout.proxy.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Signs links to objects of the datasets bucket. A link dies with the credentials that signed it, so none is signed for longer than they
 * live.
 */
@Singleton
public final class LinkSigner {

    /**
     * How long session credentials are trusted to live that don't say when they end. Lambda gives such to a function in its environment;
     * an invocation may take 15 minutes and has its credentials all that time.
     */
    static final Duration UNKNOWN_LIFETIME = Duration.ofMinutes(15);

    /** Credentials with less than this left are exchanged before they sign. */
    private static final Duration SHORT = Duration.ofMinutes(5);

    private final S3Presigner presigner;
    private final String bucket;
    private final Clock clock;
    private final Supplier<AwsCredentialsProvider> newProvider;
    private AwsCredentialsProvider provider;

    @Inject
    LinkSigner(ProxyConfig config, Clock clock) {
        this(config, clock, () -> credentials(config.signingKey()));
    }

    private static AwsCredentialsProvider credentials(ProxyConfig.SigningKey key) {
        if (key.id().isPresent() && key.secret().isPresent()) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.id().get(), key.secret().get()));
        }
        return DefaultCredentialsProvider.builder().build();
    }

    LinkSigner(ProxyConfig config, Clock clock, Supplier<AwsCredentialsProvider> newProvider) {
        this.presigner = presigner(config);
        this.bucket = config.datasetsBucket();
        this.clock = clock;
        this.newProvider = newProvider;
        this.provider = newProvider.get();
    }

    private static S3Presigner presigner(ProxyConfig config) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(config.region()))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(config.s3Endpoint().isPresent())
                        .build());
        config.s3Endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    /**
     * Signs a link for GET.
     *
     * @param ttl how long it should work; it is shorter where the credentials end sooner
     * @throws ProblemException {@code UNAVAILABLE} where there are no credentials that could sign
     */
    public SignedUrl sign(String key, Duration ttl) {
        try {
            AwsCredentials credentials = credentials();
            Duration lifetime = remaining(credentials)
                    .filter(left -> left.compareTo(ttl) < 0)
                    .orElse(ttl);
            if (lifetime.toSeconds() < 1) {
                throw ProblemException.unavailable("No link can be signed now. Try again soon.", null);
            }
            return SignedUrl.of(presigner.presignGetObject(link -> link.signatureDuration(
                            Duration.ofSeconds(lifetime.toSeconds()))
                    .getObjectRequest(object -> object.bucket(bucket)
                            .key(key)
                            .overrideConfiguration(override ->
                                    override.credentialsProvider(StaticCredentialsProvider.create(credentials))))));
        } catch (SdkException e) {
            throw ProblemException.unavailable("No link can be signed now. Try again soon.", e);
        }
    }

    private synchronized AwsCredentials credentials() {
        AwsCredentials credentials = provider.resolveCredentials();
        if (remaining(credentials).filter(left -> left.compareTo(SHORT) < 0).isEmpty()) {
            return credentials;
        }
        provider = newProvider.get();
        return provider.resolveCredentials();
    }

    /** How long the credentials live; empty for those without an end. */
    private Optional<Duration> remaining(AwsCredentials credentials) {
        Optional<Duration> stated = credentials.expirationTime().map(end -> Duration.between(clock.instant(), end));
        return stated.isEmpty() && credentials instanceof AwsSessionCredentials
                ? Optional.of(UNKNOWN_LIFETIME)
                : stated;
    }
}
