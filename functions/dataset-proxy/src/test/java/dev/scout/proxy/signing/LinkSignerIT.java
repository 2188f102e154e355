package dev.scout.proxy.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.local.LocalObjectStore;
import dev.scout.proxy.Api;
import dev.scout.proxy.Configs;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;

/** How long links live, told by the credentials that sign them and by a server that checks. */
final class LinkSignerIT {

    private static final String KEY = "scout/v1/gold/txn_daily/txn_daily_2024-08-10.csv";
    private static final Duration HOUR = Duration.ofHours(1);

    private static LocalObjectStore store;

    @BeforeAll
    static void startStore(@TempDir Path directory) {
        store = LocalObjectStore.start(directory, 0, created -> {});
        store.createBucket("scout-datasets");
        store.client().putObject(request -> request.bucket("scout-datasets").key(KEY), RequestBody.fromString("a,b\n"));
    }

    @AfterAll
    static void stopStore() {
        store.close();
    }

    @Test
    void aLinkOfLastingCredentialsLivesAsLongAsAsked() {
        SignedUrl url = signer(lasting()).sign(KEY, HOUR);

        assertThat(url.expiresAt())
                .isBetween(
                        Instant.now().plus(HOUR).minusSeconds(3), Instant.now().plus(HOUR));
        assertThat(Api.download(url.url()).statusCode()).isEqualTo(200);
    }

    @Test
    void signsWithItsOwnKeyWhereOneIsSet() {
        LinkSigner signer = new LinkSigner(
                Configs.with(Map.of(
                        "proxy.s3-endpoint", store.endpoint().toString(),
                        "proxy.signing-key.id", "scout",
                        "proxy.signing-key.secret", "scout-secret")),
                Clock.systemUTC());

        SignedUrl url = signer.sign(KEY, Duration.ofHours(24));

        assertThat(url.url()).contains("X-Amz-Credential=scout", "X-Amz-Expires=86400");
        assertThat(Api.download(url.url()).statusCode()).isEqualTo(200);
    }

    @Test
    void aLinkNeverOutlivesItsCredentials() {
        Instant end = Instant.now().plus(Duration.ofMinutes(20));

        SignedUrl url = signer(ending(end)).sign(KEY, HOUR);

        assertThat(url.expiresAt()).isBetween(end.minusSeconds(3), end);
        assertThat(Api.download(url.url()).statusCode()).isEqualTo(200);
    }

    @Test
    void aLinkWorksUntilItExpiresAndNoLonger() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(4);
        SignedUrl url = signer(ending(end), ending(end)).sign(KEY, HOUR);

        assertThat(Api.download(url.url()).statusCode()).isEqualTo(200);
        Thread.sleep(
                Math.max(0, Duration.between(Instant.now(), url.expiresAt()).toMillis()) + 1500);
        assertThat(Api.download(url.url()).statusCode()).isEqualTo(403);
    }

    @Test
    void exchangesCredentialsThatEndSoon() {
        Instant later = Instant.now().plus(Duration.ofHours(6));

        SignedUrl url =
                signer(ending(Instant.now().plusSeconds(200)), ending(later)).sign(KEY, HOUR);

        assertThat(url.expiresAt()).isAfter(Instant.now().plus(HOUR).minusSeconds(3));
    }

    @Test
    void trustsSessionCredentialsOfUnknownEndForAQuarterOfAnHour() {
        AwsCredentials session = AwsSessionCredentials.create("AKIA", "secret", "token");

        SignedUrl url = signer(session).sign(KEY, HOUR);

        assertThat(url.expiresAt())
                .isBefore(Instant.now().plus(LinkSigner.UNKNOWN_LIFETIME).plusSeconds(1));
        assertThat(url.url()).contains("X-Amz-Security-Token=token", "X-Amz-Expires=900");
    }

    @Test
    void saysUnavailableWithoutLivingCredentials() {
        assertUnavailable(signer(
                ending(Instant.now().minusSeconds(1)), ending(Instant.now().minusSeconds(1))));
        assertUnavailable(new LinkSigner(
                Configs.with(Map.of("proxy.s3-endpoint", store.endpoint().toString())), Clock.systemUTC(), () -> () -> {
                    throw SdkClientException.create("No credentials anywhere");
                }));
    }

    @Test
    void signsForTheBucketsOwnHostOnAws() {
        SignedUrl url = new LinkSigner(
                        Configs.working(), Clock.systemUTC(), () -> StaticCredentialsProvider.create(lasting()))
                .sign(KEY, HOUR);

        assertThat(url.url())
                .startsWith("https://scout-datasets.s3.ap-southeast-1.amazonaws.com/" + KEY
                        + "?X-Amz-Algorithm=AWS4-HMAC-SHA256");
    }

    @Test
    void keepsTheLinkOutOfLogs() {
        assertThat(signer(lasting()).sign(KEY, HOUR).toString()).doesNotContain("X-Amz", "http");
    }

    private static void assertUnavailable(LinkSigner signer) {
        assertThatThrownBy(() -> signer.sign(KEY, HOUR))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }

    /** A signer whose first provider gives the first credentials, the next the second. */
    private static LinkSigner signer(AwsCredentials... credentials) {
        Deque<AwsCredentials> left = new ArrayDeque<>(Arrays.asList(credentials));
        Supplier<AwsCredentialsProvider> providers = () -> StaticCredentialsProvider.create(left.pop());
        return new LinkSigner(
                Configs.with(Map.of("proxy.s3-endpoint", store.endpoint().toString())), Clock.systemUTC(), providers);
    }

    private static AwsCredentials lasting() {
        return AwsBasicCredentials.create(LocalObjectStore.ACCESS_KEY, LocalObjectStore.SECRET_KEY);
    }

    private static AwsCredentials ending(Instant end) {
        return new EndingCredentials(end);
    }

    private record EndingCredentials(Instant end) implements AwsCredentials {

        @Override
        public String accessKeyId() {
            return LocalObjectStore.ACCESS_KEY;
        }

        @Override
        public String secretAccessKey() {
            return LocalObjectStore.SECRET_KEY;
        }

        @Override
        public Optional<Instant> expirationTime() {
            return Optional.of(end);
        }
    }
}
