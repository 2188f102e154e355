package dev.scout.loader.source.csv;

import dev.scout.loader.source.ByteWindow;
import java.util.Arrays;

/** Finds the fields of the row that begins at a window's start, and where it ends. */
final class CsvScanner {

    static final byte PLAIN = 0;
    static final byte QUOTED = 1;

    /** Added to a style where quotes are doubled in the field, or something is escaped. */
    static final byte CHANGED = 2;

    private static final int MANY_FIELDS = 64;
    private static final int NOT_CLOSED = -1;
    private static final int TOO_LONG = -2;

    private static final byte INSIDE = 0;
    private static final byte DELIMITER = 1;
    private static final byte ROW_END = 2;
    private static final byte ESCAPE = 3;

    private final CsvDialect dialect;
    private final LineEnd lineEnd;
    private final boolean hasQuote;
    private final boolean hasEscape;
    private final int max;

    /** What each byte is outside of quotes, and within. */
    private final byte[] kinds = new byte[256];

    private final byte[] quotedKinds = new byte[256];

    /** Of each field: where its text begins and ends, counted from the row's beginning, and its style. */
    int[] begins = new int[MANY_FIELDS];

    int[] ends = new int[MANY_FIELDS];
    byte[] styles = new byte[MANY_FIELDS];
    int fields;

    /** How many bytes the row has, its line end not counted; and with it. */
    int length;

    int lengthWithEnd;
    boolean isTerminated;

    /** How many lines the row goes over. */
    int lines;

    private long lineFeeds;
    private long pairs;
    private long carriageReturns;

    /** How the scanning of a row ended. */
    enum Scan {
        ROW,
        EMPTY_LINE,
        BROKEN_QUOTES,
        TOO_LARGE,
        END
    }

