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
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document: an object, an array of objects, an object around one array of objects, or several of these one behind the other; or
 * values in the place of objects ({@link WrappedValues}). Records are found by their brackets alone and then checked one by one, so that a bad
 * one costs no other, and a document of any size needs no more memory than its largest record.
 */
public final class JsonReader implements RecordReader {

    private static final int END = -1;
    private static final String EMPTY = "{}";

    /** How far it is looked for something behind an object. */
    private static final int MOST_BLANKS = 1024 * 1024;

    private final int maxRecordBytes;

    /** A larger value is let go while it is scanned. */
    private final int keptBytes;

    private final RecordSigns signs;
    private final JsonValidator validator = new JsonValidator();
    private final Brackets brackets = new Brackets();
    private final Origin origin = new Origin();
    private @Nullable String recordsAt;
    private final Envelope envelope = new Envelope();
    private boolean damageTold;
    private long number;

    /** Whether it is only counted, which needs no look at what a record holds. */
    private boolean surveying;

    private long line = 1;

    /** The beginning of a value that grew too large to keep; null while it is kept. */
    private byte @Nullable [] oversizeHead;

    private long valueOffset;
    private long valueLine;

    private Milestones milestones = new Milestones(Stretch.WHOLE, new SurveySink(place -> true));

    /** Whether the sink, or the stretch, has said that it is enough. */
    private boolean stopped;

    /** Whether a border can lie in an array: one that begins with a comma must say what the array stands in. */
    private boolean arraysHaveBorders;

    /** Whether the file holds values; else a value that is no object is refused. */
    private boolean ofValues;

    private final WrappedValues wrapped = new WrappedValues();

    public JsonReader(int maxRecordBytes, RecordSigns signs) {
        this.maxRecordBytes = maxRecordBytes;
        this.keptBytes = Math.max(maxRecordBytes, Refusal.RAW_LIMIT);
        this.signs = signs;
    }

    @Override
    public void describe(ObjectNode description) {
        if (recordsAt != null) {
            description.put("records_at", recordsAt);
            description.set("envelope", envelope.toJson());
        } else if (!envelope.text().isEmpty()) {
            description.put("envelope_end", envelope.text());
        }
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
        milestones = new Milestones(stretch, sink);
        boolean first = stretch.from().equals(Place.START);
        ofValues = WrappedValues.inDocument(content);
        arraysHaveBorders = skipBlanks(window) && window.bytes[window.start] != '{';
        if (!first) {
            goOnFrom(stretch.from(), window, content, sink);
        }
        while (!stopped && skipBlanks(window)) {
            byte begin = window.bytes[window.start];
            boolean isValue = begin == '[' || begin == '{' || (ofValues && begin != ',');
            if (isValue && isEnough(window, window.start)) {
                return;
            }
            switch (begin) {
                case '[' -> {
                    window.start++;
                    elements(window, content, sink, true);
                }
                case '{' -> object(window, content, sink, first);
                case ',', ']', '}' -> strays(window, sink);
                default -> {
                    if (ofValues) {
                        line(window, content, sink);
                    } else {
                        garbage(window, sink, first);
                    }
                }
            }
            first = false;
        }
        if (!stopped) {
            end(content, sink);
        }
    }

    /**
     * Goes to a border. One that lies in an array is at a comma; and the array stands in an object if the file begins with one, since else
     * there are none in arrays that come behind an object.
     */
    private void goOnFrom(Place place, ByteWindow window, Content content, RecordSink sink) {
        boolean inObject = !arraysHaveBorders;
        window.jumpTo(place.at());
        number = place.records();
        line = place.line();
        boolean ended = window.start == window.limit && !window.more();
        if (ended || window.bytes[window.start] != ',') {
            return;
        }
        window.start++;
        arraysHaveBorders = true;
        if (elements(window, content, sink, false) && inObject) {
            restOfObject(window, content, sink);
        }
        arraysHaveBorders = !inObject;
    }

