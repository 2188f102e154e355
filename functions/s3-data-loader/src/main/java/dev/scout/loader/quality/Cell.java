package dev.scout.loader.quality;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One value of a record, where a rule looks at it; used again and again. */
final class Cell {

    private static final byte[] NOTHING = {};
    private static final int SHOWN = 60;

    private final char decimalPoint;
    private byte[] json = NOTHING;
    private int from;
    private int to;
    private @Nullable String text;

    Cell(char decimalPoint) {
        this.decimalPoint = decimalPoint;
    }

    /** Stands on a JSON value. */
    void enter(byte[] bytes, int begin, int end) {
        json = bytes;
        from = begin;
        to = end;
        text = null;
    }

    /** Stands on nothing. */
    void leave() {
        enter(NOTHING, 0, 0);
    }

    byte[] json() {
        return json;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean isPresent() {
        return from < to;
    }

    /** Whether there is nothing to be looked at: no such member, null, or text that is blank. */
    boolean isEmpty() {
        return !isPresent() || json[from] == 'n' || (isText() && text().isBlank());
    }

    boolean isText() {
        return isPresent() && json[from] == '"';
    }

    boolean isBoolean() {
        return isPresent() && (json[from] == 't' || json[from] == 'f');
    }

    boolean isContainer() {
        return isPresent() && (json[from] == '{' || json[from] == '[');
    }

    boolean isNumber() {
        return isPresent() && (json[from] == '-' || (json[from] >= '0' && json[from] <= '9'));
    }

    /** The text, or what the value is written as. */
    String text() {
        if (text == null) {
            text = isText()
                    ? JsonBytes.unescaped(json, from + 1, to - 1)
                    : new String(json, from, to - from, StandardCharsets.UTF_8);
        }
        return text;
    }

    /** The number that it is, or that its text states; null where there is none. */
    @Nullable
    BigDecimal number() {
        if (isNumber()) {
            return Numbers.parse(text(), '.');
        }
        return isText() ? Numbers.parse(text().strip(), decimalPoint) : null;
    }

    /** For sentences: as it is written, but not too much of it. */
    String shown() {
        if (!isPresent()) {
            return "missing";
        }
        if (isText()) {
            return '"' + (text().length() > SHOWN ? text().substring(0, SHOWN) + "…" : text()) + '"';
        }
        return to - from > SHOWN
                ? new String(json, from, SHOWN, StandardCharsets.UTF_8) + "…"
                : new String(json, from, to - from, StandardCharsets.UTF_8);
    }

    /** A hash of the text or of what the value is written as. */
    long hash(long seed) {
        if (!isText()) {
            return RecordHash.of(json, from, to, seed);
        }
        if (!JsonBytes.hasEscapes(json, from + 1, to - 1)) {
            return RecordHash.of(json, from + 1, to - 1, seed);
        }
        byte[] bytes = text().getBytes(StandardCharsets.UTF_8);
        return RecordHash.of(bytes, 0, bytes.length, seed);
    }
}
