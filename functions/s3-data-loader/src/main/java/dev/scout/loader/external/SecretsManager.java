package dev.scout.loader.external;

import dev.scout.ScoutException;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** AWS Secrets Manager. Its client is made when the first secret is asked for: most deployments need none. */
final class SecretsManager implements Secrets.SecretStore {

    private static final int FORBIDDEN_IN_JSON_PROTOCOL = 400;

    private final Supplier<SecretsManagerClient> clients;
    private @Nullable SecretsManagerClient client;

    SecretsManager(Supplier<SecretsManagerClient> clients) {
        this.clients = clients;
    }

    /**
     * A client: HTTP by the JDK, region and credentials from the environment.
     *
     * @param endpoint another address than that of AWS; null for AWS
     */
    static SecretsManagerClient client(@Nullable String endpoint) {
        SecretsManagerClientBuilder builder =
                SecretsManagerClient.builder().httpClient(UrlConnectionHttpClient.create());
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.build();
    }

    @Override
    public String fetch(String name) {
        String text;
        try {
            text = client().getSecretValue(request -> request.secretId(name)).secretString();
        } catch (ResourceNotFoundException e) {
            throw failure("there is none of that name", false);
        } catch (SecretsManagerException e) {
            throw answered(e);
        } catch (SdkException e) {
            throw failure("Secrets Manager can not be reached", true);
        }
        if (text == null) {
            throw failure("it holds bytes, and not text", false);
        }
        return text;
    }

    private synchronized SecretsManagerClient client() {
        if (client == null) {
            client = clients.get();
        }
        return client;
    }

    private static ScoutException answered(SecretsManagerException e) {
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        boolean passing = e.statusCode() >= 500 || e.isThrottlingException();
        if (!passing && e.statusCode() == FORBIDDEN_IN_JSON_PROTOCOL && code.startsWith("AccessDenied")) {
            return failure("the function's role may not read it (secretsmanager:GetSecretValue)", false);
        }
        return failure("Secrets Manager answered " + e.statusCode() + " " + code, passing);
    }

    private static ScoutException failure(String why, boolean retryable) {
        return new ScoutException("SECRET_UNREADABLE", retryable, why, null);
    }
}
