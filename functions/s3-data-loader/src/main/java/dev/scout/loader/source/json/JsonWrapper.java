package dev.scout.loader.source.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An object that is no record but holds an array of them, such as <code>{"exported_at": …, "records": [{…}, {…}]}</code>.
 *
 * @param member the name of the array
 * @param arrayBegin where the array's bracket lies, counted from the object's
 */
record JsonWrapper(String member, int arrayBegin) {

    /**
     * Looks whether an object is a wrapper: exactly one of its members is an array of objects, and either those are known to be records
     * or the object itself has no member that records have. An object whose only member is an empty array is one too.
     *
     * @param end where the object ends, or as much of it as is known
     */
    static @Nullable JsonWrapper find(byte[] json, int begin, int end, RecordSigns signs) {
        return new Search(json, begin, end, signs).run();
    }

    private static final class Search {

        private final byte[] json;
        private final int begin;
        private final int end;
        private final RecordSigns signs;
        private int at;

        Search(byte[] json, int begin, int end, RecordSigns signs) {
            this.json = json;
            this.begin = begin;
            this.end = end;
            this.signs = signs;
            this.at = begin + 1;
        }

        @Nullable
        JsonWrapper run() {
            JsonWrapper found = null;
            JsonWrapper empty = null;
            boolean holdsRecords = false;
            boolean likeRecord = false;
            int members = 0;
            while (skipTo('"')) {
                String name = name();
                if (signs.certain().contains(name) || !skipTo(':')) {
                    return null;
                }
                likeRecord |= signs.common().contains(name);
                at++;
                skipBlanks();
                members++;
                if (at < end && json[at] == '[') {
                    int arrayBegin = at++;
                    skipBlanks();
                    if (at < end && json[at] == '{') {
                        if (found != null) {
                            return null;
                        }
                        found = new JsonWrapper(name, arrayBegin - begin);
                        holdsRecords = isRecord();
                    } else if (at < end && json[at] == ']') {
                        empty = new JsonWrapper(name, arrayBegin - begin);
                    }
                    at = arrayBegin;
                }
                skipValue();
            }
            if (found == null) {
                return members == 1 && !likeRecord ? empty : null;
            }
            return holdsRecords || !likeRecord ? found : null;
        }

        /** Whether the object here has a member by which it is known to be a record. */
        private boolean isRecord() {
            at++;
            while (at < end && json[at] != '}' && skipTo('"')) {
                if (signs.ofElements().contains(name())) {
                    return true;
                }
                if (skipTo(':')) {
                    at++;
                    skipValue();
                }
            }
            return false;
        }

        private boolean skipTo(char wanted) {
            while (at < end && json[at] != wanted) {
                at++;
            }
            return at < end;
        }

        private void skipBlanks() {
            while (at < end && JsonValidator.isBlank(json[at])) {
                at++;
            }
        }

        private String name() {
            int from = ++at;
            while (at < end && json[at] != '"') {
                at += json[at] == '\\' ? 2 : 1;
            }
            int to = Math.min(at, end);
            at++;
            return new String(json, from, Math.max(0, to - from), StandardCharsets.UTF_8);
        }

        /** Passes a value and stays before the comma or bracket behind it. */
        private void skipValue() {
            int depth = 0;
            while (at < end) {
                byte c = json[at];
                if (c == '"') {
                    name();
                    continue;
                }
                if (c == '{' || c == '[') {
                    depth++;
                } else if (c == '}' || c == ']') {
                    depth--;
                }
                if (depth < 0 || (depth == 0 && c == ',')) {
                    return;
                }
                at++;
            }
        }
    }
}