    CsvScanner(CsvDialect dialect, LineEnd lineEnd, int maxRecordBytes) {
        this.dialect = dialect;
        this.lineEnd = lineEnd;
        this.hasQuote = dialect.quote() != CsvDialect.NONE;
        this.hasEscape = dialect.escape() != CsvDialect.NONE;
        this.max = maxRecordBytes;
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = lineEnd.beginsWith((byte) i) ? ROW_END : INSIDE;
        }
        if (hasEscape) {
            kinds[dialect.escape()] = ESCAPE;
        }
        kinds[dialect.delimiter()] = DELIMITER;
        quotedKinds['\n'] = ROW_END;
        quotedKinds[dialect.quote()] = DELIMITER;
        if (hasEscape) {
            quotedKinds[dialect.escape()] = ESCAPE;
        }
    }

    Scan scan(ByteWindow window) {
        byte delimiter = dialect.delimiter();
        byte quote = dialect.quote();
        fields = 0;
        lines = 1;
        isTerminated = false;
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
                return atEnd(at, inField);
            }
            int open = inField ? at : behindBlanks(window, at);
            if (!inField && hasQuote && open <= max && isAt(window, open, quote)) {
                at = quoted(window, open, quote);
                if (at < 0) {
                    return at == TOO_LONG ? Scan.TOO_LARGE : Scan.BROKEN_QUOTES;
                }
                at = behindBlanks(window, at);
                if (at > max) {
                    return Scan.TOO_LARGE;
                }
                if (window.start + at >= window.limit) {
                    length = at;
                    lengthWithEnd = at;
                    return Scan.ROW;
                }
                if (window.bytes[window.start + at] == delimiter) {
                    at++;
                    continue;
                }
                return isRowEnd(window, at) ? terminated(window, at) : Scan.BROKEN_QUOTES;
            }
            if (!inField) {
                field(at, at, PLAIN);
                inField = true;
            }
            at = behindInside(window, at);
            if (at > max || window.start + at >= window.limit) {
                continue;
            }
            byte kind = kinds[window.bytes[window.start + at] & 0xFF];
            if (kind == ESCAPE) {
                styles[fields - 1] |= CHANGED;
                at = behindEscaped(window, at);
            } else if (kind == DELIMITER) {
                ends[fields - 1] = at++;
                inField = false;
            } else if (isRowEnd(window, at)) {
                ends[fields - 1] = at;
                return terminated(window, at);
            } else {
                at++; // The first byte of a line end of two, and not the second.
            }
        }
    }

    /** Whether a row ends {@code at} bytes behind the window's start. */
    boolean isRowEnd(ByteWindow window, int at) {
        if (!lineEnd.beginsWith(window.bytes[window.start + at])) {
            return false;
        }
        return lineEnd.second() == CsvDialect.NONE
                || ((window.start + at + 1 < window.limit || window.more())
                        && window.bytes[window.start + at + 1] == lineEnd.second());
    }

    /** How long the line end is that stands there. */
    int lineEndLength(ByteWindow window, int at) {
        if (window.bytes[window.start + at] == '\r' && window.start + at + 1 >= window.limit) {
            window.more();
        }
        int size = lineEnd.length(window.bytes, window.start + at, window.limit);
        if (size == 2) {
            pairs++;
        } else if (window.bytes[window.start + at] == '\r') {
            carriageReturns++;
        } else {
            lineFeeds++;
        }
        return size;
    }

    /** Which line ends there were, for the ledger. */
    String lineEnds() {
        if (!lineEnd.equals(LineEnd.ANY)) {
            return lineEnd.name();
        }
        int kindsSeen = (lineFeeds > 0 ? 1 : 0) + (pairs > 0 ? 1 : 0) + (carriageReturns > 0 ? 1 : 0);
        if (kindsSeen > 1) {
            return "mixed";
        }
        return pairs > 0 ? LineEnd.CRLF.name() : carriageReturns > 0 ? LineEnd.CR.name() : LineEnd.LF.name();
    }

    private Scan atEnd(int at, boolean inField) {
        if (at == 0) {
            return Scan.END;
        }
        if (!inField) {
            field(at, at, PLAIN);
        } else {
            ends[fields - 1] = at;
        }
        length = at;
        lengthWithEnd = at;
        return Scan.ROW;
    }

    /** Passes what is nothing but a field's text. */
    private int behindInside(ByteWindow window, int from) {
        byte[] bytes = window.bytes;
        int base = window.start;
        int size = Math.min(window.limit - base, max + 1);
        int at = from;
        while (at < size && kinds[bytes[base + at] & 0xFF] == INSIDE) {
            at++;
        }
        return at;
    }

    private static int behindEscaped(ByteWindow window, int at) {
        boolean last = window.start + at + 1 >= window.limit && !window.more();
        return last ? at + 1 : at + 2;
    }

    /** Scans a quoted field from its opening quote; returns where it is behind its closing quote. */
    private int quoted(ByteWindow window, int open, byte quote) {
        int at = open + 1;
        byte style = QUOTED;
        while (true) {
            int size = Math.min(window.limit - window.start, max + 1);
            byte[] bytes = window.bytes;
            int base = window.start;
            while (at < size && quotedKinds[bytes[base + at] & 0xFF] == INSIDE) {
                at++;
            }
            if (at < size && bytes[base + at] == '\n') {
                lines++;
                at++;
                continue;
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
            byte here = window.bytes[window.start + at];
            boolean isLast = window.start + at + 1 >= window.limit;
            if (here != quote) {
                style |= CHANGED;
                lines += !isLast && window.bytes[window.start + at + 1] == '\n' ? 1 : 0;
                at += 2;
            } else if (!isLast && window.bytes[window.start + at + 1] == quote) {
                style |= CHANGED;
                at += 2;
            } else {
                field(open + 1, at, style);
                return at + 1;
            }
        }
    }

    /** Passes blanks before an opening or behind a closing quote. */
    private int behindBlanks(ByteWindow window, int from) {
        int at = from;
        while (at <= max) {
            if (window.start + at >= window.limit && !window.more()) {
                return at;
            }
            if (!CsvDialect.isBlank(window.bytes[window.start + at], dialect.delimiter())) {
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
        isTerminated = true;
        length = at;
        lengthWithEnd = at + lineEndLength(window, at);
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
