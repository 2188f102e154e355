package dev.scout.loader.source.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The beginning of a delimited text, cut into rows and fields as one dialect would have them. */
final class CsvSample {

    private static final int MOST_ROWS = 500;

    /** So many rows at the beginning can be something else than rows. */
    private static final int MOST_PREAMBLE = 20;

    private final byte[] text;
    private final int to;
    private final CsvDialect dialect;
    private final LineEnd lineEnd;
    private final List<Row> rows = new ArrayList<>();
    private final int header;
    private int quotedFields;
    private int brokenQuotes;
    private int[] bounds = new int[64];
    private int fieldCount;

    /**
     * A row that is not empty.
     *
     * @param begin where it begins in the text
     * @param bounds where each field begins and ends, quotes included
     * @param filled how many of its fields are not blank
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Row(int begin, int[] bounds, int filled) {

        int fields() {
            return bounds.length / 2;
        }
    }

    /**
     * @param complete whether the text ends where the sample does
     * @param plain whether the first row is taken for the header, or the first record, whatever it looks like
     */
    CsvSample(byte[] text, int from, int to, boolean complete, CsvDialect dialect, LineEnd lineEnd, boolean plain) {
        this.text = text;
        this.to = to;
        this.dialect = dialect;
        this.lineEnd = lineEnd;
        cut(from, complete);
        this.header = plain ? 0 : findHeader();
    }

    CsvDialect dialect() {
        return dialect;
    }

    byte[] text() {
        return text;
    }

    /** The rows from the header, or the first record, on. */
    List<Row> table() {
        return rows.subList(Math.min(header, rows.size()), rows.size());
    }

    boolean hasPreamble() {
        return header > 0;
    }

    int fields() {
        return rows.isEmpty() ? 0 : rows.get(header).fields();
    }

    /** What part of the table's rows has as many fields as its first. */
    double evenness() {
        if (rows.isEmpty()) {
            return 0;
        }
        int wanted = fields();
        return (double) table().stream().filter(row -> row.fields() == wanted).count() / table().size();
    }

    /** Evenness first; where that is the same, more fields are better. */
    double score() {
        if (fields() < 2) {
            return 0;
        }
        return evenness() - brokenShare() + Math.min(fields(), 50) * 0.002;
    }

    double brokenShare() {
        return quotedFields == 0 ? 0 : (double) brokenQuotes / quotedFields;
    }

    /** Whether quotes stand around fields and not within words. */
    boolean quotesMatter() {
        return quotedFields >= 2 && brokenQuotes == 0;
    }

    boolean hasBrokenQuotes() {
        return brokenQuotes > 0;
    }

    private void cut(int from, boolean complete) {
        int at = from;
        while (at < to && rows.size() < MOST_ROWS) {
            int begin = at;
            at = cutRow(begin);
            boolean cutOff = at > to && !complete;
            if (fieldCount > 1 || bounds[1] > bounds[0]) {
                if (!cutOff || rows.isEmpty()) {
                    rows.add(new Row(begin, Arrays.copyOf(bounds, 2 * fieldCount), filled()));
                }
            }
        }
    }

    /** Cuts a row into fields; returns where the next begins, which lies behind the end where the row has no end. */
    private int cutRow(int begin) {
        int at = begin;
        fieldCount = 0;
        boolean hasQuotes = dialect.quote() != CsvDialect.NONE && text[begin] != '#'; // A comment can have an odd one.
        while (true) {
            int fieldBegin = at;
            int open = behindBlanks(at);
            if (hasQuotes && open < to && text[open] == dialect.quote()) {
                quotedFields++;
                at = behindBlanks(behindQuoted(open + 1));
                brokenQuotes += at < to && text[at] != dialect.delimiter() && !isEnd(at) ? 1 : 0;
            }
            while (at < to && text[at] != dialect.delimiter() && !isEnd(at)) {
                at += dialect.escape() != CsvDialect.NONE && text[at] == dialect.escape() ? 2 : 1;
            }
            add(fieldBegin, Math.min(at, to));
            if (at >= to || text[at] != dialect.delimiter()) {
                return at + (at < to ? lineEnd.length(text, at, to) : 1);
            }
            at++;
        }
    }

    private void add(int begin, int end) {
        if (2 * fieldCount == bounds.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
        }
        bounds[2 * fieldCount] = begin;
        bounds[2 * fieldCount + 1] = end;
        fieldCount++;
    }

    private int filled() {
        int filled = 0;
        for (int i = 0; i < fieldCount; i++) {
            filled += CellKind.of(text, bounds[2 * i], bounds[2 * i + 1]) == CellKind.EMPTY ? 0 : 1;
        }
        return filled;
    }

    private boolean isEnd(int at) {
        return lineEnd.isAt(text, at, to);
    }

    private int behindBlanks(int from) {
        int at = from;
        while (at < to && CsvDialect.isBlank(text[at], dialect.delimiter())) {
            at++;
        }
        return at;
    }

    private int behindQuoted(int from) {
        int at = from;
        while (at < to) {
            byte b = text[at];
            if (b == dialect.escape() && b != CsvDialect.NONE) {
                at++;
            } else if (b == dialect.quote()) {
                if (at + 1 >= to || text[at + 1] != b) {
                    return at + 1;
                }
                at++;
            }
            at++;
        }
        return to;
    }

    /**
     * Which row the table begins with: the first, unless the rows before another are a title, notes or blanks, as reports have them: they
     * have few fields, or few that are filled, where nearly all rows behind them have as many as that one. No more is left out than the
     * ledger keeps.
     */
    private int findHeader() {
        int usual = usualFields();
        if (usual < 2) {
            return 0;
        }
        int most = Math.min(rows.size() - 1, MOST_PREAMBLE);
        for (int i = 0; i < most; i++) {
            Row row = rows.get(i);
            if (row.fields() == usual && row.filled() >= 2 && 2 * row.filled() >= usual && !isNote(row)) {
                return row.begin() - rows.get(0).begin() <= Preamble.MOST_BYTES && isTable(i, usual) ? i : 0;
            }
            int few = Math.max(1, usual / (row.fields() < usual ? 2 : 3));
            if (row.filled() > few && text[row.begin()] != '#') {
                return 0;
            }
        }
        return 0;
    }

    /** A comment has its # alone; a name that begins with one has not. */
    private boolean isNote(Row row) {
        int behind = row.begin() + 1;
        return text[row.begin()] == '#' && (behind >= to || " \t#!\r\n".indexOf(text[behind]) >= 0);
    }

    private boolean isTable(int from, int usual) {
        List<Row> table = rows.subList(from, rows.size());
        long same = table.stream().filter(row -> row.fields() == usual).count();
        return same >= 2 && same >= 0.8 * table.size();
    }

    /** The number of fields that most rows have. */
    private int usualFields() {
        int[] counts = rows.stream().mapToInt(Row::fields).sorted().toArray();
        int usual = 0;
        int most = 0;
        for (int i = 0, run = 1; i < counts.length; i++, run++) {
            if (i > 0 && counts[i] != counts[i - 1]) {
                run = 1;
            }
            if (run >= most) {
                most = run;
                usual = counts[i];
            }
        }
        return usual;
    }
}
