package dev.scout.loader.source;

import org.jspecify.annotations.Nullable;

/** The record that is being written, and what is wrong with it. What goes beyond the limit is left out. */
public final class Sheet {

    /** How deep a record may be nested. */
    private static final int DEEPEST = 500;

    private final JsonText text = new JsonText();
    private final JsonValues values = new JsonValues();
    private final int mostBytes;
    private boolean over;
    private boolean tooDeep;
    private int depth;
    private @Nullable String badColumn;

    public Sheet(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    public JsonText text() {
        return text;
    }

    public JsonValues values() {
        return values;
    }

    public void begin() {
        text.clear();
        over = false;
        tooDeep = false;
        depth = 0;
        badColumn = null;
    }

    /** Notes that a column's text is no UTF-8. */
    public void bad(String column) {
        badColumn = column;
    }

    /** Notes that what follows is nested in what stands before, until {@link #rise}. */
    public void descend() {
        depth++;
        if (depth > DEEPEST) {
            tooDeep = true;
            over = true;
        }
    }

    public void rise() {
        depth--;
    }

    /** Whether there is room for so many bytes more; if not, the record is too large. */
    public boolean fits(long bytes) {
        over = over || text.length() + bytes > mostBytes;
        return !over;
    }

    /** Whether the record is too large. Then its text is cut. */
    public boolean isOver() {
        if (!fits(0)) {
            text.cut(mostBytes);
        }
        return over;
    }

    /** Hands the record to the sink, or refuses it where something is wrong with it. */
    public void handOver(long number, RecordSink sink) {
        if (isOver()) {
            String message = tooDeep
                    ? "The record is nested more than " + DEEPEST + " levels deep."
                    : "The record has more bytes as JSON than the " + mostBytes
                            + " of the largest that is loaded (SCOUT_MAX_RECORD_BYTES).";
            refuse(Refusal.of(Refusal.RECORD_TOO_LARGE, message), number, sink);
        } else if (badColumn != null) {
            String message = "The text in column \"" + badColumn + "\" is not UTF-8; here it stands in base64.";
            refuse(Refusal.of(Refusal.INVALID_ENCODING, message).column(badColumn), number, sink);
        } else {
            sink.accept(number, RecordSink.NO_LINE, text.bytes(), 0, text.length());
        }
    }

    private void refuse(Refusal refusal, long number, RecordSink sink) {
        sink.refuse(
                refusal.record(number, RecordSink.NO_LINE).bytes(-1, text.length(), text.bytes(), 0, text.length()));
    }
}
