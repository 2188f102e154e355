package dev.scout.loader.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import dev.scout.loader.external.Relay.Fate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Secrets that Secrets Manager holds; moto's server plays it. */
class SecretsManagerIT {

    private static final int SECONDS_TO_START = 60;

    private static Process moto;
    private static URI endpoint;
    private static SecretsManagerClient client;

    @BeforeAll
    static void start() throws Exception {
        Path own = OtherServers.root().resolve("target/moto");
        boolean installed = Files.isExecutable(own.resolve("bin/moto_server"));
        String program = installed ? own.resolve("bin/moto_server").toString() : "moto_server";
        OtherServers.require(
                installed || OtherServers.runs(program, "--help"),
                "moto's server is not there: pip install 'moto[server]==5.2.1' (.ci/run does).");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ProcessBuilder builder = new ProcessBuilder(program, "-H", "127.0.0.1", "-p", String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (installed) {
            builder.environment().put("PYTHONPATH", own.toString());
        }
        moto = builder.start();
        endpoint = URI.create("http://127.0.0.1:" + port);
        awaitStart(port);
        client = client(endpoint);
    }

    private static void awaitStart(int port) throws Exception {
        for (int i = 0; i < SECONDS_TO_START * 10; i++) {
            try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                assertThat(moto.isAlive()).as("moto runs").isTrue();
                Thread.sleep(100);
            }
        }
        throw new IOException("moto did not start");
    }

    @AfterAll
    static void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        if (moto != null) {
            moto.destroy();
            if (!moto.waitFor(10, TimeUnit.SECONDS)) {
                moto.destroyForcibly();
            }
        }
    }

    @Test
    void readsTextAndMembers() {
        client.createSecret(request -> request.name("scout/external/text").secretString("top-secret"));
        client.createSecret(request -> request.name("scout/external/json").secretString("{\"key\":\"member-secret\"}"));

        assertThat(resolve("secretsmanager:scout/external/text")).isEqualTo("top-secret");
        assertThat(resolve("secretsmanager:scout/external/json#key")).isEqualTo("member-secret");
    }

    @Test
    void saysWhatIsMissing() {
        client.createSecret(
                request -> request.name("scout/external/bytes").secretBinary(SdkBytes.fromUtf8String("top-secret")));

        assertThatThrownBy(() -> resolve("secretsmanager:scout/external/none"))
                .isInstanceOf(ScoutException.class)
                .hasMessageEndingWith("names the secret scout/external/none: there is none of that name.");
        assertThatThrownBy(() -> resolve("secretsmanager:scout/external/bytes"))
                .hasMessageEndingWith("it holds bytes, and not text.");
    }

    @Test
    void aServiceThatIsAwayMayComeBack() throws Exception {
        try (Relay away = new Relay(endpoint, line -> Fate.BREAK);
                SecretsManagerClient unlucky = client(away.endpoint())) {
            Secrets secrets = new Secrets(name -> null, new SecretsManager(() -> unlucky));
            assertThatThrownBy(() -> secrets.resolve("production", "s3_access_key_id", "secretsmanager:x"))
                    .isInstanceOf(ScoutException.class)
                    .hasMessageEndingWith("Secrets Manager can not be reached.")
                    .extracting(failure -> ((ScoutException) failure).retryable())
                    .isEqualTo(true);
        }
    }

    private static String resolve(String stored) {
        return new Secrets(name -> null, new SecretsManager(() -> client))
                .resolve("production", "s3_access_key_id", stored)
                .reveal();
    }

    private static SecretsManagerClient client(URI endpoint) {
        return SecretsManagerClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
