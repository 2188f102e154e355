package dev.scout.publisher.snapshot;

import dev.scout.local.LocalObjectStore;
import dev.scout.publisher.PublishRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** One publication in a process of its own: JDBC URL, S3 endpoint and a work directory are its arguments. */
final class PublishOnce {

    private PublishOnce() {}

    public static void main(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(arguments[0]);
        dataSource.setUser("scout_publisher");
        dataSource.setPassword("scout_publisher");
        S3Client s3 = client(URI.create(arguments[1]));
        DatasetsBucket bucket = new DatasetsBucket(s3, Platform.BUCKET);
        Clock clock = Clock.fixed(Platform.MORNING, Platform.MANILA);
        new Publication(dataSource, bucket, clock, Duration.ZERO, Path.of(arguments[2]))
                .run(PublishRequest.everythingToday());
    }

    private static S3Client client(URI endpoint) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(LocalObjectStore.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalObjectStore.ACCESS_KEY, LocalObjectStore.SECRET_KEY)))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(S3Retries.patient()))
                .serviceConfiguration(
                        service -> service.pathStyleAccessEnabled(true).chunkedEncodingEnabled(false))
                .build();
    }
}
