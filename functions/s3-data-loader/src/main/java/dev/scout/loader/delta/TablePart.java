package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Stretch;
import java.util.List;

/** What a part of a version has of its data files. */
final class TablePart implements RecordReader {

    private final DataFileReader reader;
    private final List<CountedFile> files;

    /** @param files those that the part reaches into, in their order */
    TablePart(DataFileReader reader, List<CountedFile> files) {
        this.reader = reader;
        this.files = files;
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        for (CountedFile file : files) {
            boolean isFirst = file.no() == stretch.from().at();
            if (file.isBehind(stretch.to())
                    || (!isFirst && !sink.border(file.begin()))
                    || !reader.read(file, stretch, sink)) {
                return;
            }
        }
    }

    @Override
    public void describe(ObjectNode description) {
        reader.describe(description);
    }
}
