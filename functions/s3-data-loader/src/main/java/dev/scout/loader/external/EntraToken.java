package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.ScoutException;
import dev.scout.loader.external.StorageConfig.Entra;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token that Microsoft Entra gives to an application for its secret.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">The client credentials flow</a>
 */
final class EntraToken implements AzureCredential {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;
    private static final int LARGEST_ANSWER_BYTES = 1 << 20;
    /** A token is renewed so long before its end. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private final String environment;
    private final Entra entra;
    private final Secret clientSecret;
    private @Nullable Secret token;
    private Instant renewAt = Instant.EPOCH;

    EntraToken(String environment, Entra entra, Secret clientSecret) {
        this.environment = environment;
        this.entra = entra;
        this.clientSecret = clientSecret;
    }

    @Override
    public void authorize(Request request) {
        request.headers().put("Authorization", "Bearer " + current().reveal());
    }

    @Override
    public synchronized boolean renew() {
        boolean had = token != null;
        token = null;
        return had;
    }

    private synchronized Secret current() {
        if (token == null || Instant.now().isAfter(renewAt)) {
            try {
                token = fetch();
            } catch (IOException e) {
                throw SourceFailure.unreachable(what() + " could not be asked for", e);
            }
        }
        return token;
    }

    private Secret fetch() throws IOException {
        byte[] form = ("grant_type=client_credentials&client_id=" + PercentEncoding.query(entra.clientId())
                        + "&client_secret=" + PercentEncoding.query(clientSecret.reveal())
                        + "&scope=" + PercentEncoding.query("https://storage.azure.com/.default"))
                .getBytes(UTF_8);
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(entra.authority() + "/" + entra.tenantId() + "/oauth2/v2.0/token")
                        .toURL()
                        .openConnection();
        connection.setConnectTimeout(AzureBlobs.CONNECT_TIMEOUT_MILLIS);
        connection.setReadTimeout(AzureBlobs.READ_TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        try (OutputStream body = connection.getOutputStream()) {
            body.write(form);
        }
        return read(connection);
    }

    private Secret read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        JsonNode answer;
        try (InputStream body = status == OK ? connection.getInputStream() : connection.getErrorStream()) {
            answer = JSON.readTree(body == null ? new byte[0] : body.readNBytes(LARGEST_ANSWER_BYTES));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            answer = JSON.missingNode();
        }
        String text = answer.path("access_token").asText();
        if (status != OK || text.isEmpty()) {
            boolean passing = SourceFailure.isPassing(status);
            throw new ScoutException(
                    passing ? SourceFailure.UNAVAILABLE : "SOURCE_FORBIDDEN",
                    passing,
                    what() + " was not given: the answer was " + status + " "
                            + answer.path("error").asText().replaceAll("[^A-Za-z0-9_.-]", "")
                            + ". Are tenant, client and secret right?",
                    null);
        }
        renewAt = Instant.now().plusSeconds(answer.path("expires_in").asLong(0)).minus(MARGIN);
        return new Secret(text);
    }

    private String what() {
        return "External storage \"" + environment + "\": a token of " + entra.authority();
    }
}
