package dev.scout.loader.external;

import org.jspecify.annotations.Nullable;

/**
 * One row of {@code scout.external_storage_config}. Its secrets are as they are stored: references, or encrypted.
 *
 * @param sourcePrefix what the keys of its files begin with; may be empty
 * @param targetPrefix begins with {@code bronze/} and ends with a slash
 * @param location what people know the source by, such as {@code s3://bucket/prefix}
 */
record StorageConfig(String environment, Storage storage, String sourcePrefix, String targetPrefix, String location) {

    /** Where it is and how to get in. */
    sealed interface Storage permits S3Storage, AzureStorage {}

    /**
     * S3, or what speaks its protocol.
     *
     * @param endpoint null for S3 itself
     * @param accessKeyId null, as the other key, for the function's own role
     * @param verifiesMd5 whether an eTag of 32 hexadecimal digits is the content's MD5
     */
    record S3Storage(
            String bucket,
            @Nullable String endpoint,
            @Nullable String region,
            @Nullable String accessKeyId,
            @Nullable String secretAccessKey,
            boolean verifiesMd5)
            implements Storage {}

    /**
     * A container of an Azure storage account.
     *
     * @param endpoint of the Blob service
     * @param verifiesMd5 whether Content-MD5 is the content's
     * @param accountKey null where another credential is there; likewise the others
     */
    record AzureStorage(
            String account,
            String container,
            String endpoint,
            @Nullable String accountKey,
            @Nullable String sasToken,
            @Nullable Entra entra,
            boolean verifiesMd5)
            implements Storage {}

    /**
     * An application of Microsoft Entra.
     *
     * @param authority where tokens are given out
     */
    record Entra(String authority, String tenantId, String clientId, String clientSecret) {}
}
