package dev.scout.loader.external;

import dev.scout.loader.external.AzureBlobs.Answer;
import dev.scout.loader.external.StorageConfig.AzureStorage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A container of Azure Data Lake Storage Gen2 or Blob Storage, by the Blob service, which both have. */
final class AzureSource implements ExternalSource {

    private static final int BAD_REQUEST = 400;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final String PAGE_SIZE = "1000";

    private final AzureBlobs blobs;
    private final String prefix;
    private final boolean verifiesMd5;
    private final String location;

    private AzureSource(AzureBlobs blobs, AzureStorage storage, StorageConfig config) {
        this.blobs = blobs;
        this.verifiesMd5 = storage.verifiesMd5();
        this.prefix = config.sourcePrefix();
        this.location = config.location();
    }

    static AzureSource open(StorageConfig config, AzureStorage storage, Secrets secrets) {
        return new AzureSource(
                new AzureBlobs(storage.endpoint() + "/" + storage.container(), credential(config, storage, secrets)),
                storage,
                config);
    }

    private static AzureCredential credential(StorageConfig config, AzureStorage storage, Secrets secrets) {
        String environment = config.environment();
        if (storage.accountKey() != null) {
            Secret key = secrets.resolve(environment, "adls_account_key", storage.accountKey());
            return new SharedKey(environment, storage.account(), key);
        }
        if (storage.sasToken() != null) {
            return new SharedAccessSignature(secrets.resolve(environment, "adls_sas_token", storage.sasToken()));
        }
        if (storage.entra() != null) {
            Secret secret = secrets.resolve(
                    environment, "adls_client_secret", storage.entra().clientSecret());
            return new EntraToken(environment, storage.entra(), secret);
        }
        throw new IllegalStateException("The table lets no row be without a credential");
    }

    @Override
    public Page list(@Nullable String cursor) throws BadCursorException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("comp", "list");
        query.put("include", "metadata");
        query.put("maxresults", PAGE_SIZE);
        query.put("prefix", prefix);
        query.put("restype", "container");
        if (cursor != null) {
            query.put("marker", cursor);
        }
        try (Answer answer = blobs.get("", query, Map.of())) {
            if (cursor != null && answer.status() == BAD_REQUEST) {
                throw new BadCursorException();
            }
            if (answer.status() != OK) {
                throw SourceFailure.listing(location, answer.status(), answer.errorCode());
            }
            return BlobList.parse(answer.body(), verifiesMd5);
        } catch (IOException e) {
            throw SourceFailure.unreachable(location + " could not be listed", e);
        }
    }

    @Override
    public Opened open(SourceObject object, long from) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("If-Match", '"' + object.etag() + '"');
        if (from > 0) {
            headers.put("x-ms-range", "bytes=" + from + "-");
        }
        try {
            Answer answer = blobs.get("/" + PercentEncoding.path(object.key()), Map.of(), headers);
            if (answer.status() != OK && answer.status() != PARTIAL) {
                answer.close();
                throw SourceFailure.reading(object.key(), answer.status(), answer.errorCode());
            }
            if (from > 0 && answer.status() != PARTIAL) {
                answer.abort();
                throw SourceFailure.noRanges(object.key());
            }
            return new Opened(answer.body(), null, answer.header("x-ms-version-id"), answer::abort);
        } catch (IOException e) {
            throw SourceFailure.unreachable("\"" + object.key() + "\" could not be read", e);
        }
    }

    @Override
    public void close() {
        // Connections are the JDK's, which keeps idle ones for some seconds.
    }
}
