package dev.scout.loader.source.json;

import dev.scout.loader.source.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Says whether bytes are one JSON value (RFC 8259, UTF-8), exactly as strictly as PostgreSQL's {@code json} type, so that what passes here
 * can not fail a COPY. Repeated member names are allowed. Goes over each byte once and makes nothing.
 */
public final class JsonValidator {

    /** How deeply arrays and objects may lie in each other. */
    public static final int MAX_DEPTH = 500;

    private static final byte PLAIN = 0;
    private static final byte QUOTE = 1;
    private static final byte ESCAPE = 2;
    private static final byte CONTROL = 3;
    private static final byte MULTIBYTE = 4;

    private static final byte[] KIND = new byte[256];

    static {
        for (int c = 0; c < 256; c++) {
            KIND[c] = c < 0x20 ? CONTROL : c >= 0x80 ? MULTIBYTE : PLAIN;
        }
        KIND['"'] = QUOTE;
        KIND['\\'] = ESCAPE;
    }

    private final boolean[] inObject = new boolean[MAX_DEPTH + 1];
    private byte[] json = KIND;
    private int begin;
    private int end;
    private int depth;
    private @Nullable String problem;
    private boolean encodingProblem;
    private boolean endedEarly;
    private boolean followed;

    /** Checks the bytes from {@code from} to before {@code to}. */
    public boolean isValue(byte[] bytes, int from, int to) {
        json = bytes;
        begin = from;
        end = to;
        depth = 0;
        problem = null;
        encodingProblem = false;
        endedEarly = false;
        followed = false;
        int at = skipBlanks(from);
        while (at >= 0) {
            at = value(at);
            while (at >= 0) {
                at = skipBlanks(at);
                if (depth == 0) {
                    return at == end || follows(at);
                }
                if (at == end) {
                    return cutOff() == 0;
                }
                byte c = json[at];
                if (c == ',') {
                    at = skipBlanks(at + 1);
                    at = inObject[depth] ? name(at) : at;
                    break;
                }
                if (c != (inObject[depth] ? '}' : ']')) {
                    return fail(at, inObject[depth] ? "a comma or } is missing" : "a comma or ] is missing") == 0;
                }
                depth--;
                at++;
            }
        }
        return false;
    }

    /** What is wrong, for a sentence. */
    public String problem() {
        return problem == null ? "nothing is wrong" : problem;
    }

    /** Whether it was the encoding, and not the form, that was wrong. */
    public boolean encodingProblem() {
        return encodingProblem;
    }

    /** Whether nothing was wrong up to the last byte, and the value was not complete there. */
    public boolean endedEarly() {
        return endedEarly;
    }

    /** Whether there is one complete value, and something behind it. */
    public boolean isFollowed() {
        return followed;
    }

    /** Goes over a value that is no container, or over the beginning of one that is; returns where to go on, or -1. */
    private int value(int from) {
        int at = from;
        while (true) {
            if (at >= end) {
                return cutOff();
            }
            byte c = json[at];
            switch (c) {
                case '{' -> {
                    if (++depth > MAX_DEPTH) {
                        return fail(at, "it is nested more than " + MAX_DEPTH + " levels deep");
                    }
                    inObject[depth] = true;
                    at = skipBlanks(at + 1);
                    if (at < end && json[at] == '}') {
                        depth--;
                        return at + 1;
                    }
                    at = name(at);
                    if (at < 0) {
                        return at;
                    }
                }
                case '[' -> {
                    if (++depth > MAX_DEPTH) {
                        return fail(at, "it is nested more than " + MAX_DEPTH + " levels deep");
                    }
                    inObject[depth] = false;
                    at = skipBlanks(at + 1);
                    if (at < end && json[at] == ']') {
                        depth--;
                        return at + 1;
                    }
                }
                case '"' -> {
                    return text(at + 1);
                }
                case 't' -> {
                    return literal(at, "true");
                }
                case 'f' -> {
                    return literal(at, "false");
                }
                case 'n' -> {
                    return literal(at, "null");
                }
                default -> {
                    return c == '-' || isDigit(c) ? number(at) : fail(at, "a value is missing");
                }
            }
        }
    }

