package dev.scout.loader.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns the content of one object into records, in bounded memory. One reader reads one object. */
public interface RecordReader {

    /**
     * Reads a stretch and hands every record in it, and everything that is none, to the sink. Numbers, lines and offsets are those of the
     * whole file. Ends early, without a word, where {@link RecordSink#border} says so.
     */
    void read(Content content, Stretch stretch, RecordSink sink);

    /**
     * Only finds the places at which the file can be cut, from one of them on. Done by reading, unless the format has an index.
     */
    default void survey(Content content, Place from, Borders borders) {
        read(content, new Stretch(from, null), new SurveySink(borders));
    }

    /**
     * Adds to a refusal how the record that is being handed over stands in the file: its place in bytes and its bytes. Good only during
     * {@link RecordSink#accept}. A reader whose records have no text of their own leaves it as it is.
     */
    default Refusal locate(Refusal refusal) {
        return refusal;
    }

    /** Adds to the ledger's {@code reader} what was found out about the file; called after {@link #read}. */
    void describe(ObjectNode description);
}
