package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStream;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultJsonHandler;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.internal.data.DefaultJsonRow;
import io.delta.kernel.defaults.internal.data.DefaultRowBasedColumnarBatch;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads commits, and checkpoints that are JSON, for Delta Kernel: action by action, however they are laid out on lines. */
final class CommitReader extends DefaultJsonHandler {

    private static final int ROWS_AT_ONCE = 1024;
    private static final ObjectReader JSON =
            new JsonMapper().readerFor(ObjectNode.class).with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final TableObjects objects;

    CommitReader(FileIO files, TableObjects objects) {
        super(files);
        this.objects = objects;
    }

    @Override
    public CloseableIterator<ColumnarBatch> readJsonFiles(
            CloseableIterator<FileStatus> files, StructType schema, Optional<Predicate> predicate) {
        return new Batches(files, schema);
    }

    private final class Batches implements CloseableIterator<ColumnarBatch> {

        private final CloseableIterator<FileStatus> files;
        private final StructType schema;
        private @Nullable MappingIterator<ObjectNode> actions;

        Batches(CloseableIterator<FileStatus> files, StructType schema) {
            this.files = files;
            this.schema = schema;
        }

        @Override
        public boolean hasNext() {
            try {
                while (actions == null || !actions.hasNextValue()) {
                    closeFile();
                    if (!files.hasNext()) {
                        return false;
                    }
                    actions = actions(open(objects.key(files.next().getPath())));
                }
                return true;
            } catch (IOException e) {
                throw new KernelEngineException("A file of the log can not be read", e);
            }
        }

        @Override
        public ColumnarBatch next() {
            if (!hasNext() || actions == null) {
                throw new NoSuchElementException();
            }
            try {
                List<Row> rows = new ArrayList<>();
                while (rows.size() < ROWS_AT_ONCE && actions.hasNextValue()) {
                    rows.add(new DefaultJsonRow(DataPaths.asUris(actions.nextValue()), schema));
                }
                return new DefaultRowBasedColumnarBatch(schema, rows);
            } catch (IOException e) {
                throw new KernelEngineException("A file of the log can not be read", e);
            }
        }

        /** Reads the beginning already, which may fail. */
        private MappingIterator<ObjectNode> actions(ObjectStream bytes) throws IOException {
            try {
                return JSON.readValues(bytes);
            } catch (IOException | RuntimeException e) {
                bytes.close();
                throw e;
            }
        }

        private ObjectStream open(String key) throws IOException {
            try {
                return objects.open(objects.find(key));
            } catch (ObjectGoneException e) {
                FileNotFoundException failure = new FileNotFoundException(key);
                failure.initCause(e);
                throw failure;
            }
        }

        private void closeFile() throws IOException {
            if (actions != null) {
                actions.close();
                actions = null;
            }
        }

        @Override
        public void close() throws IOException {
            closeFile();
            files.close();
        }
    }
}
