package dev.scout.loader.source;

import org.jspecify.annotations.Nullable;

/**
 * A record, or a stretch of a file, or a whole file that can not be loaded, and why.
 *
 * @param number of the record in the file, from 1; null where it is not one record
 * @param line on which it begins, from 1
 * @param byteOffset where it begins in the decompressed file, from 0
 * @param byteLength how long it is
 * @param raw its bytes, at most {@link #RAW_LIMIT} of them
 * @param column the column or member in question
 * @param rule short name, such as {@code malformed_json}
 * @param message what is wrong, in a sentence
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Refusal(
        @Nullable Long number,
        @Nullable Long line,
        @Nullable Long byteOffset,
        @Nullable Long byteLength,
        byte @Nullable [] raw,
        @Nullable String column,
        String rule,
        String message) {

    /** How much of a record that is larger is kept; offset and length find the rest in the object. */
    public static final int RAW_LIMIT = 64 * 1024;

    public static final String MALFORMED_JSON = "malformed_json";
    public static final String NOT_AN_OBJECT = "not_an_object";
    public static final String RECORD_TOO_LARGE = "record_too_large";
    public static final String INVALID_ENCODING = "invalid_encoding";
    public static final String TRUNCATED = "truncated";
    public static final String RAGGED_ROW = "ragged_row";
    public static final String MALFORMED_ROW = "malformed_row";
    public static final String CORRUPT_FILE = "corrupt_file";
    public static final String UNKNOWN_FORMAT = "unknown_format";
    public static final String UNSUPPORTED_FORMAT = "unsupported_format";
    public static final String BAD_OPTION = "bad_option";
    public static final String BAD_RULE = "bad_rule";
    public static final String SCHEMA_DRIFT = "schema_drift";

    public static Refusal of(String rule, String message) {
        return new Refusal(null, null, null, null, null, null, rule, message);
    }

    public Refusal record(long recordNumber, long recordLine) {
        Long named = recordLine == RecordSink.NO_LINE ? null : recordLine;
        return new Refusal(recordNumber, named, byteOffset, byteLength, raw, column, rule, message);
    }

    public Refusal onLine(long stretchLine) {
        return new Refusal(number, stretchLine, byteOffset, byteLength, raw, column, rule, message);
    }

    /**
     * With its bytes.
     *
     * @param offset where they begin in the decompressed file; negative where that is not known
     * @param length how many there are in the file, which can be more than are given
     */
    public Refusal bytes(long offset, long length, byte[] source, int from, int to) {
        byte[] kept = java.util.Arrays.copyOfRange(source, from, Math.min(to, from + RAW_LIMIT));
        return new Refusal(
                number, line, offset < 0 ? null : offset, offset < 0 ? null : length, kept, column, rule, message);
    }

    /** For the ledger: where and why. */
    public String told() {
        return (line == null ? "" : "Line " + line + ": ") + message;
    }

    /** Of something within the file. */
    public Refusal within(String what) {
        return new Refusal(number, line, byteOffset, byteLength, raw, column, rule, what + ": " + message);
    }

    public Refusal column(String name) {
        return new Refusal(number, line, byteOffset, byteLength, raw, name, rule, message);
    }
}
