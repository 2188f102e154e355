package dev.scout.loader.source.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Content;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON values that are no objects as records with one member, <code>{"value": …}</code>, in files that hold values instead of objects. An
 * object between them is a record as it is, unless it begins with that very member: then it is wrapped as well, so that the two can be told
 * apart.
 */
public final class WrappedValues {

    private static final String MEMBER = "value";
    private static final String DESCRIBED_AS = "wrapped_as";
    private static final byte[] OPEN = ("{\"" + MEMBER + "\":").getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAME = ("\"" + MEMBER + "\"").getBytes(StandardCharsets.US_ASCII);

    /** What a value begins with that is no object. */
    private static final String BEGINNINGS = "[\"-0123456789tfn";

    private byte[] record = new byte[256];
    private int length;
    private boolean used;

    /** Whether a file with a value on each line holds values, which its first one tells. */
    static boolean inLines(Content content) {
        int first = behindBlanks(content, content.consumed());
        return first < content.sampleLength() && isBeginning(content.sample()[first]);
    }

    /** Whether a document holds values: begins with one, or with an array whose first element is one. */
    static boolean inDocument(Content content) {
        int first = behindBlanks(content, content.consumed());
        if (first < content.sampleLength() && content.sample()[first] == '[') {
            first = behindBlanks(content, first + 1);
        }
        return first < content.sampleLength() && isBeginning(content.sample()[first]);
    }

    /** Whether the ledger says that a file's values were wrapped. */
    public static boolean areIn(JsonNode description) {
        return description.path(DESCRIBED_AS).asText().equals(MEMBER);
    }

    void describe(ObjectNode description) {
        if (used) {
            description.put(DESCRIBED_AS, MEMBER);
        }
    }

    /** Whether a value, which is valid JSON, needs to be wrapped. */
    public boolean wraps(byte[] json, int from, int to) {
        if (json[from] != '{') {
            return true;
        }
        int at = from + 1;
        while (at < to && JsonValidator.isBlank(json[at])) {
            at++;
        }
        return to - at > NAME.length && Arrays.equals(NAME, 0, NAME.length, json, at, at + NAME.length);
    }

    /** Makes a record of a value. */
    public void wrap(byte[] json, int from, int to) {
        used = true;
        length = OPEN.length + (to - from) + 1;
        if (record.length < length) {
            record = new byte[Math.max(length, record.length * 2)];
        }
        System.arraycopy(OPEN, 0, record, 0, OPEN.length);
        System.arraycopy(json, from, record, OPEN.length, to - from);
        record[length - 1] = '}';
    }

    /** The record made last; valid up to {@link #length()}. */
    public byte[] record() {
        return record;
    }

    public int length() {
        return length;
    }

    private static boolean isBeginning(byte b) {
        return BEGINNINGS.indexOf(b) >= 0;
    }

    private static int behindBlanks(Content content, int from) {
        int at = from;
        while (at < content.sampleLength() && JsonValidator.isBlank(content.sample()[at])) {
            at++;
        }
        return at;
    }
}