    /** Goes over a member's name and its colon, to where the value begins. */
    private int name(int from) {
        if (from >= end) {
            return cutOff();
        }
        if (json[from] != '"') {
            return fail(from, "a member's name in quotes is missing");
        }
        int at = text(from + 1);
        if (at < 0) {
            return at;
        }
        at = skipBlanks(at);
        if (at >= end) {
            return cutOff();
        }
        return json[at] == ':' ? skipBlanks(at + 1) : fail(at, "a colon is missing");
    }

    private int text(int from) {
        byte[] bytes = json;
        int at = from;
        while (at < end) {
            switch (KIND[bytes[at] & 0xFF]) {
                case PLAIN -> at++;
                case QUOTE -> {
                    return at + 1;
                }
                case ESCAPE -> {
                    at = escape(at);
                    if (at < 0) {
                        return at;
                    }
                }
                case MULTIBYTE -> {
                    int length = Utf8.sequenceLength(bytes, at, end);
                    if (length == 0) {
                        encodingProblem = true;
                        return fail(at, "there are bytes that are not UTF-8");
                    }
                    at += length;
                }
                default -> {
                    return fail(at, "a control character stands in a string without being escaped");
                }
            }
        }
        return cutOff();
    }

    private int escape(int from) {
        if (from + 1 >= end) {
            return cutOff();
        }
        return switch (json[from + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 2;
            case 'u' -> {
                for (int at = from + 2; at < from + 6; at++) {
                    if (at >= end) {
                        yield cutOff();
                    }
                    if (Character.digit(json[at], 16) < 0) {
                        yield fail(at, "\\u is not followed by four hexadecimal digits");
                    }
                }
                yield from + 6;
            }
            default -> fail(from, "a backslash is followed by what is no escape");
        };
    }

    private int number(int from) {
        int at = json[from] == '-' ? from + 1 : from;
        if (at >= end) {
            return cutOff();
        }
        if (json[at] == '0') {
            at++;
        } else {
            int digits = digits(at);
            if (digits == at) {
                return fail(at, "a number has no digits");
            }
            at = digits;
        }
        if (at < end && json[at] == '.') {
            int digits = digits(at + 1);
            if (digits == at + 1) {
                return fail(at, "a number has no digits behind its point");
            }
            at = digits;
        }
        if (at < end && (json[at] == 'e' || json[at] == 'E')) {
            int sign = at + 1 < end && (json[at + 1] == '+' || json[at + 1] == '-') ? at + 2 : at + 1;
            int digits = digits(sign);
            if (digits == sign) {
                return fail(at, "a number has no digits in its exponent");
            }
            at = digits;
        }
        if (at < end && (isDigit(json[at]) || isLetter(json[at]))) {
            return fail(at, "a number is followed by what belongs to none");
        }
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && isDigit(json[at])) {
            at++;
        }
        return at;
    }

    private int literal(int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (from + i >= end) {
                return cutOff();
            }
            if (json[from + i] != word.charAt(i)) {
                return fail(from, "a value is neither a string, a number, true, false, null, an array nor an object");
            }
        }
        int behind = from + word.length();
        if (behind < end && (isLetter(json[behind]) || isDigit(json[behind]))) {
            return fail(from, "a value is neither a string, a number, true, false, null, an array nor an object");
        }
        return behind;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at >= 0 && at < end && isBlank(json[at])) {
            at++;
        }
        return at;
    }

    public static boolean isBlank(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c < 0;
    }

    private boolean follows(int at) {
        followed = true;
        return fail(at, "the value is complete, but something follows") == 0;
    }

    private int fail(int at, String what) {
        problem = what + " (byte " + (at - begin + 1) + ")";
        return -1;
    }

    private int cutOff() {
        endedEarly = true;
        problem = "it ends before it is complete (after " + (end - begin) + " bytes)";
        return -1;
    }
}
