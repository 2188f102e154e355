package dev.scout.loader.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.scout.ScoutException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.source.FileSchema;
import dev.scout.loader.source.parquet.TableColumn;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.UnsupportedProtocolVersionException;
import io.delta.kernel.exceptions.UnsupportedTableFeatureException;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** One version of a Delta table. */
public final class TableVersion {

    private static final String MAPPING_MODE = "delta.columnMapping.mode";

    private final TableObjects objects;
    private final KernelEngine engine;
    private final SnapshotImpl snapshot;
    private final TableColumns columns;
    private final long version;

    private TableVersion(TableObjects objects, KernelEngine engine, SnapshotImpl snapshot, long version) {
        this.objects = objects;
        this.engine = engine;
        this.snapshot = snapshot;
        this.version = version;
        this.columns = new TableColumns(
                snapshot.getSchema(),
                TableColumns.Mapping.of(snapshot.getTableProperties().get(MAPPING_MODE)),
                snapshot.getPartitionColumnNames());
    }

    /**
     * Finds out what the table is in a version.
     *
     * @throws UnreadableTableException where that can not be read
     * @throws SupersededException where that is not told any more
     * @throws ScoutException where that is not told yet
     */
    static TableVersion open(ObjectStore store, String bucket, LogKey log) throws SupersededException {
        TableObjects objects = new TableObjects(store, bucket, log.root());
        KernelEngine engine = new KernelEngine(objects);
        try {
            SnapshotImpl snapshot = (SnapshotImpl) TableManager.loadSnapshot(TableObjects.ROOT)
                    .atVersion(log.version())
                    .build(engine);
            return new TableVersion(objects, engine, snapshot, log.version());
        } catch (RuntimeException e) {
            throw failure(e, objects, log.version());
        }
    }

    /** For messages. */
    String uri() {
        return objects.uri();
    }

    long version() {
        return version;
    }

    /** Whether another table has been made in the place of the one that had this id. */
    String tableId() {
        return snapshot.getMetadata().getId();
    }

    /** The columns as the log has them. */
    String schemaJson() {
        return snapshot.getSchema().toJson();
    }

    TableObjects objects() {
        return objects;
    }

    FileSchema describe() {
        return columns.describe();
    }

    /** The columns by which a data file is read. */
    List<TableColumn> columnsOf(DataFile file) {
        return columns.ofFile(file.partitionValues());
    }

    /** Tells of each data file that is live. */
    void forEachFile(Consumer<DataFile> target) {
        guarded(() -> {
            try (CloseableIterator<FilteredColumnarBatch> batches =
                    snapshot.getScanBuilder().build().getScanFiles(engine)) {
                while (batches.hasNext()) {
                    try (CloseableIterator<Row> rows = batches.next().getRows()) {
                        while (rows.hasNext()) {
                            target.accept(DataFile.of(new AddFile(rows.next().getStruct(0)), objects));
                        }
                    }
                }
                return version;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The rows of a data file that are deleted, from 0. */
    RoaringBitmap deletedRows(@Nullable DeletionVectorDescriptor deletion) {
        if (deletion == null) {
            return new RoaringBitmap();
        }
        return guarded(() -> {
            RoaringBitmap rows = new RoaringBitmap();
            for (long row : DeletionVectorUtils.loadNewDvAndBitmap(engine, TableObjects.ROOT, deletion)
                    ._2
                    .toArray()) {
                rows.add(Math.toIntExact(row));
            }
            return rows;
        });
    }

    private <T> T guarded(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            try {
                throw failure(e, objects, version);
            } catch (SupersededException superseded) {
                throw TableObjects.missing("Version " + version + " of " + objects.uri(), "a file", superseded);
            }
        }
    }

    /** What a failure of Delta Kernel means: its own messages are for its own users. */
    private static RuntimeException failure(RuntimeException e, TableObjects objects, long version)
            throws SupersededException {
        String what = "Version " + version + " of the Delta table " + objects.uri();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof ScoutException || cause instanceof UnreadableTableException) {
                return (RuntimeException) cause;
            }
            if (cause instanceof UnsupportedTableFeatureException feature) {
                return UnreadableTableException.unsupported(
                        what + " needs what can not be read here: "
                                + String.join(", ", new TreeSet<>(feature.getUnsupportedFeatures())) + ".",
                        e);
            }
            if (cause instanceof UnsupportedProtocolVersionException protocol) {
                return UnreadableTableException.unsupported(
                        what + " needs a reader of protocol version " + protocol.getMinReaderVersion()
                                + "; this one knows those up to 3.",
                        e);
            }
            if (cause instanceof FileNotFoundException missing) {
                return TableObjects.missing(what, String.valueOf(missing.getMessage()), e);
            }
        }
        return unexplained(e, what, objects, version);
    }

    private static RuntimeException unexplained(RuntimeException e, String what, TableObjects objects, long version)
            throws SupersededException {
        String message = String.valueOf(e.getMessage());
        if (message.contains("catalogManaged")) {
            return UnreadableTableException.unsupported(
                    what + " needs what can not be read here: catalogManaged (its commits are in a catalog).", e);
        }
        TableLog log = TableLog.list(objects);
        if (log.tells(version)) {
            return UnreadableTableException.corrupt(what + " can not be read: " + reason(e) + ".", e);
        }
        long later = log.checkpointBehind(version);
        if (later >= 0) {
            throw new SupersededException(what + " can not be put together any more: its log begins with version "
                    + later + ", which holds what is live.");
        }
        return new ScoutException(
                "DELTA_INCOMPLETE",
                true,
                what
                        + " can not be put together: its log lacks an earlier version (so far); its loading is tried again.",
                e);
    }

    private static String reason(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
        String text = message == null ? cause.getClass().getSimpleName() : message;
        return text.replace(TableObjects.ROOT, "the table").replaceAll("[.\\s]+$", "");
    }
}
