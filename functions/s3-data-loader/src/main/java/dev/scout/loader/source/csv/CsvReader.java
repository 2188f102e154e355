package dev.scout.loader.source.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Borders;
import dev.scout.loader.source.ByteWindow;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Damage;
import dev.scout.loader.source.Milestones;
import dev.scout.loader.source.Origin;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.SurveySink;
import dev.scout.loader.source.csv.CsvScanner.Scan;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Delimited text (RFC 4180, and what differs from it): each row becomes an object of its header's names and its fields' text. A field
 * without quotes that is empty is null, one with quotes is the empty string. It works on the bytes themselves, so that a row that is refused
 * can be kept exactly as it came, with its place, and reading goes on behind it.
 */
public final class CsvReader implements RecordReader {

    private static final int MOST_COLUMNS = 10_000;

    private final CsvLayout layout;
    private final int maxRecordBytes;
    private final CsvScanner scanner;
    private final CsvScanner unquoted;
    private final CsvRow row;
    private final Preamble preamble = new Preamble();
    private final Origin origin = new Origin();
    private long line = 1;
    private long number;
    private long comments;
    private boolean damageTold;
    private boolean surveying;

    /**
     * @param windows1252 whether the bytes are Windows-1252; else they are UTF-8, and a byte that is not is taken for Windows-1252
     */
    public CsvReader(CsvLayout layout, boolean windows1252, int maxRecordBytes) {
        this.layout = layout;
        this.maxRecordBytes = maxRecordBytes;
        this.scanner = new CsvScanner(layout.dialect(), layout.lineEnd(), maxRecordBytes);
        CsvDialect plain = new CsvDialect(layout.dialect().delimiter(), CsvDialect.NONE, CsvDialect.NONE);
        this.unquoted = new CsvScanner(plain, layout.lineEnd(), maxRecordBytes);
        this.row = new CsvRow(scanner, layout, windows1252);
    }

    @Override
    public void describe(ObjectNode description) {
        describe(description, "delimiter", layout.dialect().delimiter());
        describe(description, "quote", layout.dialect().quote());
        describe(description, "escape", layout.dialect().escape());
        describe(description, "comment", layout.comment());
        description.put("line_end", scanner.lineEnds());
        description.put("header", layout.hasHeader());
        preamble.describe(description);
        if (comments > 0) {
            description.put("comment_lines", comments);
        }
        row.columns().forEach(description.putArray("columns")::add);
        if (!layout.nullTexts().isEmpty()) {
            layout.nullTexts()
                    .forEach(text -> description.withArray("null_text").add(new String(text, StandardCharsets.UTF_8)));
        }
        if (row.malformedBytes() > 0) {
            description.put("malformed_bytes", row.malformedBytes());
            description.put("malformed_bytes_read_as", "windows-1252");
        }
    }

    private static void describe(ObjectNode description, String name, byte character) {
        if (character != CsvDialect.NONE) {
            description.put(name, String.valueOf((char) character));
        }
    }

    @Override
    public Refusal locate(Refusal refusal) {
        return origin.locate(refusal);
    }

