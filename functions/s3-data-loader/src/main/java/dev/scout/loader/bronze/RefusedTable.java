package dev.scout.loader.bronze;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Stretch;

/** A version of a table that can not be read: one refusal for all of it. */
record RefusedTable(Refusal refusal) implements RecordReader {

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        sink.refuse(refusal);
    }

    @Override
    public void describe(ObjectNode description) {
        // It was not read.
    }
}
