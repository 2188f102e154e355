package dev.scout.loader.source;

/** Takes what a reader finds, in the order of the file. */
public interface RecordSink {

    /** Stands for "no line": binary formats have none. */
    long NO_LINE = 0;

    long BORDER_BYTES = 1024L * 1024;

    /**
     * Takes a record.
     *
     * @param number of the record in the file, from 1; refused ones count too
     * @param line on which it begins, from 1, or {@link #NO_LINE}
     * @param json holds a JSON object that PostgreSQL's {@code json} takes, in UTF-8, from {@code from} to before {@code to}; the reader's
     *     own buffer, good only during the call
     */
    void accept(long number, long line, byte[] json, int from, int to);

    /** How many bytes should lie between two borders, in formats that can be cut anywhere. */
    default long borderBytes() {
        return BORDER_BYTES;
    }

    /** Takes what is no record. */
    void refuse(Refusal refusal);

    /**
     * Takes a place at which reading could begin again: everything before it has been handed over. Readers tell of one now and then, not
     * after each record.
     *
     * @return false to stop here
     */
    default boolean border(Place place) {
        return true;
    }
}
