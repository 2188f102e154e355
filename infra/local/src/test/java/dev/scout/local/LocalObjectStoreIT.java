package dev.scout.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.scout.local.ObjectCreated.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

final class LocalObjectStoreIT {

    private final List<ObjectCreated> created = new CopyOnWriteArrayList<>();

    private LocalObjectStore store;

    @BeforeEach
    void start(@TempDir Path directory) {
        store = LocalObjectStore.start(directory, 0, created::add);
        store.createBucket("scout-lake");
        store.createBucket("scout-lake");
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void tellsOfAPutObject() {
        String key = "bronze/a b/ñ+1.json";
        String eTag = store.client()
                .putObject(request -> request.bucket("scout-lake").key(key), RequestBody.fromString("{}"))
                .eTag();

        assertThat(created).singleElement().satisfies(object -> {
            assertThat(object.bucket()).isEqualTo("scout-lake");
            assertThat(object.key()).isEqualTo(key);
            assertThat(object.sizeBytes()).isEqualTo(2);
            assertThat(object.eTag()).isEqualTo(eTag.replace("\"", ""));
            assertThat(object.reason()).isEqualTo(Reason.PUT_OBJECT);
        });
        assertThat(store.client()
                        .headObject(request -> request.bucket("scout-lake").key(key))
                        .eTag())
                .isEqualTo(eTag);
    }

    @Test
    void tellsOfACopyAndOfACompletedUploadOnce() {
        store.client().putObject(request -> request.bucket("scout-lake").key("a"), RequestBody.fromString("abc"));
        store.client()
                .copyObject(request -> request.sourceBucket("scout-lake")
                        .sourceKey("a")
                        .destinationBucket("scout-lake")
                        .destinationKey("b"));
        String uploadId = store.client()
                .createMultipartUpload(request -> request.bucket("scout-lake").key("c"))
                .uploadId();
        String partTag = store.client()
                .uploadPart(
                        request -> request.bucket("scout-lake")
                                .key("c")
                                .uploadId(uploadId)
                                .partNumber(1),
                        RequestBody.fromString("part"))
                .eTag();
        store.client()
                .completeMultipartUpload(request -> request.bucket("scout-lake")
                        .key("c")
                        .uploadId(uploadId)
                        .multipartUpload(parts -> parts.parts(CompletedPart.builder()
                                .partNumber(1)
                                .eTag(partTag)
                                .build())));

        assertThat(created)
                .extracting(ObjectCreated::key, ObjectCreated::reason)
                .containsExactly(
                        tuple("a", Reason.PUT_OBJECT),
                        tuple("b", Reason.COPY_OBJECT),
                        tuple("c", Reason.COMPLETE_MULTIPART_UPLOAD));
    }

    @Test
    void refusesATamperedLink() throws IOException, InterruptedException {
        store.client().putObject(request -> request.bucket("scout-lake").key("a"), RequestBody.fromString("abc"));
        String link = presign("a", LocalObjectStore.SECRET_KEY);

        assertThat(get(link).statusCode()).isEqualTo(200);
        assertThat(get(link).body()).isEqualTo("abc");
        assertThat(get(link.replace("X-Amz-Expires=300", "X-Amz-Expires=301")).statusCode())
                .isEqualTo(403);
        assertThat(get(presign("a", "another-secret")).statusCode()).isEqualTo(403);
    }

    @Test
    void conditionalPutHasOneWinner() {
        store.client()
                .putObject(
                        request -> request.bucket("scout-lake").key("once").ifNoneMatch("*"),
                        RequestBody.fromString("1"));
        assertThatThrownBy(() -> store.client()
                        .putObject(
                                request ->
                                        request.bucket("scout-lake").key("once").ifNoneMatch("*"),
                                RequestBody.fromString("2")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(created).hasSize(1);
    }

    private String presign(String key, String secret) {
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(store.endpoint())
                .region(Region.of(LocalObjectStore.REGION))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LocalObjectStore.ACCESS_KEY, secret)))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            return presigner
                    .presignGetObject(link -> link.signatureDuration(Duration.ofMinutes(5))
                            .getObjectRequest(
                                    object -> object.bucket("scout-lake").key(key)))
                    .url()
                    .toString();
        }
    }

    private static HttpResponse<String> get(String link) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(link)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