    @Override
    public void survey(Content content, Place from, Borders borders) {
        surveying = true;
        read(content, new Stretch(from, null), new SurveySink(borders));
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        ByteWindow window = new ByteWindow(content);
        Milestones milestones = new Milestones(stretch, sink);
        if (layout.columns() != null) {
            row.name(layout.columns());
        }
        preamble.pass(window, layout.skippedLines(), scanner);
        line += layout.skippedLines();
        if (!stretch.from().equals(Place.START)) {
            goOnFrom(stretch.from(), window, content);
        }
        while (!row.hasNames() || isEmpty(window) || milestones.goOn(number, line, window.offsetOf(window.start))) {
            if (isComment(window)) {
                comments++;
                line++;
                Preamble.skipLine(window, scanner);
                continue;
            }
            Scan scan = scanner.scan(window);
            Damage damage = scanner.isTerminated ? null : content.damage();
            switch (scan) {
                case END -> {
                    end(content, sink);
                    return;
                }
                case EMPTY_LINE -> {
                    if (isEmptyLineARow() && damage == null) {
                        take(window, sink); // Nothing, and not no record: there is no other way to write it.
                    }
                }
                case TOO_LARGE, BROKEN_QUOTES -> {
                    refuse(window, scan, content, sink);
                    if (isHeaderDue()) {
                        refuseFile(sink, "The header row can not be read, so no other row can be.", 1);
                        return;
                    }
                    continue;
                }
                case ROW -> {
                    if (damage != null) {
                        refuse(window, scan, content, sink);
                        continue;
                    }
                    if (!row.hasNames() && scanner.fields > MOST_COLUMNS) {
                        String what = "The first row has " + scanner.fields + " columns; a file can have "
                                + MOST_COLUMNS + " at most.";
                        refuseFile(sink, what, line);
                        return;
                    }
                    take(window, sink);
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
        while (!row.hasNames() && scan != Scan.END) {
            if (isComment(window)) {
                Preamble.skipLine(window, scanner);
                continue;
            }
            scan = scanner.scan(window);
            if (scan == Scan.TOO_LARGE || scan == Scan.BROKEN_QUOTES) {
                refuse(window, scan, content, new SurveySink(border -> true));
            } else if (scan == Scan.ROW || (scan == Scan.EMPTY_LINE && layout.emptyLinesAreRows())) {
                row.name(isHeaderDue() ? row.names(window) : ColumnNames.numbers(scanner.fields));
            } else {
                pass(window);
            }
        }
        window.jumpTo(place.at());
        number = place.records();
        line = place.line();
        comments = 0;
    }

    /**
     * Whether the line that begins here is a comment. Where the pipeline does not say so, but the file began with comments, it is one if it
     * has not as many fields as a record, whether its quotes are taken for quotes or not.
     */
    private boolean isComment(ByteWindow window) {
        if (layout.comment() == CsvDialect.NONE
                || (window.start >= window.limit && !window.more())
                || window.bytes[window.start] != layout.comment()) {
            return false;
        }
        if (layout.everyComment()) {
            return true;
        }
        return row.hasNames() && !isRecord(window, scanner) && !isRecord(window, unquoted);
    }

    private boolean isRecord(ByteWindow window, CsvScanner by) {
        return by.scan(window) == Scan.ROW && by.fields == row.columns().size();
    }

    private void refuseFile(RecordSink sink, String what, long onLine) {
        sink.refuse(Refusal.of(Refusal.MALFORMED_ROW, what).onLine(onLine));
    }

    private void end(Content content, RecordSink sink) {
        Damage damage = content.damage();
        if (damage != null && !damageTold) {
            sink.refuse(Refusal.of(damage.rule(), damage.message()).onLine(line));
        }
    }

    private boolean isEmptyLineARow() {
        return row.hasNames() ? row.columns().size() == 1 : layout.emptyLinesAreRows();
    }

    private boolean isHeaderDue() {
        return !row.hasNames() && layout.hasHeader();
    }

    private void take(ByteWindow window, RecordSink sink) {
        if (isHeaderDue()) {
            row.name(row.names(window));
            return;
        }
        if (!row.hasNames()) {
            row.name(ColumnNames.numbers(scanner.fields));
        }
        number++;
        int columns = row.columns().size();
        if (scanner.fields != columns) {
            String message = "The row has " + scanner.fields + " fields where the header has " + columns + ".";
            int end = window.start + scanner.length;
            sink.refuse(Refusal.of(Refusal.RAGGED_ROW, message)
                    .record(number, line)
                    .bytes(
                            window.told(window.offsetOf(window.start)),
                            scanner.length,
                            window.bytes,
                            window.start,
                            end));
        } else if (!surveying) {
            row.render(window);
            origin.set(window, window.start, window.start + scanner.length);
            sink.accept(number, line, row.json().bytes(), 0, row.json().length());
        }
    }

    /**
     * Refuses the row; of one whose quotes do not match only its first line, since they say nothing about where it ends. One that damage has
     * cut off goes to the end.
     */
    private void refuse(ByteWindow window, Scan scan, Content content, RecordSink sink) {
        long offset = window.offsetOf(window.start);
        byte[] head = null;
        int at = 0;
        boolean ended = false;
        while (true) {
            if (window.start + at >= window.limit) {
                if (window.length() > Math.max(maxRecordBytes, Refusal.RAW_LIMIT)) {
                    head = head == null ? window.head() : head;
                    window.start = window.limit;
                    at = 0;
                }
                if (!window.more()) {
                    break;
                }
                continue;
            }
            if (scan != Scan.ROW && scanner.isRowEnd(window, at)) {
                ended = true;
                break;
            }
            at++;
        }
        int lineEnd = ended ? scanner.lineEndLength(window, at) : 0;
        int end = window.start + at;
        long length = window.offsetOf(end) - offset;
        Refusal reason = reason(scan, length, ended ? null : content.damage());
        byte[] raw = head == null ? window.bytes : head;
        sink.refuse(reason.record(++number, line)
                .bytes(
                        window.told(offset),
                        length,
                        raw,
                        head == null ? window.start : 0,
                        head == null ? end : head.length));
        line++;
        window.start = end + lineEnd;
    }

    private Refusal reason(Scan scan, long length, @Nullable Damage damage) {
        if (damage != null) {
            damageTold = true;
            return Refusal.of(damage.rule(), damage.message());
        }
        return scan == Scan.TOO_LARGE || length > maxRecordBytes
                ? Refusal.of(
                        Refusal.RECORD_TOO_LARGE,
                        "The row has more than " + maxRecordBytes
                                + " bytes, the most that is loaded (SCOUT_MAX_RECORD_BYTES), or a quote that is not closed.")
                : Refusal.of(
                        Refusal.MALFORMED_ROW,
                        "A quoted field is not closed, or something stands between its closing quote and the next delimiter.");
    }

    private void pass(ByteWindow window) {
        window.start += scanner.lengthWithEnd;
        line += scanner.lines;
    }
}
