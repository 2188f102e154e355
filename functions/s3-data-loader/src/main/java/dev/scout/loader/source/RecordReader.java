package dev.scout.loader.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Turns the content of one object into records, in bounded memory. One reader reads one object. */
public interface RecordReader {

    /** Reads to the end and hands every record, and everything that is none, to the sink. */
    void read(Content content, RecordSink sink);

    /** Adds to the ledger's {@code reader} what was found out about the file; called after {@link #read}. */
    void describe(ObjectNode description);
}
