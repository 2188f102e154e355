package dev.scout.loader.source.csv;

/**
 * How the fields of a delimited text are told apart.
 *
 * @param delimiter an ASCII character
 * @param quote an ASCII character, doubled inside a quoted field where it stands for itself; {@link #NONE} where nothing is quoted
 * @param escape an ASCII character before a delimiter, a quote, a line end or itself that stands for itself; {@link #NONE} where there is none
 */
record CsvDialect(byte delimiter, byte quote, byte escape) {

    /** No character: text in UTF-8 or Windows-1252 that is a NUL has no such use. */
    static final byte NONE = 0;

    CsvDialect {
        escape = escape == quote ? NONE : escape;
    }

    /** Whether a byte may stand beside a quoted field and mean nothing. */
    static boolean isBlank(byte b, byte delimiter) {
        return (b == ' ' || b == '\t') && b != delimiter;
    }
}
