package dev.scout.loader.source.json;

import dev.scout.loader.source.Content;
import org.jspecify.annotations.Nullable;

/** Tells NDJSON from a JSON document, by how the first value and its line end. */
public final class JsonForm {

    private static final String JSON = "json";
    private static final String NDJSON = "ndjson";

    private JsonForm() {}

    /**
     * @param content begins with a brace or a bracket
     * @param name the file's name in lower case
     * @return {@code json}, {@code ndjson}, or null where it is more likely neither
     */
    public static @Nullable String of(Content content, String name) {
        byte[] sample = content.sample();
        int end = content.sampleLength();
        int begin = skipBlanks(sample, content.consumed(), end);
        boolean namedNdjson = name.endsWith(".ndjson") || name.endsWith(".jsonl");
        int lineEnd = indexOf(sample, (byte) '\n', begin, end);
        boolean namedRows = name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".txt");
        JsonValidator validator = new JsonValidator();
        if (lineEnd < 0) {
            boolean json = !content.sampleIsWhole() || !namedRows || validator.isValue(sample, begin, end);
            return !json ? null : namedNdjson && sample[begin] == '{' ? NDJSON : JSON;
        }
        if (validator.isValue(sample, begin, lineEnd)) {
            boolean moreFollows = skipBlanks(sample, lineEnd, end) < end || !content.sampleIsWhole();
            boolean isLine = sample[begin] == '{' || isRowOfValues(sample, begin, lineEnd);
            return isLine && (moreFollows || (namedNdjson && sample[begin] == '{')) ? NDJSON : JSON;
        }
        boolean linesFollow = looksLikeLines(sample, skipBlanks(sample, lineEnd, end), end);
        if (namedNdjson && sample[begin] == '{' && linesFollow && !validator.isValue(sample, begin, end)) {
            return NDJSON; // Even where the first line is broken off, and all of it looks like one unfinished document.
        }
        if (validator.isValue(sample, begin, end) || validator.endedEarly() || validator.isFollowed()) {
            return JSON;
        }
        if (namedNdjson || linesFollow) {
            return NDJSON;
        }
        return namedRows ? null : JSON;
    }

    /** Whether a line, which is a value, is an array that holds no objects: of several such lines each is a record. */
    private static boolean isRowOfValues(byte[] sample, int begin, int end) {
        int first = skipBlanks(sample, begin + 1, end);
        return first < end && sample[begin] == '[' && sample[first] != '{' && sample[first] != ']';
    }

    /** Whether the second line is a record of its own, from brace to brace. */
    private static boolean looksLikeLines(byte[] sample, int from, int end) {
        if (from >= end || sample[from] != '{') {
            return false;
        }
        int lineEnd = indexOf(sample, (byte) '\n', from, end);
        int to = lineEnd < 0 ? end : lineEnd;
        while (to > from && JsonValidator.isBlank(sample[to - 1])) {
            to--;
        }
        return to - from > 1 && (sample[to - 1] == '}' || lineEnd < 0);
    }

    private static int skipBlanks(byte[] sample, int from, int end) {
        int at = from;
        while (at < end && JsonValidator.isBlank(sample[at])) {
            at++;
        }
        return at;
    }

    private static int indexOf(byte[] sample, byte wanted, int from, int end) {
        for (int i = from; i < end; i++) {
            if (sample[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