    /** Whether reading ends at this index of the window, at which it could begin again. */
    private boolean isEnough(ByteWindow window, int index) {
        stopped = !milestones.goOn(number, line, window.offsetOf(index));
        return stopped;
    }

    private void end(Content content, RecordSink sink) {
        Damage damage = content.damage();
        if (damage != null && !damageTold) {
            sink.refuse(Refusal.of(damage.rule(), damage.message()).onLine(line));
        }
    }

    /** A top-level object: a record, or the wrapper of an array of them. */
    private void object(ByteWindow window, Content content, RecordSink sink, boolean first) {
        beginValue(window);
        if (first) {
            int length = lookAhead(window);
            int end = window.start + (length == END ? Math.min(window.length(), maxRecordBytes) : length);
            JsonWrapper wrapper = JsonWrapper.find(window.bytes, window.start, end, signs);
            // What is no JSON as a whole may hold records all the same.
            if (wrapper != null
                    && (length == END
                            || isLast(window, window.start + length)
                            || !validator.isValue(window.bytes, window.start, end))) {
                unwrap(window, content, sink, wrapper);
                return;
            }
        }
        int end = scan(window, false);
        take(window, end, content, sink);
        if (end != END) {
            window.start = end;
        }
    }

    private void unwrap(ByteWindow window, Content content, RecordSink sink, JsonWrapper wrapper) {
        recordsAt = "$." + wrapper.member();
        int arrayBegin = window.start + wrapper.arrayBegin();
        countLines(window, arrayBegin);
        envelope.append(window.bytes, window.start, arrayBegin + 1);
        checkAround(envelope.isWhole() ? envelope.text() + "]}" : EMPTY, sink);
        window.start = arrayBegin + 1;
        arraysHaveBorders = true;
        if (elements(window, content, sink, true)) {
            restOfObject(window, content, sink);
        }
        arraysHaveBorders = false;
    }

    private void restOfObject(ByteWindow window, Content content, RecordSink sink) {
        Envelope rest = new Envelope();
        switch (skipRestOfObject(window, rest)) {
            case CLOSED -> checkAround(rest.isWhole() ? "{\"\":[" + rest.text() : EMPTY, sink);
            case BROKEN_OFF -> refuseAround("something stands behind the array of records that is no member", sink);
            case CUT_OFF -> {
                if (content.damage() == null) {
                    String what = "The object around the records is not closed: the file is cut off.";
                    sink.refuse(Refusal.of(Refusal.TRUNCATED, what).onLine(line));
                }
            }
        }
    }

    private void checkAround(String object, RecordSink sink) {
        byte[] json = object.getBytes(StandardCharsets.UTF_8);
        if (!validator.isValue(json, 0, json.length)) {
            refuseAround(validator.problem(), sink);
        }
    }

    private void refuseAround(String problem, RecordSink sink) {
        sink.refuse(Refusal.of(Refusal.MALFORMED_JSON, "The object around the records is no JSON: " + problem + ".")
                .onLine(line));
    }

    /**
     * Goes over the elements of an array.
     *
     * @param begins whether its bracket has been passed just now, and not a comma
     * @return false where the array is not closed, as far as was read
     */
    private boolean elements(ByteWindow window, Content content, RecordSink sink, boolean begins) {
        boolean empty = begins;
        while (true) {
            if (!skipBlanks(window)) {
                cutOff(content, sink);
                return false;
            }
            if (empty && window.bytes[window.start] == ']') {
                window.start++;
                return true;
            }
            empty = false;
            beginValue(window);
            int end = scan(window, true);
            take(window, end, content, sink);
            if (end == END) {
                return false;
            }
            if (window.bytes[end] == ']') {
                window.start = end + 1;
                return true;
            }
            if (arraysHaveBorders && isEnough(window, end)) {
                return false;
            }
            window.start = end + 1;
        }
    }

