package dev.scout.loader.source.csv;

/**
 * What ends a row.
 *
 * @param name for the ledger
 * @param first the byte that ends it, or begins what does
 * @param second the byte that has to follow; {@link CsvDialect#NONE} where none has to
 */
record LineEnd(String name, byte first, byte second) {

    /** A line feed, a carriage return, or both, whichever comes. */
    static final LineEnd ANY = new LineEnd("any", (byte) '\n', CsvDialect.NONE);

    static final LineEnd LF = new LineEnd("lf", (byte) '\n', CsvDialect.NONE);
    static final LineEnd CR = new LineEnd("cr", (byte) '\r', CsvDialect.NONE);
    static final LineEnd CRLF = new LineEnd("crlf", (byte) '\r', (byte) '\n');

    /** Whether it can begin with the byte. */
    boolean beginsWith(byte b) {
        return b == first || (equals(ANY) && b == '\r');
    }

    /** Whether it stands at {@code at} in a text that goes to before {@code to}. */
    boolean isAt(byte[] text, int at, int to) {
        return beginsWith(text[at]) && (second == CsvDialect.NONE || (at + 1 < to && text[at + 1] == second));
    }

    /** How long it is there: a carriage return and a line feed behind it are one. */
    int length(byte[] text, int at, int to) {
        boolean pair = text[at] == '\r' && at + 1 < to && text[at + 1] == '\n';
        return pair && (equals(ANY) || equals(CRLF)) ? 2 : 1;
    }
}
