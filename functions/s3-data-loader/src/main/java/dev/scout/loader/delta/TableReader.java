package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Stretch;
import java.util.ArrayList;
import java.util.List;

/** The data files that a version of a table brings, one behind the other. The commit, which it is given as content, says nothing more. */
public final class TableReader implements RecordReader {

    private final DataFileReader reader;
    private final TableChanges changes;
    private final List<LoadedFile> loaded = new ArrayList<>();

    TableReader(DataFileReader reader, TableChanges changes) {
        this.reader = reader;
        this.changes = changes;
    }

    /** What was handed over. */
    List<LoadedFile> loaded() {
        return loaded;
    }

    /** All of it: a version that is too large for that is read by its {@link TablePart parts}. */
    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        long records = 0;
        for (DataFile file : changes.added()) {
            LoadedFile read = reader.read(file, records, sink);
            loaded.add(read);
            records += read.rows();
        }
    }

    @Override
    public void describe(ObjectNode description) {
        changes.describe(description, loaded.size());
        reader.describe(description);
    }
}