    private void cutOff(Content content, RecordSink sink) {
        if (content.damage() == null) {
            sink.refuse(Refusal.of(Refusal.TRUNCATED, "The array is not closed: the file is cut off.")
                    .onLine(line));
        }
    }

    /** A value has been scanned: it lies between the window's start and {@code end}, or was too large to keep. */
    private void take(ByteWindow window, int end, Content content, RecordSink sink) {
        boolean torn = end == END;
        int to = torn ? window.limit : end;
        number++;
        long length = window.offsetOf(to) - valueOffset;
        if (surveying) {
            oversizeHead = null;
        } else if (length > maxRecordBytes) {
            byte[] head = oversizeHead == null ? window.head() : oversizeHead;
            int kept = (int) Math.min(length, head.length);
            sink.refuse(Refusal.of(
                            Refusal.RECORD_TOO_LARGE,
                            "The record has " + length + " bytes; the largest that is loaded has " + maxRecordBytes
                                    + " (SCOUT_MAX_RECORD_BYTES).")
                    .record(number, valueLine)
                    .bytes(window.told(valueOffset), length, head, 0, kept));
            oversizeHead = null;
        } else {
            check(window, to, torn, content, sink);
        }
        if (torn) {
            window.start = window.limit;
        }
    }

    private void check(ByteWindow window, int end, boolean torn, Content content, RecordSink sink) {
        byte[] bytes = window.bytes;
        int to = end;
        while (to > window.start && JsonValidator.isBlank(bytes[to - 1])) {
            to--;
        }
        boolean valid = validator.isValue(bytes, window.start, to);
        if (valid && isRecord(bytes[window.start], torn)) {
            origin.set(window, window.start, to);
            handOver(bytes, window.start, to, sink);
            if (torn) {
                cutOff(content, sink);
            }
            return;
        }
        Refusal refusal;
        if (valid && !ofValues) {
            refusal = NdjsonReader.notAnObject(bytes[window.start]);
        } else if (torn) {
            refusal = torn(content.damage());
        } else {
            refusal = NdjsonReader.malformed(validator);
        }
        sink.refuse(refusal.record(number, valueLine)
                .bytes(window.told(valueOffset), to - window.start, bytes, window.start, to));
    }

    /** Of a number at a torn end nobody knows whether it is whole. */
    private boolean isRecord(byte first, boolean torn) {
        boolean number = first == '-' || (first >= '0' && first <= '9');
        return first == '{' || (ofValues && !(torn && number));
    }

    private void handOver(byte[] bytes, int from, int to, RecordSink sink) {
        if (ofValues && wrapped.wraps(bytes, from, to)) {
            wrapped.wrap(bytes, from, to);
            sink.accept(number, valueLine, wrapped.record(), 0, wrapped.length());
        } else {
            sink.accept(number, valueLine, bytes, from, to);
        }
    }

    private Refusal torn(@Nullable Damage damage) {
        if (damage == null) {
            return Refusal.of(Refusal.TRUNCATED, "The file ends in the middle of this record.");
        }
        damageTold = true;
        return Refusal.of(damage.rule(), damage.message());
    }

    /** A value that is neither an object nor an array has a line of its own. */
    private void line(ByteWindow window, Content content, RecordSink sink) {
        beginValue(window);
        int at = window.start;
        while (true) {
            while (at < window.limit && window.bytes[at] != '\n') {
                at++;
            }
            if (at < window.limit) {
                break;
            }
            if (window.length() > keptBytes) {
                oversizeHead = oversizeHead == null ? window.head() : oversizeHead;
                window.start = window.limit;
            }
            at -= window.start;
            if (!window.more()) {
                break;
            }
        }
        boolean torn = at == window.limit && content.damage() != null;
        take(window, torn ? END : at, content, sink);
        window.start = torn ? window.limit : at;
    }

