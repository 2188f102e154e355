package dev.scout.loader.source.csv;

import dev.scout.loader.source.ByteWindow;
import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes an object of a row that has been scanned: its columns' names and its fields' text. */
final class CsvRow {

    private final CsvScanner scanner;
    private final CsvDialect dialect;
    private final byte[][] nullTexts;

    /** Whether the bytes are Windows-1252; else they are UTF-8, and a byte that is not is taken for Windows-1252. */
    private final boolean windows1252;

    private final JsonText json = new JsonText();
    private byte[] plain = new byte[256];
    private List<String> columns = List.of();
    private byte[][] labels = {};
    private long malformedBytes;

    CsvRow(CsvScanner scanner, CsvLayout layout, boolean windows1252) {
        this.scanner = scanner;
        this.dialect = layout.dialect();
        this.nullTexts = layout.nullTexts().toArray(new byte[0][]);
        this.windows1252 = windows1252;
    }

    JsonText json() {
        return json;
    }

    List<String> columns() {
        return columns;
    }

    boolean hasNames() {
        return labels.length > 0;
    }

    long malformedBytes() {
        return malformedBytes;
    }

    void name(List<String> names) {
        columns = names;
        labels = new byte[names.size()][];
        for (int i = 0; i < labels.length; i++) {
            JsonText label = new JsonText();
            label.raw((byte) (i == 0 ? '{' : ',')).string(names.get(i)).raw((byte) ':');
            labels[i] = Arrays.copyOf(label.bytes(), label.length());
        }
    }

    /** The names in the row, which is the header. */
    List<String> names(ByteWindow window) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < scanner.fields; i++) {
            names.add(decoded(window, i).strip());
        }
        return ColumnNames.of(names);
    }

    /** Writes the row, which has as many fields as there are columns. */
    void render(ByteWindow window) {
        json.clear();
        for (int i = 0; i < scanner.fields; i++) {
            json.raw(labels[i]);
            if (isNull(window, i)) {
                json.ascii("null");
                continue;
            }
            json.raw((byte) '"');
            int from = window.start + scanner.begins[i];
            int to = window.start + scanner.ends[i];
            if (scanner.styles[i] < CsvScanner.CHANGED) {
                text(window.bytes, from, to);
            } else {
                int length = unescape(window.bytes, from, to, scanner.styles[i]); // First: it may replace the array.
                text(plain, 0, length);
            }
            json.raw((byte) '"');
        }
        json.raw((byte) '}');
    }

    private boolean isNull(ByteWindow window, int field) {
        if ((scanner.styles[field] & CsvScanner.QUOTED) != 0) {
            return false;
        }
        int from = scanner.begins[field];
        int to = scanner.ends[field];
        if (from == to) {
            return true;
        }
        for (byte[] text : nullTexts) {
            if (Arrays.equals(text, 0, text.length, window.bytes, window.start + from, window.start + to)) {
                return true;
            }
        }
        return false;
    }

    private void text(byte[] bytes, int from, int to) {
        if (windows1252) {
            json.windows1252(bytes, from, to);
        } else {
            malformedBytes += json.utf8OrWindows1252(bytes, from, to);
        }
    }

    /** Takes away what makes a character stand for itself; returns how many bytes of {@link #plain} are left. */
    private int unescape(byte[] bytes, int from, int to, byte style) {
        if (plain.length < to - from) {
            plain = new byte[Math.max(to - from, plain.length * 2)];
        }
        boolean quoted = (style & CsvScanner.QUOTED) != 0;
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean hasNext = i + 1 < to;
            boolean doubled = quoted && b == dialect.quote() && hasNext && bytes[i + 1] == b;
            boolean escaped = b == dialect.escape() && b != CsvDialect.NONE && hasNext && isSpecial(bytes[i + 1]);
            i += doubled || escaped ? 1 : 0;
            plain[length++] = bytes[i];
        }
        return length;
    }

    /** Whether a byte needs an escape; before any other the escape character is a character like others. */
    private boolean isSpecial(byte b) {
        return b == dialect.quote() || b == dialect.escape() || b == dialect.delimiter() || b == '\n' || b == '\r';
    }

    private String decoded(ByteWindow window, int field) {
        int from = window.start + scanner.begins[field];
        int to = window.start + scanner.ends[field];
        byte style = scanner.styles[field];
        int length = style < CsvScanner.CHANGED ? 0 : unescape(window.bytes, from, to, style);
        byte[] bytes =
                style < CsvScanner.CHANGED ? Arrays.copyOfRange(window.bytes, from, to) : Arrays.copyOf(plain, length);
        return !windows1252 && Utf8.isValid(bytes, 0, bytes.length)
                ? new String(bytes, StandardCharsets.UTF_8)
                : windows1252(bytes);
    }

    private static String windows1252(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(JsonText.windows1252(b & 0xFF));
        }
        return text.toString();
    }
}
