package dev.scout.loader.delta;

import dev.scout.ScoutException;
import dev.scout.loader.object.ObjectStore;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/** One version of a Delta table, as its log tells it. */
final class TableVersion {

    private static final String MAPPING_MODE = "delta.columnMapping.mode";

    private final TableObjects objects;
    private final KernelEngine engine;
    private final SnapshotImpl snapshot;
    private final TableState state;

    private TableVersion(TableObjects objects, KernelEngine engine, SnapshotImpl snapshot, long version) {
        this.objects = objects;
        this.engine = engine;
        this.snapshot = snapshot;
        this.state = new TableState(
                version,
                snapshot.getMetadata().getId(),
                snapshot.getSchema().toJson(),
                snapshot.getTableProperties().get(MAPPING_MODE),
                List.copyOf(snapshot.getPartitionColumnNames()));
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
        try {
            return build(objects, log.version());
        } catch (RuntimeException e) {
            RuntimeException meaning = KernelFailure.of(e, objects, log.version());
            if (!(meaning instanceof UnreadableTableException)) {
                throw meaning;
            }
        }
        // What was not there when Delta Kernel looked may have been there when it was asked why: only what fails again
        // can not be read.
        try {
            return build(objects, log.version());
        } catch (RuntimeException e) {
            throw KernelFailure.of(e, objects, log.version());
        }
    }

    private static TableVersion build(TableObjects objects, long version) {
        KernelEngine engine = new KernelEngine(objects);
        SnapshotImpl snapshot = (SnapshotImpl)
                TableManager.loadSnapshot(TableObjects.ROOT).atVersion(version).build(engine);
        return new TableVersion(objects, engine, snapshot, version);
    }

    TableState state() {
        return state;
    }

    /** Tells of each data file that is live. */
    void forEachFile(Consumer<DataFile> target) {
        KernelFailure.guarded(objects, state.version(), () -> {
            try (CloseableIterator<FilteredColumnarBatch> batches =
                    snapshot.getScanBuilder().build().getScanFiles(engine)) {
                while (batches.hasNext()) {
                    try (CloseableIterator<Row> rows = batches.next().getRows()) {
                        while (rows.hasNext()) {
                            target.accept(DataFile.of(new AddFile(rows.next().getStruct(0)), objects));
                        }
                    }
                }
                return state;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