    /** Commas and brackets that belong to nothing. A comma between two objects or arrays does no harm. */
    private void strays(ByteWindow window, RecordSink sink) {
        beginValue(window);
        byte first = window.bytes[window.start];
        int length = 0;
        while (length < Refusal.RAW_LIMIT && isStray(window, window.start + length)) {
            length++;
            if (window.start + length == window.limit) {
                window.more();
            }
        }
        boolean separates = length == 1 && first == ',' && number > 0 && beginsBehind(window, length);
        if (!separates) {
            sink.refuse(neither(false)
                    .onLine(valueLine)
                    .bytes(window.told(valueOffset), length, window.bytes, window.start, window.start + length));
        }
        window.start += length;
    }

    private static boolean isStray(ByteWindow window, int at) {
        return at < window.limit && (window.bytes[at] == ',' || window.bytes[at] == ']' || window.bytes[at] == '}');
    }

    /** Whether an object or an array begins so many bytes behind the window's start, or behind blanks there. */
    private static boolean beginsBehind(ByteWindow window, int offset) {
        int at = offset;
        while (at < MOST_BLANKS && (window.start + at < window.limit || window.more())) {
            byte c = window.bytes[window.start + at];
            if (!JsonValidator.isBlank(c)) {
                return c == '{' || c == '[';
            }
            at++;
        }
        return false;
    }

    private static Refusal neither(boolean first) {
        return Refusal.of(
                Refusal.MALFORMED_JSON,
                first
                        ? "The file does not begin with a JSON object or array."
                        : "This is neither a JSON object nor an array.");
    }

    /** What is neither an object nor an array, up to a line that begins with one. */
    private void garbage(ByteWindow window, RecordSink sink, boolean first) {
        beginValue(window);
        int at = window.start;
        byte[] head = null;
        boolean atLineBegin = false;
        while (true) {
            if (at == window.limit) {
                if (window.length() > Refusal.RAW_LIMIT) {
                    head = head == null ? window.head() : head;
                    window.start = window.limit;
                }
                int shift = window.start;
                boolean more = window.more();
                at -= shift;
                if (!more) {
                    break;
                }
            }
            byte c = window.bytes[at];
            if (atLineBegin && (c == '{' || c == '[')) {
                break;
            }
            atLineBegin = c == '\n' || (atLineBegin && JsonValidator.isBlank(c));
            line += c == '\n' ? 1 : 0;
            at++;
        }
        byte[] raw = head == null ? window.bytes : head;
        int from = head == null ? window.start : 0;
        int to = head == null ? at : head.length;
        sink.refuse(neither(first)
                .onLine(valueLine)
                .bytes(window.told(valueOffset), window.offsetOf(at) - valueOffset, raw, from, to));
        window.start = at;
    }

    private void beginValue(ByteWindow window) {
        valueOffset = window.offsetOf(window.start);
        valueLine = line;
        oversizeHead = null;
    }

