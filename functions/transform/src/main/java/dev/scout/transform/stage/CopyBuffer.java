package dev.scout.transform.stage;

import dev.scout.transform.canonical.Moment;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of one table in PostgreSQL's COPY text format, sent whenever a good many have come together. */
final class CopyBuffer {

    private static final int SEND_AT_BYTES = 1 << 20;
    private static final int ROOM = SEND_AT_BYTES + (1 << 16);
    /** A buffer that a large record has made larger than this is let go. */
    private static final int LARGEST_KEPT = 8 * SEND_AT_BYTES;

    private final CopySender sender;
    private final String statement;
    private byte[] bytes = new byte[ROOM];
    private byte[] spare = new byte[ROOM];
    private int length;
    private boolean rowBegun;

    CopyBuffer(CopySender sender, String table, List<String> columns) {
        this.sender = sender;
        this.statement = "copy " + table + " (" + String.join(", ", columns) + ") from stdin";
    }

    CopyBuffer number(long value) {
        return raw(Long.toString(value));
    }

    CopyBuffer number(@Nullable BigDecimal value) {
        return value == null ? none() : raw(value.toPlainString());
    }

    CopyBuffer yesNo(@Nullable Boolean value) {
        return value == null ? none() : raw(value ? "t" : "f");
    }

    CopyBuffer id(@Nullable UUID value) {
        return value == null ? none() : raw(value.toString());
    }

    /** The four columns of a moment: instant, day, offset in minutes, hour. */
    CopyBuffer moment(@Nullable Moment value) {
        if (value == null) {
            return none().none().none().none();
        }
        return raw(value.instant().toString())
                .raw(value.day().toString())
                .number(value.offsetMinutes())
                .number(value.hour());
    }

    CopyBuffer text(@Nullable String value) {
        if (value == null) {
            return none();
        }
        separate();
        append(value);
        return this;
    }

    CopyBuffer texts(List<String> values) {
        if (values.isEmpty()) {
            return raw("{}");
        }
        StringBuilder array = new StringBuilder("{");
        for (String value : values) {
            array.append(array.length() == 1 ? "\"" : ",\"");
            array.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return text(array.append('}').toString());
    }

    void endRow() throws SQLException {
        ensure(1);
        bytes[length++] = '\n';
        rowBegun = false;
        if (length >= SEND_AT_BYTES) {
            send();
        }
    }

    void send() throws SQLException {
        if (length == 0) {
            return;
        }
        sender.send(statement, bytes, length);
        byte[] free = spare;
        spare = bytes.length > LARGEST_KEPT ? new byte[ROOM] : bytes;
        bytes = free;
        length = 0;
    }

    private CopyBuffer none() {
        separate();
        ensure(2);
        bytes[length++] = '\\';
        bytes[length++] = 'N';
        return this;
    }

    /** A value without a character that COPY gives a meaning. */
    private CopyBuffer raw(String ascii) {
        separate();
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    private void separate() {
        if (rowBegun) {
            ensure(1);
            bytes[length++] = '\t';
        }
        rowBegun = true;
    }

    private void append(String value) {
        for (int i = 0; i < value.length(); i++) {
            ensure(4);
            char c = value.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xC0 | (c >> 6));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                supplementary(Character.toCodePoint(c, value.charAt(++i)));
            } else {
                threeBytes(Character.isSurrogate(c) ? '\uFFFD' : c);
            }
        }
    }

    private void ascii(char c) {
        switch (c) {
            case '\\' -> escaped('\\');
            case '\n' -> escaped('n');
            case '\r' -> escaped('r');
            case '\t' -> escaped('t');
            case 0 -> threeBytes('\uFFFD');
            default -> bytes[length++] = (byte) c;
        }
    }

    private void escaped(char c) {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
    }

    private void threeBytes(char c) {
        bytes[length++] = (byte) (0xE0 | (c >> 12));
        bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    private void supplementary(int point) {
        bytes[length++] = (byte) (0xF0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (point & 0x3F));
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length + (bytes.length >> 1), length + more));
        }
    }
}
