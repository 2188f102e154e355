package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.JsonValues;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.parquet.ParquetReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.roaringbitmap.RoaringBitmap;

/** The data files that a version of a table brings, one behind the other. The commit, which it is given as content, says nothing more. */
public final class TableReader implements RecordReader {

    private final TableVersion version;
    private final TableChanges changes;
    private final List<DataFile> files;
    private final int maxRecordBytes;
    private final List<LoadedFile> loaded = new ArrayList<>();
    private final JsonValues values = new JsonValues();

    TableReader(TableVersion version, TableChanges changes, int maxRecordBytes) {
        this.version = version;
        this.changes = changes;
        this.files = changes.added();
        this.maxRecordBytes = maxRecordBytes;
    }

    /** What was handed over. */
    List<LoadedFile> loaded() {
        return loaded;
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        long records = stretch.from().records();
        for (int i = (int) stretch.from().at(); i < files.size() && !stretch.endsBy(i); i++) {
            if (i > stretch.from().at() && !sink.border(new Place(records, RecordSink.NO_LINE, i))) {
                return;
            }
            records += read(files.get(i), records, sink);
        }
    }

    @Override
    public void describe(ObjectNode description) {
        description.put("version", version.version());
        description.put("data_files_added", loaded.size());
        description.put("data_files_removed", changes.filesRemoved());
        description.put("rows_retracted", changes.rowsRetracted());
        version.describe().describe(description, values);
    }

    /** Hands over the records of one data file, and says how many rows it has. */
    private long read(DataFile file, long before, RecordSink sink) {
        String what = "Version " + version.version() + " of the Delta table " + version.uri();
        try {
            LandedObject object = version.objects().find(file.key());
            RoaringBitmap deleted = version.deletedRows(file.deletion());
            ParquetReader reader = new ParquetReader(maxRecordBytes, version.columnsOf(file));
            try (ObjectStream bytes = version.objects().open(object);
                    Content content = Content.of(bytes)) {
                reader.read(content, Stretch.WHOLE, new LiveRows(sink, file.key(), before, deleted));
            }
            values.addNonFinite(reader.nonFinite());
            loaded.add(new LoadedFile(file, before, reader.rows(), deleted));
            return reader.rows();
        } catch (ObjectGoneException e) {
            throw TableObjects.missing(what, "s3://" + version.objects().bucket() + "/" + file.key(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the rows of a data file through that are not deleted, with their numbers among all records. */
    private record LiveRows(RecordSink sink, String key, long before, RoaringBitmap deleted) implements RecordSink {

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            if (!isDeleted(number)) {
                sink.accept(before + number, line, json, from, to);
            }
        }

        @Override
        public void refuse(Refusal refusal) {
            Long number = refusal.number();
            if (number == null) {
                sink.refuse(refusal.within("Data file " + key));
            } else if (!isDeleted(number)) {
                sink.refuse(refusal.within("Data file " + key).record(before + number, NO_LINE));
            }
        }

        private boolean isDeleted(long number) {
            return number <= Integer.MAX_VALUE && deleted.contains((int) (number - 1));
        }
    }
}