    /** How long the object is that begins at the window's start; {@link #END} where it is torn or larger than a record may be. */
    private int lookAhead(ByteWindow window) {
        int depth = 0;
        boolean inString = false;
        int at = 0;
        while (true) {
            if (at > maxRecordBytes || (window.start + at >= window.limit && !window.more())) {
                return END;
            }
            if (window.start + at >= window.limit) {
                continue; // Behind an escape, two more are needed.
            }
            byte c = window.bytes[window.start + at];
            if (inString) {
                if (c == '\\') {
                    at++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return at + 1;
            }
            at++;
        }
    }

    /** Whether nothing but blanks stands behind the index, as far as can be seen. */
    private static boolean isLast(ByteWindow window, int index) {
        int from = index - window.start;
        int at = from;
        while (true) {
            if (at - from > MOST_BLANKS || (window.start + at >= window.limit && !window.more())) {
                return true;
            }
            if (!JsonValidator.isBlank(window.bytes[window.start + at])) {
                return false;
            }
            at++;
        }
    }

    /**
     * Finds the end of the value that begins at the window's start: of an element the comma or bracket behind it, else the index behind
     * the bracket that closes it. Counts lines. A value that is too large is let go while it is scanned.
     *
     * @return an index of the window, or {@link #END} where the content ends first
     */
    private int scan(ByteWindow window, boolean element) {
        brackets.clear();
        boolean inString = false;
        boolean escaped = false;
        int at = window.start;
        while (true) {
            byte[] bytes = window.bytes;
            int limit = window.limit;
            while (at < limit) {
                byte c = bytes[at];
                if (c == '\n') {
                    line++;
                }
                if (inString) {
                    if (escaped) {
                        escaped = false;
                    } else if (c == '\\') {
                        escaped = true;
                    } else if (c == '"') {
                        inString = false;
                    }
                } else if (c == '"') {
                    inString = true;
                } else if (c == '{' || c == '[') {
                    brackets.open(c);
                } else if (c == '}' || c == ']') {
                    if (element && c == ']' && brackets.depth() == 0) {
                        return at;
                    }
                    brackets.close(c);
                    if (!element && brackets.depth() == 0) {
                        return at + 1;
                    }
                } else if (element && c == ',' && brackets.depth() == 0) {
                    return at;
                }
                at++;
            }
            if (oversizeHead == null && window.length() > keptBytes) {
                oversizeHead = window.head();
            }
            if (oversizeHead != null) {
                window.start = window.limit;
            }
            at -= window.start;
            if (!window.more()) {
                return END;
            }
        }
    }

    /**
     * Passes what stands behind the array in its object, and the bracket that closes the object; stops where something stands that is no
     * member, since that may be records.
     */
    private Rest skipRestOfObject(ByteWindow window, Envelope rest) {
        int depth = 1;
        boolean inString = false;
        boolean escaped = false;
        byte before = ']';
        keep(rest, before);
        while (true) {
            while (window.start < window.limit) {
                byte c = window.bytes[window.start];
                boolean isBlank = JsonValidator.isBlank(c);
                if (depth == 1 && !inString && !isBlank && !follows(c, before)) {
                    return Rest.BROKEN_OFF;
                }
                window.start++;
                keep(rest, c);
                line += c == '\n' ? 1 : 0;
                if (inString) {
                    inString = escaped || c != '"';
                    escaped = !escaped && c == '\\';
                } else if (c == '"') {
                    inString = true;
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if ((c == '}' || c == ']') && --depth == 0) {
                    return Rest.CLOSED;
                }
                before = isBlank ? before : c;
            }
            if (!window.more()) {
                return Rest.CUT_OFF;
            }
        }
    }

    /** Whether a byte can stand behind another between the members of an object, as far as records could be taken for members. */
    private static boolean follows(byte c, byte before) {
        return switch (c) {
            case '{', '[' -> before == ':';
            case '"' -> before == ':' || before == ',';
            case ']' -> false;
            default -> before != ',' && (c == ',' || c == '}' || (before != ']' && before != '}'));
        };
    }

    private void keep(Envelope rest, byte c) {
        envelope.append(c);
        rest.append(c);
    }

    /** How what stands behind the array of records ends. */
    private enum Rest {
        CLOSED,
        BROKEN_OFF,
        CUT_OFF
    }

    /** Moves the window to the next byte that is no blank; false at the end. */
    private boolean skipBlanks(ByteWindow window) {
        while (true) {
            while (window.start < window.limit) {
                byte c = window.bytes[window.start];
                if (!JsonValidator.isBlank(c)) {
                    return true;
                }
                line += c == '\n' ? 1 : 0;
                window.start++;
            }
            if (!window.more()) {
                return false;
            }
        }
    }

    private void countLines(ByteWindow window, int end) {
        for (int i = window.start; i < end; i++) {
            line += window.bytes[i] == '\n' ? 1 : 0;
        }
    }
}
