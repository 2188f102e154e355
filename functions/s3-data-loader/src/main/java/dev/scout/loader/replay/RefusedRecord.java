package dev.scout.loader.replay;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A row of quarantine that is open.
 *
 * @param number of the record in its file; null where it is not one record
 * @param line on which it begins, or 0
 * @param byteOffset where it begins in the decompressed file; null where that is not known
 * @param byteLength how long it is there
 * @param correctedText how a person says that it should have been
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record RefusedRecord(
        long id,
        @Nullable Long number,
        long line,
        @Nullable Long byteOffset,
        @Nullable Long byteLength,
        String rule,
        @Nullable String rawText,
        byte @Nullable [] rawBytes,
        boolean rawIsJson,
        @Nullable String correctedText) {

    /** What quarantine has of its bytes. */
    byte[] raw() {
        if (rawBytes != null) {
            return rawBytes;
        }
        return rawText == null ? new byte[0] : rawText.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether quarantine has only its beginning. */
    boolean isCut() {
        return byteLength != null && byteLength > raw().length;
    }
}
