package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.SpooledFile;
import dev.scout.loader.source.Stretch;
import dev.scout.loader.source.parquet.ParquetReader;
import dev.scout.loader.source.parquet.TableColumn;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.internal.data.DefaultJsonRow;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.engine.FileReadResult;
import io.delta.kernel.engine.ParquetHandler;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.DataFileStatus;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads checkpoints and their sidecars for Delta Kernel: with the loader's own Parquet reader, some thousand rows at a time. */
final class CheckpointReader implements ParquetHandler {

    private static final int ROWS_AT_ONCE = 8 * 1024;
    private static final int LARGEST_ROW = 64 * 1024 * 1024;
    private static final ObjectReader JSON =
            new JsonMapper().readerFor(ObjectNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final TableObjects objects;

    CheckpointReader(TableObjects objects) {
        this.objects = objects;
    }

    @Override
    public CloseableIterator<FileReadResult> readParquetFiles(
            CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate) {
        return new Results(files, schema);
    }

    @Override
    public CloseableIterator<DataFileStatus> writeParquetFiles(
            String directory, CloseableIterator<FilteredColumnarBatch> data, List<Column> statsColumns) {
        throw new UnsupportedOperationException("The loader never writes to a table");
    }

    @Override
    public void writeParquetFileAtomically(String path, CloseableIterator<FilteredColumnarBatch> data) {
        throw new UnsupportedOperationException("The loader never writes to a table");
    }

    private final class Results implements CloseableIterator<FileReadResult> {

        private final CloseableIterator<FileStatus> files;
        private final StructType schema;
        private final List<TableColumn> columns;
        private @Nullable SpooledFile current;
        private String path = "";
        private long read;
        private @Nullable FileReadResult next;

        Results(CloseableIterator<FileStatus> files, StructType schema) {
            this.files = files;
            this.schema = schema;
            this.columns = TableColumns.asStored(schema);
        }

        @Override
        public boolean hasNext() {
            while (next == null) {
                if (current == null) {
                    if (!files.hasNext()) {
                        return false;
                    }
                    path = files.next().getPath();
                    current = spool(objects.key(path));
                    read = 0;
                }
                List<Row> rows = rows(current);
                if (rows.isEmpty()) {
                    current.close();
                    current = null;
                } else {
                    next = new FileReadResult(new DefaultRowBasedColumnarBatch(schema, rows), path);
                }
            }
            return true;
        }

        @Override
        public FileReadResult next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            FileReadResult result = next;
            next = null;
            return result;
        }

        @Override
        public void close() throws IOException {
            if (current != null) {
                current.close();
                current = null;
            }
            files.close();
        }

        private List<Row> rows(SpooledFile file) {
            RowCollector rows = new RowCollector(schema);
            Place from = new Place(read, RecordSink.NO_LINE, 0);
            Place to = new Place(read + ROWS_AT_ONCE, RecordSink.NO_LINE, 0);
            new ParquetReader(LARGEST_ROW, columns).read(file, new Stretch(from, to), rows);
            if (rows.refusal != null) {
                throw UnreadableTableException.corrupt(
                        "The checkpoint " + objects.key(path) + " of the table " + objects.uri() + " is damaged: "
                                + rows.refusal.message(),
                        new IOException(path));
            }
            read += rows.rows.size();
            return rows.rows;
        }

        private SpooledFile spool(String key) {
            try {
                LandedObject object = objects.find(key);
                try (ObjectStream bytes = objects.open(object);
                        Content content = Content.of(bytes)) {
                    return SpooledFile.of(content);
                }
            } catch (ObjectGoneException e) {
                FileNotFoundException failure = new FileNotFoundException(key);
                failure.initCause(e);
                throw new UncheckedIOException(failure);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Makes rows of records. */
    private static final class RowCollector implements RecordSink {

        private final StructType schema;
        private final List<Row> rows = new ArrayList<>();
        private @Nullable Refusal refusal;

        RowCollector(StructType schema) {
            this.schema = schema;
        }

        @Override
        public void accept(long number, long line, byte[] json, int from, int to) {
            try {
                ObjectNode action = JSON.readValue(json, from, to - from);
                rows.add(new DefaultJsonRow(DataPaths.asUris(action), schema));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void refuse(Refusal found) {
            refusal = found;
        }
    }
}
