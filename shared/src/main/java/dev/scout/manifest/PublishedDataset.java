package dev.scout.manifest;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One dataset of a manifest: its two files and what is in them.
 *
 * @param latestCsv {@code /} and the key of the CSV file
 * @param latestParquet {@code /} and the key of the Parquet file
 * @param date the publication's local day
 * @param rowCount rows in either file, without the header
 * @param sha256 of the CSV file's bytes, lower-case hex
 * @param sizeBytes of the CSV file
 * @param parquetSha256 of the Parquet file's bytes, lower-case hex
 * @param contentType media type of the CSV file
 * @param lastModified when the content last changed
 * @param updateFrequency {@code daily} or {@code weekly}
 */
public record PublishedDataset(
        String latestCsv,
        String latestParquet,
        LocalDate date,
        long rowCount,
        String sha256,
        long sizeBytes,
        String parquetSha256,
        long parquetSizeBytes,
        String contentType,
        String schemaVersion,
        Instant lastModified,
        String description,
        String updateFrequency,
        List<Column> columns) {

    private static final Pattern HEX_SHA256 = Pattern.compile("[0-9a-f]{64}");

    public PublishedDataset {
        requirePath(latestCsv);
        requirePath(latestParquet);
        requireHash(sha256);
        requireHash(parquetSha256);
        columns = List.copyOf(columns);
    }

    /** The CSV file's key in the datasets bucket. */
    public String csvKey() {
        return latestCsv.substring(1);
    }

    /** The Parquet file's key in the datasets bucket. */
    public String parquetKey() {
        return latestParquet.substring(1);
    }

    private static void requirePath(String path) {
        if (path.length() < 2 || path.charAt(0) != '/') {
            throw new IllegalArgumentException("\"" + path + "\" is not a path of the form /key");
        }
    }

    private static void requireHash(String hash) {
        if (!HEX_SHA256.matcher(hash).matches()) {
            throw new IllegalArgumentException("\"" + hash + "\" is not a SHA-256 in lower-case hex");
        }
    }
}
