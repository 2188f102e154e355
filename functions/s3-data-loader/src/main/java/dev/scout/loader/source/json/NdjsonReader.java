package dev.scout.loader.source.json;

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
import org.jspecify.annotations.Nullable;

/** One JSON object a line, or one value ({@link WrappedValues}). A line's text goes on as it came; an empty line is nothing. */
public final class NdjsonReader implements RecordReader {

    private final int maxRecordBytes;

    /** A longer line is let go while it is read. */
    private final int keptBytes;

    private final JsonValidator validator = new JsonValidator();
    private final WrappedValues wrapped = new WrappedValues();
    private final Origin origin = new Origin();

    /** Whether the file holds values; else a line that is no object is refused. */
    private boolean ofValues;

    private long number;
    private long line;

    /** Whether it is only counted, which needs no look at what a record holds. */
    private boolean surveying;

    public NdjsonReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
        this.keptBytes = Math.max(maxRecordBytes + 1, Refusal.RAW_LIMIT);
    }

    @Override
    public void describe(ObjectNode description) {
        wrapped.describe(description);
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
        ofValues = WrappedValues.inLines(content);
        window.jumpTo(stretch.from().at());
        number = stretch.from().records();
        line = stretch.from().line() - 1;
        int scanned = window.start;
        boolean more = true;
        while (more) {
            if (milestones.reachedBy(window.offsetOf(window.start))
                    && scanned == window.start
                    && !milestones.goOn(number, line + 1, window.offsetOf(window.start))) {
                return;
            }
            int newline = indexOfNewline(window.bytes, scanned, window.limit);
            if (newline >= 0) {
                line(window, newline, null, sink);
                window.start = newline + 1;
                scanned = window.start;
            } else if (window.length() > keptBytes) {
                scanned = skipOversizeLine(window, sink);
            } else {
                scanned = window.length();
                more = window.more();
            }
        }
        if (window.length() > 0 || content.damage() != null) {
            line(window, window.limit, content.damage(), sink);
        }
    }

    private static int indexOfNewline(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void line(ByteWindow window, int end, @Nullable Damage damage, RecordSink sink) {
        boolean last = end == window.limit;
        line++;
        byte[] bytes = window.bytes;
        int from = window.start;
        int to = end;
        while (from < to && JsonValidator.isBlank(bytes[from])) {
            from++;
        }
        while (to > from && JsonValidator.isBlank(bytes[to - 1])) {
            to--;
        }
        int length = end - window.start - (end > window.start && bytes[end - 1] == '\r' ? 1 : 0);
        if (surveying) {
            number += from < to || length > maxRecordBytes ? 1 : 0;
            return;
        }
        if (length > maxRecordBytes) {
            long offset = window.told(window.offsetOf(window.start));
            sink.refuse(tooLarge(length)
                    .record(++number, line)
                    .bytes(offset, length, bytes, window.start, window.start + length));
            from = to;
        } else if (from < to && validator.isValue(bytes, from, to) && isRecord(bytes[from], damage)) {
            origin.set(window, from, to);
            handOver(bytes, from, to, sink);
            from = to;
        }
        if (from == to && damage != null) {
            sink.refuse(Refusal.of(damage.rule(), damage.message()).onLine(line));
        } else if (from < to) {
            sink.refuse(reason(bytes, from, to, damage, last)
                    .record(++number, line)
                    .bytes(window.told(window.offsetOf(from)), to - from, bytes, from, to));
        }
    }

    /** Of a number that damage follows nobody knows whether it is whole. */
    private boolean isRecord(byte first, @Nullable Damage damage) {
        boolean isNumber = first == '-' || (first >= '0' && first <= '9');
        return first == '{' || (ofValues && !(isNumber && damage != null));
    }

    private void handOver(byte[] bytes, int from, int to, RecordSink sink) {
        if (ofValues && wrapped.wraps(bytes, from, to)) {
            wrapped.wrap(bytes, from, to);
            sink.accept(++number, line, wrapped.record(), 0, wrapped.length());
        } else {
            sink.accept(++number, line, bytes, from, to);
        }
    }

    private Refusal reason(byte[] bytes, int from, int to, @Nullable Damage damage, boolean last) {
        if (damage != null) {
            return Refusal.of(damage.rule(), damage.message());
        }
        if (!validator.isValue(bytes, from, to)) {
            return validator.endedEarly() && last
                    ? Refusal.of(Refusal.TRUNCATED, "The file ends in the middle of this record.")
                    : malformed(validator);
        }
        return notAnObject(bytes[from]);
    }

    public static Refusal malformed(JsonValidator validator) {
        String rule = validator.encodingProblem() ? Refusal.INVALID_ENCODING : Refusal.MALFORMED_JSON;
        return Refusal.of(rule, "The record is no JSON: " + validator.problem() + ".");
    }

    public static Refusal notAnObject(byte first) {
        String what = switch (first) {
            case '[' -> "an array";
            case '"' -> "a string";
            case 't', 'f' -> "true or false";
            case 'n' -> "null";
            default -> "a number";
        };
        return Refusal.of(Refusal.NOT_AN_OBJECT, "A record must be a JSON object; this is " + what + ".");
    }

    private Refusal tooLarge(long length) {
        return Refusal.of(
                Refusal.RECORD_TOO_LARGE,
                "The record has " + length + " bytes; the largest that is loaded has " + maxRecordBytes
                        + " (SCOUT_MAX_RECORD_BYTES).");
    }

    /** Leaves out the rest of a line that is too large; returns where to scan on. */
    private int skipOversizeLine(ByteWindow window, RecordSink sink) {
        line++;
        byte[] head = window.head();
        long offset = window.offsetOf(window.start);
        long end;
        boolean carriageReturn = false;
        while (true) {
            carriageReturn = window.limit > 0 && window.bytes[window.limit - 1] == '\r';
            window.start = window.limit;
            if (!window.more()) {
                end = window.offsetOf(window.limit);
                break;
            }
            int newline = indexOfNewline(window.bytes, 0, window.limit);
            if (newline >= 0) {
                end = window.offsetOf(newline);
                window.start = newline + 1;
                carriageReturn = newline > 0 ? window.bytes[newline - 1] == '\r' : carriageReturn;
                break;
            }
        }
        long length = end - offset - (carriageReturn ? 1 : 0);
        sink.refuse(tooLarge(length).record(++number, line).bytes(window.told(offset), length, head, 0, head.length));
        return window.start;
    }
}
