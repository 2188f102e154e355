package dev.scout.loader.source.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.ByteWindow;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Damage;
import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Milestones;
import dev.scout.loader.source.Origin;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.SurveySink;
import dev.scout.loader.source.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Delimited text (RFC 4180): each row becomes an object of its header's names and its fields' text. A field without quotes that is empty is
 * null, one with quotes is the empty string. It works on the bytes themselves, so that a row that is refused can be kept exactly as it came,
 * with its place, and reading goes on behind it.
 */
public final class CsvReader implements RecordReader {

    private static final int MANY_FIELDS = 64;
    private static final int MOST_COLUMNS = 10_000;

    private final Options options;
    private final JsonText json = new JsonText();
    private final Origin origin = new Origin();
    private List<String> columns = List.of();
    private byte[][] labels = {};
    private long malformedBytes;
    private long line = 1;
    private long number;
    private boolean damageTold;

    /** Of each field: where its text begins and ends, counted from the row's beginning. */
    private int[] begins = new int[MANY_FIELDS];

    private int[] ends = new int[MANY_FIELDS];
    private byte[] styles = new byte[MANY_FIELDS];
    private int fields;

    private static final byte PLAIN = 0;
    private static final byte QUOTED = 1;
    private static final byte QUOTED_WITH_QUOTES = 2;

    /** How the scanning of a row ended. */
    private enum Scan {
        ROW,
        EMPTY_LINE,
        BROKEN_QUOTES,
        TOO_LARGE,
        END
    }

    /** How many bytes the row has, its line end not counted; and with it. */
    private int rowLength;

    private int rowLengthWithEnd;
    private boolean rowIsTerminated;

    /** How many lines the row goes over. */
    private int rowLines;

    /**
     * How to read.
     *
     * @param windows1252 whether the bytes are Windows-1252; else they are UTF-8, and a byte that is not is taken for Windows-1252
     * @param hasHeader whether the first row holds the names
     * @param columns the names, where the pipeline fixes them
     */
    public record Options(
            CsvDialect dialect,
            boolean windows1252,
            boolean hasHeader,
            @Nullable List<String> columns,
            int maxRecordBytes) {}

    public CsvReader(Options options) {
        this.options = options;
    }

    @Override
    public void describe(ObjectNode description) {
        description.put("delimiter", String.valueOf((char) options.dialect().delimiter()));
        description.put("quote", String.valueOf((char) options.dialect().quote()));
        description.put("header", options.hasHeader());
        columns.forEach(description.putArray("columns")::add);
        if (malformedBytes > 0) {
            description.put("malformed_bytes", malformedBytes);
            description.put("malformed_bytes_read_as", "windows-1252");
        }
    }

    @Override
    public Refusal locate(Refusal refusal) {
        return origin.locate(refusal);
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        ByteWindow window = new ByteWindow(content);
        Milestones milestones = new Milestones(stretch, sink);
        if (options.columns() != null) {
            name(options.columns());
        }
        if (!stretch.from().equals(Place.START)) {
            goOnFrom(stretch.from(), window, content);
        }
        while (labels.length == 0 || isEmpty(window) || milestones.goOn(number, line, window.offsetOf(window.start))) {
            Scan scan = scan(window);
            Damage damage = rowIsTerminated ? null : content.damage();
            switch (scan) {
                case END -> {
                    end(content, sink);
                    return;
                }
                case EMPTY_LINE -> {
                    // An empty line is nothing.
                }
                case TOO_LARGE, BROKEN_QUOTES -> {
                    refuse(window, scan, content, sink);
                    if (isHeaderDue()) {
                        sink.refuse(Refusal.of(
                                        Refusal.MALFORMED_ROW,
                                        "The header row can not be read, so no other row can be.")
                                .onLine(1));
                        return;
                    }
                    continue;
                }
                case ROW -> {
                    if (damage != null) {
                        refuse(window, scan, content, sink);
                        continue;
                    }
                    if (labels.length == 0 && fields > MOST_COLUMNS) {
                        refuseColumns(sink);
                        return;
                    }
                    row(window, sink);
                }
            }
            pass(window);
        }
    }

