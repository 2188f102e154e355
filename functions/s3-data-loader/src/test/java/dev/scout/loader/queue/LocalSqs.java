package dev.scout.loader.queue;

import dev.scout.local.LocalObjectStore;
import dev.scout.local.queue.LocalQueue;
import dev.scout.local.queue.SqsApi;
import dev.scout.local.template.Template;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The ingest queue and its dead letters behind a real SQS endpoint. */
public final class LocalSqs implements AutoCloseable {

    private static final String ARN = "arn:aws:sqs:ap-southeast-1:000000000000:";

    private final SqsApi api = SqsApi.bind(0);
    private final LocalQueue deadLetters;
    private final LocalQueue ingest;

    public LocalSqs(Duration visibilityTimeout, int maximumReceives) {
        deadLetters = new LocalQueue(
                new Template.Queue("dead", ARN + "dead", Duration.ZERO, Duration.ofSeconds(30), Optional.empty(), 1),
                null,
                Clock.systemUTC());
        ingest = new LocalQueue(
                new Template.Queue(
                        "ingest",
                        ARN + "ingest",
                        Duration.ZERO,
                        visibilityTimeout,
                        Optional.of(ARN + "dead"),
                        maximumReceives),
                deadLetters,
                Clock.systemUTC());
        api.serve(List.of(deadLetters, ingest), Clock.systemUTC());
    }

    public IngestQueue queue() {
        return queue(client -> client);
    }

    /** @param through what the client is used through */
    public IngestQueue queue(UnaryOperator<SqsClient> through) {
        return new IngestQueue(() -> through.apply(client(api.endpoint())), url("ingest"), url("dead"));
    }

    public LocalQueue ingest() {
        return ingest;
    }

    public LocalQueue deadLetters() {
        return deadLetters;
    }

    private String url(String name) {
        return api.endpoint() + "/000000000000/" + name;
    }

    private static SqsClient client(URI endpoint) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(LocalObjectStore.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalObjectStore.ACCESS_KEY, LocalObjectStore.SECRET_KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @Override
    public void close() {
        api.close();
    }
}
