package dev.scout.loader.external;

import dev.scout.StorableText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object as its storage lists it.
 *
 * @param etag without quotes
 * @param md5 MD5 of the content, hexadecimal, where the listing tells it
 */
record SourceObject(
        String key,
        String etag,
        long sizeBytes,
        @Nullable Instant lastModified,
        @Nullable String md5) {

    /** The key as PostgreSQL can hold it. */
    String storableKey() {
        return String.valueOf(StorableText.text(key));
    }

    static String unquoted(String etag) {
        String strong = etag.startsWith("W/") ? etag.substring(2) : etag;
        return strong.replace("\"", "");
    }
}