    /** Whether nothing is left: there is no border then, since only what came before knows whether damage was told of. */
    private static boolean isEmpty(ByteWindow window) {
        return window.start == window.limit && !window.more();
    }

    /** Goes to a border, by way of the row that says what the columns are. */
    private void goOnFrom(Place place, ByteWindow window, Content content) {
        Scan scan = Scan.EMPTY_LINE;
        while (labels.length == 0 && scan != Scan.END) {
            scan = scan(window);
            if (scan == Scan.TOO_LARGE || scan == Scan.BROKEN_QUOTES) {
                refuse(window, scan, content, new SurveySink(border -> true));
            } else if (scan == Scan.ROW) {
                name(isHeaderDue() ? header(window) : unnamed());
            } else {
                pass(window);
            }
        }
        window.jumpTo(place.at());
        number = place.records();
        line = place.line();
    }

    private void refuseColumns(RecordSink sink) {
        sink.refuse(Refusal.of(
                        Refusal.MALFORMED_ROW,
                        "The first row has " + fields + " columns; a file can have " + MOST_COLUMNS + " at most.")
                .onLine(line));
    }

    private void end(Content content, RecordSink sink) {
        Damage damage = content.damage();
        if (damage != null && !damageTold) {
            sink.refuse(Refusal.of(damage.rule(), damage.message()).onLine(line));
        }
    }

    private boolean isHeaderDue() {
        return labels.length == 0 && options.columns() == null && options.hasHeader();
    }

    private void row(ByteWindow window, RecordSink sink) {
        if (isHeaderDue()) {
            name(header(window));
            return;
        }
        if (labels.length == 0) {
            name(unnamed());
        }
        number++;
        if (fields != labels.length) {
            String message = "The row has " + fields + " fields where the header has " + labels.length + ".";
            sink.refuse(Refusal.of(Refusal.RAGGED_ROW, message)
                    .record(number, line)
                    .bytes(
                            window.told(window.offsetOf(window.start)),
                            rowLength,
                            window.bytes,
                            window.start,
                            window.start + rowLength));
            return;
        }
        render(window);
        origin.set(window, window.start, window.start + rowLength);
        sink.accept(number, line, json.bytes(), 0, json.length());
    }

    private void render(ByteWindow window) {
        json.clear();
        for (int i = 0; i < fields; i++) {
            json.raw(labels[i]);
            if (styles[i] == PLAIN && begins[i] == ends[i]) {
                json.ascii("null");
                continue;
            }
            json.raw((byte) '"');
            text(json, window, i);
            json.raw((byte) '"');
        }
        json.raw((byte) '}');
    }

    private void text(JsonText target, ByteWindow window, int field) {
        byte[] bytes = window.bytes;
        int from = window.start + begins[field];
        int to = window.start + ends[field];
        if (styles[field] != QUOTED_WITH_QUOTES) {
            text(target, bytes, from, to);
            return;
        }
        byte quote = options.dialect().quote();
        int at = from;
        while (at < to) {
            int next = at;
            while (next < to && bytes[next] != quote) {
                next++;
            }
            int end = Math.min(to, next + 1);
            text(target, bytes, at, end);
            at = next + 2;
        }
    }

    private void text(JsonText target, byte[] bytes, int from, int to) {
        if (options.windows1252()) {
            target.windows1252(bytes, from, to);
        } else {
            malformedBytes += target.utf8OrWindows1252(bytes, from, to);
        }
    }

