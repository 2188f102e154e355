package dev.scout.manifest;

import dev.scout.ScoutException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The list of the datasets that are in force, all of one consistent moment of the database. Two manifests of one content have the same
 * bytes.
 *
 * @param generatedAt the moment of the database that the datasets show, to the millisecond
 * @param version of this form
 * @param datasets by id ({@code gold/txn_daily}), in the order of the ids
 */
public record Manifest(
        Instant generatedAt, String version, Map<String, PublishedDataset> datasets, Integrity integrity) {

    public static final String VERSION = "1.0.0";

    /** Code of the exception for a manifest that can't be trusted. */
    public static final String INVALID = "INVALID_MANIFEST";

    private static final String DIRECTORY = "scout/v1/manifests/";

    /** Key of the manifest in force. */
    public static final String LATEST_KEY = DIRECTORY + "latest.json";

    public Manifest {
        datasets = Collections.unmodifiableMap(new TreeMap<>(datasets));
    }

    /** A new manifest with its hash. */
    public static Manifest of(Instant generatedAt, Map<String, PublishedDataset> datasets) {
        Integrity unhashed = new Integrity("", totalSizeBytes(datasets));
        Manifest draft = new Manifest(generatedAt.truncatedTo(ChronoUnit.MILLIS), VERSION, datasets, unhashed);
        Integrity hashed = new Integrity(ManifestHash.of(ManifestJson.write(draft)), unhashed.totalSizeBytes());
        return new Manifest(draft.generatedAt, VERSION, datasets, hashed);
    }

    /**
     * Reads a manifest and verifies its hash and totals. Members that are not known are covered by the hash and otherwise left alone.
     *
     * @throws ScoutException code {@link #INVALID}, where the bytes are no manifest or not the ones that were published
     */
    public static Manifest parse(byte[] json) {
        Manifest manifest = ManifestJson.read(json);
        if (!ManifestHash.of(json).equals(manifest.integrity.manifestSha256())) {
            throw invalid("its content does not have the SHA-256 that it states", null);
        }
        if (totalSizeBytes(manifest.datasets) != manifest.integrity.totalSizeBytes()) {
            throw invalid("total_size_bytes is not the sum of the datasets' size_bytes", null);
        }
        return manifest;
    }

    /** Whether the bytes are a manifest with the hash that it states. */
    public static boolean verify(byte[] json) {
        try {
            parse(json);
            return true;
        } catch (ScoutException e) {
            return false;
        }
    }

    /** Key of the manifest of one publication day. */
    public static String keyOf(LocalDate date) {
        return DIRECTORY + "manifest_" + date + ".json";
    }

    /** UTF-8, indented, members always in the same order, a line feed at the end. */
    public byte[] toJson() {
        return ManifestJson.write(this);
    }

    static ScoutException invalid(String reason, @Nullable Throwable cause) {
        return new ScoutException(
                INVALID, false, "The manifest can't be trusted: " + reason + ". Publish the datasets again.", cause);
    }

    private static long totalSizeBytes(Map<String, PublishedDataset> datasets) {
        return datasets.values().stream().mapToLong(PublishedDataset::sizeBytes).sum();
    }
}
