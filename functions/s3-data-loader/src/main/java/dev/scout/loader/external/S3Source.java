package dev.scout.loader.external;

import dev.scout.ScoutException;
import dev.scout.loader.external.StorageConfig.S3Storage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** A bucket of S3, of Supabase Storage, or of anything else that speaks S3's protocol. */
final class S3Source implements ExternalSource {

    private static final int BAD_REQUEST = 400;
    private static final String ANY_REGION = "us-east-1";
    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

    private final S3Client client;
    private final S3Storage storage;
    private final String prefix;
    private final String location;

    private S3Source(S3Client client, S3Storage storage, StorageConfig config) {
        this.client = client;
        this.storage = storage;
        this.prefix = config.sourcePrefix();
        this.location = config.location();
    }

    static S3Source open(StorageConfig config, S3Storage storage, Secrets secrets) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(10))
                        .socketTimeout(Duration.ofSeconds(30)))
                .region(Region.of(storage.region() == null ? ANY_REGION : storage.region()))
                .forcePathStyle(storage.endpoint() != null)
                .serviceConfiguration(options -> options.chunkedEncodingEnabled(false));
        if (storage.endpoint() != null) {
            builder.endpointOverride(URI.create(storage.endpoint()));
        } else if (storage.region() == null) {
            builder.crossRegionAccessEnabled(true);
        }
        if (storage.accessKeyId() != null && storage.secretAccessKey() != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                    secrets.resolve(config.environment(), "s3_access_key_id", storage.accessKeyId())
                            .reveal(),
                    secrets.resolve(config.environment(), "s3_secret_access_key", storage.secretAccessKey())
                            .reveal())));
        }
        return new S3Source(builder.build(), storage, config);
    }

    @Override
    public Page list(@Nullable String cursor) throws BadCursorException {
        try {
            // Keys come URL-encoded, since XML can not hold every character; the SDK decodes them.
            ListObjectsV2Response page = client.listObjectsV2(request -> request.bucket(storage.bucket())
                    .prefix(prefix)
                    .encodingType(EncodingType.URL)
                    .continuationToken(cursor));
            List<SourceObject> objects = new ArrayList<>();
            for (S3Object object : page.contents()) {
                if (!isDirectory(object)) {
                    objects.add(object(object));
                }
            }
            return new Page(objects, Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null);
        } catch (S3Exception e) {
            if (cursor != null && e.statusCode() == BAD_REQUEST) {
                throw new BadCursorException();
            }
            throw SourceFailure.listing(location, e.statusCode(), code(e));
        } catch (SdkException e) {
            throw SourceFailure.unreachable(location + " could not be listed", e);
        }
    }

    private static boolean isDirectory(S3Object object) {
        return object.key().endsWith("/") && object.size() == 0;
    }

    private static SourceObject object(S3Object object) {
        String etag = SourceObject.unquoted(String.valueOf(object.eTag()));
        return new SourceObject(object.key(), etag, object.size(), object.lastModified(), null);
    }

    @Override
    public Opened open(SourceObject object, long from) {
        GetObjectRequest.Builder request = GetObjectRequest.builder()
                .bucket(storage.bucket())
                .key(object.key())
                .ifMatch('"' + object.etag() + '"');
        if (from > 0) {
            request.range("bytes=" + from + "-");
        }
        try {
            ResponseInputStream<GetObjectResponse> bytes = client.getObject(request.build());
            GetObjectResponse response = bytes.response();
            // Not every server heeds If-Match.
            if (response.eTag() != null
                    && !SourceObject.unquoted(response.eTag()).equals(object.etag())) {
                bytes.abort();
                throw SourceFailure.reading(object.key(), 412, "");
            }
            if (from > 0 && response.contentRange() == null) {
                bytes.abort();
                throw SourceFailure.noRanges(object.key());
            }
            return new Opened(bytes, md5(object, response), response.versionId(), bytes::abort);
        } catch (S3Exception e) {
            throw SourceFailure.reading(object.key(), e.statusCode(), code(e));
        } catch (SdkException e) {
            throw unreachable(object, e);
        }
    }

    private static ScoutException unreachable(SourceObject object, SdkException e) {
        return SourceFailure.unreachable("\"" + object.key() + "\" could not be read", e);
    }

    /** Of an object that was put in parts, or lies encrypted with a key of KMS or the customer's, the eTag says nothing of the content. */
    private @Nullable String md5(SourceObject object, GetObjectResponse response) {
        boolean plain = storage.verifiesMd5()
                && response.sseCustomerAlgorithm() == null
                && (response.serverSideEncryption() == null
                        || response.serverSideEncryption() == ServerSideEncryption.AES256);
        return plain && MD5.matcher(object.etag()).matches() ? object.etag().toLowerCase(Locale.ROOT) : null;
    }

    private static String code(S3Exception e) {
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode();
    }

    @Override
    public void close() {
        client.close();
    }
}