    /** The names in the header's row. */
    private List<String> header(ByteWindow window) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            names.add(decoded(window, i).strip());
        }
        return CsvDialect.columnNames(names);
    }

    private String decoded(ByteWindow window, int field) {
        byte[] bytes = Arrays.copyOfRange(window.bytes, window.start + begins[field], window.start + ends[field]);
        String quote = String.valueOf((char) options.dialect().quote());
        boolean utf8 = !options.windows1252() && Utf8.isValid(bytes, 0, bytes.length);
        String text = utf8 ? new String(bytes, StandardCharsets.UTF_8) : windows1252(bytes);
        return styles[field] == QUOTED_WITH_QUOTES ? text.replace(quote + quote, quote) : text;
    }

    private static String windows1252(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(JsonText.windows1252(b & 0xFF));
        }
        return text.toString();
    }

    private List<String> unnamed() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            names.add("column_" + (i + 1));
        }
        return names;
    }

    private void name(List<String> names) {
        columns = names;
        labels = new byte[names.size()][];
        for (int i = 0; i < labels.length; i++) {
            JsonText label = new JsonText();
            label.raw((byte) (i == 0 ? '{' : ',')).string(names.get(i)).raw((byte) ':');
            labels[i] = Arrays.copyOf(label.bytes(), label.length());
        }
    }

    /**
     * Refuses the row; of one whose quotes do not match only its first line, since they say nothing about where it ends. One that damage has
     * cut off goes to the end.
     */
    private void refuse(ByteWindow window, Scan scan, Content content, RecordSink sink) {
        long offset = window.offsetOf(window.start);
        long firstLine = line;
        byte[] head = null;
        int at = 0;
        boolean ended = false;
        while (true) {
            if (window.start + at >= window.limit) {
                if (window.length() > Math.max(options.maxRecordBytes(), Refusal.RAW_LIMIT)) {
                    head = head == null ? window.head() : head;
                    window.start = window.limit;
                    at = 0;
                }
                if (!window.more()) {
                    break;
                }
                continue;
            }
            if (scan != Scan.ROW && isLineEnd(window.bytes[window.start + at])) {
                ended = true;
                break;
            }
            at++;
        }
        int lineEnd = ended ? lineEndLength(window, at) : 0;
        Damage damage = ended ? null : content.damage();
        int end = window.start + at;
        long length = window.offsetOf(end) - offset;
        byte[] raw = head == null ? window.bytes : head;
        int from = head == null ? window.start : 0;
        Refusal reason;
        if (damage != null) {
            reason = Refusal.of(damage.rule(), damage.message());
            damageTold = true;
        } else if (scan == Scan.TOO_LARGE || length > options.maxRecordBytes()) {
            reason = Refusal.of(
                    Refusal.RECORD_TOO_LARGE,
                    "The row has more than " + options.maxRecordBytes()
                            + " bytes, the most that is loaded (SCOUT_MAX_RECORD_BYTES), or a quote that is not closed.");
        } else {
            reason = Refusal.of(
                    Refusal.MALFORMED_ROW,
                    "A quoted field is not closed, or something stands between its closing quote and the next delimiter.");
        }
        sink.refuse(reason.record(++number, firstLine)
                .bytes(window.told(offset), length, raw, from, head == null ? end : head.length));
        line++;
        window.start = end + lineEnd;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    /** How long the line end is that stands behind {@code at} bytes of the window. */
    private static int lineEndLength(ByteWindow window, int at) {
        boolean pair = window.bytes[window.start + at] == '\r'
                && (window.start + at + 1 < window.limit || window.more())
                && window.bytes[window.start + at + 1] == '\n';
        return pair ? 2 : 1;
    }

    private void pass(ByteWindow window) {
        window.start += rowLengthWithEnd;
        line += rowLines;
    }

    /** Scans the row that begins at the window's start. */
    private Scan scan(ByteWindow window) {
        byte delimiter = options.dialect().delimiter();
        byte quote = options.dialect().quote();
        int max = options.maxRecordBytes();
        fields = 0;
        rowLines = 1;
        rowIsTerminated = false;
        int at = 0;
        boolean inField = false;
        while (true) {
            if (at > max) {
                return Scan.TOO_LARGE;
            }
            if (window.start + at >= window.limit) {
                if (window.more()) {
                    continue;
                }
                if (at == 0) {
                    return Scan.END;
                }
                if (!inField) {
                    field(at, at, PLAIN);
                } else {
                    ends[fields - 1] = at;
                }
                rowLength = at;
                rowLengthWithEnd = at;
                return Scan.ROW;
            }
            int open = inField ? at : behindBlanks(window, at);
            if (!inField && open <= max && isAt(window, open, quote)) {
                at = quoted(window, open, quote, max);
                if (at < 0) {
                    return at == TOO_LONG ? Scan.TOO_LARGE : Scan.BROKEN_QUOTES;
                }
                at = behindBlanks(window, at);
                if (at > max) {
                    return Scan.TOO_LARGE;
                }
                if (window.start + at >= window.limit) {
                    rowLength = at;
                    rowLengthWithEnd = at;
                    return Scan.ROW;
                }
                byte c = window.bytes[window.start + at];
                if (c == delimiter) {
                    at++;
                    continue;
                }
                if (c != '\n' && c != '\r') {
                    return Scan.BROKEN_QUOTES;
                }
                return terminated(window, at);
            }
            if (!inField) {
                field(at, at, PLAIN);
                inField = true;
            }
            byte[] bytes = window.bytes;
            int base = window.start;
            int size = Math.min(window.limit - base, max + 1);
            while (at < size) {
                byte c = bytes[base + at];
                if (c == delimiter || c == '\n' || c == '\r') {
                    break;
                }
                at++;
            }
            if (at == size) {
                continue;
            }
            ends[fields - 1] = at;
            if (bytes[base + at] != delimiter) {
                return terminated(window, at);
            }
            at++;
            inField = false;
        }
    }

    private static final int NOT_CLOSED = -1;
    private static final int TOO_LONG = -2;

    /** Scans a quoted field from its opening quote; returns where it is behind its closing quote. */
    private int quoted(ByteWindow window, int open, byte quote, int max) {
        int at = open + 1;
        byte style = QUOTED;
        while (true) {
            int size = Math.min(window.limit - window.start, max + 1);
            byte[] bytes = window.bytes;
            int base = window.start;
            while (at < size && bytes[base + at] != quote) {
                rowLines += bytes[base + at] == '\n' ? 1 : 0;
                at++;
            }
            if (at >= size) {
                if (at > max) {
                    return TOO_LONG;
                }
                if (!window.more()) {
                    return NOT_CLOSED;
                }
                continue;
            }
            if (window.start + at + 1 >= window.limit && window.more()) {
                continue;
            }
            if (window.start + at + 1 < window.limit && window.bytes[window.start + at + 1] == quote) {
                style = QUOTED_WITH_QUOTES;
                at += 2;
                continue;
            }
            field(open + 1, at, style);
            return at + 1;
        }
    }

    /** Passes blanks before an opening or behind a closing quote. */
    private int behindBlanks(ByteWindow window, int from) {
        int at = from;
        while (at <= options.maxRecordBytes()) {
            if (window.start + at >= window.limit && !window.more()) {
                return at;
            }
            if (!CsvDialect.isBlank(
                    window.bytes[window.start + at], options.dialect().delimiter())) {
                return at;
            }
            at++;
        }
        return at;
    }

    private static boolean isAt(ByteWindow window, int at, byte wanted) {
        return window.start + at < window.limit && window.bytes[window.start + at] == wanted;
    }

    /** The row ends before the line end at {@code at}. */
    private Scan terminated(ByteWindow window, int at) {
        rowIsTerminated = true;
        rowLength = at;
        rowLengthWithEnd = at + lineEndLength(window, at);
        return at == 0 ? Scan.EMPTY_LINE : Scan.ROW;
    }

    private void field(int begin, int end, byte style) {
        if (fields == begins.length) {
            begins = Arrays.copyOf(begins, fields * 2);
            ends = Arrays.copyOf(ends, fields * 2);
            styles = Arrays.copyOf(styles, fields * 2);
        }
        begins[fields] = begin;
        ends[fields] = end;
        styles[fields] = style;
        fields++;
    }
}
