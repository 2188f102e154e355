package dev.scout.loader.queue;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** Makes the SQS client as Quarkus makes that of S3: HTTP by the JDK, region and credentials from the environment. */
public final class SqsClients {

    private SqsClients() {}

    /**
     * @param endpoint another address than that of AWS; null for AWS
     */
    public static SqsClient create(@Nullable String endpoint) {
        SqsClientBuilder builder = SqsClient.builder().httpClient(UrlConnectionHttpClient.create());
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        return builder.build();
    }
}
