package dev.scout.loader.source;

/**
 * A place in a file at which reading can begin.
 *
 * @param records how many records, refused ones too, stand before it
 * @param line the line that begins here, from 1; {@link RecordSink#NO_LINE} in binary formats
 * @param at the reader's own measure of where it is: bytes of the content before it in text and Avro, in proportion also in Parquet;
 *     bytes of the stripes before its own in ORC; the number of the data file, from 0, in a Delta table
 */
public record Place(long records, long line, long at) {

    /** The beginning of a file. */
    public static final Place START = new Place(0, 1, 0);
}
