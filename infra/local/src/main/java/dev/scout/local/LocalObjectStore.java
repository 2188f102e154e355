package dev.scout.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/** An S3 server on this machine that checks signatures and their expiry, over a directory of plain files. */
public final class LocalObjectStore implements AutoCloseable {

    public static final String ACCESS_KEY = "scout";
    public static final String SECRET_KEY = "scout-secret";
    public static final String REGION = "ap-southeast-1";

    private static final long LARGEST_PUT_BYTES = 5L << 30;
    /** Held strongly: java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger SERVER_LOGGER = Logger.getLogger("org.gaul");

    private final S3Proxy server;
    private final S3Client client;

    private LocalObjectStore(S3Proxy server, int port, String accessKey, String secretKey) {
        this.server = server;
        this.client = newClient(URI.create("http://127.0.0.1:" + port), accessKey, secretKey);
    }

    /**
     * Starts the server.
     *
     * @param directory a directory for each bucket is made in it
     * @param port 0 for a free one
     * @param onCreated told of each object after it is there, in the thread that serves the client: hand it on, don't work
     */
    public static LocalObjectStore start(Path directory, int port, Consumer<ObjectCreated> onCreated) {
        return start(directory, port, ACCESS_KEY, SECRET_KEY, onCreated);
    }

    /** Starts the server of another account, which takes these keys only. */
    public static LocalObjectStore start(
            Path directory, int port, String accessKey, String secretKey, Consumer<ObjectCreated> onCreated) {
        SERVER_LOGGER.setLevel(Level.OFF);
        int claimed = Ports.claim(port, "S3");
        WorkDirectory.create(directory);
        S3Proxy server = S3Proxy.builder()
                .blobStore(new NotifyingBlobStore(
                        new FilesystemNio2BlobStore(directory.toString()), onCreated, Clock.systemUTC()))
                .endpoint(URI.create("http://127.0.0.1:" + claimed))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
                .maxSinglePartObjectSize(LARGEST_PUT_BYTES)
                .v4MaxNonChunkedRequestSize(LARGEST_PUT_BYTES)
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new LocalPlatformException("The S3 server did not start: " + e.getMessage() + ".", e);
        }
        return new LocalObjectStore(server, claimed, accessKey, secretKey);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** A client that signs with this server's key; closed with the server. */
    public S3Client client() {
        return client;
    }

    /** Makes the bucket unless it is there. */
    public void createBucket(String name) {
        boolean present = client.listBuckets().buckets().stream()
                .anyMatch(bucket -> bucket.name().equals(name));
        if (!present) {
            client.createBucket(request -> request.bucket(name));
        }
    }

    @Override
    public void close() {
        client.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The S3 server at " + endpoint() + " could not be stopped", e);
        }
    }

    private static S3Client newClient(URI endpoint, String accessKey, String secretKey) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .httpClient(UrlConnectionHttpClient.create())
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(true)
                        .chunkedEncodingEnabled(false)
                        .build())
                .build();
    }
}
