package dev.scout.loader.quality;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Ways through JSON that is known to be valid, on its bytes: eight at a time where strings are passed. */
final class JsonBytes {

    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private JsonBytes() {}

    /** Index of the quote that closes the string whose inside begins at {@code from}. */
    static int endOfString(byte[] json, int from, int to) {
        int at = from;
        while (at + 8 <= to) {
            long word = (long) LONGS.get(json, at);
            long quotes = word ^ QUOTES;
            long backslashes = word ^ BACKSLASHES;
            long hits = ((quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes)) & HIGHS;
            if (hits == 0) {
                at += 8;
                continue;
            }
            at += Long.numberOfTrailingZeros(hits) >>> 3;
            if (json[at] == '"') {
                return at;
            }
            at += 2;
        }
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    /** Index behind the value that begins at {@code from}. */
    static int behindValue(byte[] json, int from, int to) {
        byte first = json[from];
        if (first == '"') {
            return endOfString(json, from + 1, to) + 1;
        }
        if (first == '{' || first == '[') {
            return behindContainer(json, from, to);
        }
        int at = from + 1;
        while (at < to && json[at] != ',' && json[at] != '}' && json[at] != ']' && json[at] > ' ') {
            at++;
        }
        return at;
    }

    static int behindBlanks(byte[] json, int from, int to) {
        int at = from;
        while (at < to && json[at] <= ' ' && json[at] >= 0) {
            at++;
        }
        return at;
    }

    private static int behindContainer(byte[] json, int from, int to) {
        int depth = 0;
        int at = from;
        do {
            byte c = json[at];
            if (c == '"') {
                at = endOfString(json, at + 1, to);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            at++;
        } while (depth > 0);
        return at;
    }

    static boolean hasEscapes(byte[] json, int from, int to) {
        for (int i = from; i < to; i++) {
            if (json[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The text that the inside of a string stands for. */
    static String unescaped(byte[] json, int from, int to) {
        String raw = new String(json, from, to - from, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder(raw.length());
        int at = 0;
        while (at < raw.length()) {
            char c = raw.charAt(at++);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = raw.charAt(at++);
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, at, at + 4, 16));
                    at += 4;
                }
                default -> text.append(kind);
            }
        }
        return text.toString();
    }
}
