package dev.scout.loader.delta;

import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** The deletion vectors of a version of a table. */
final class DeletionVectors {

    private final TableObjects objects;
    private final KernelEngine engine;
    private final long version;

    DeletionVectors(TableObjects objects, long version) {
        this.objects = objects;
        this.engine = new KernelEngine(objects);
        this.version = version;
    }

    /**
     * The rows of a data file that are deleted, from 0.
     *
     * @throws UnreadableTableException where that can not be read
     */
    RoaringBitmap rows(@Nullable DeletionVectorDescriptor deletion) {
        if (deletion == null) {
            return new RoaringBitmap();
        }
        return KernelFailure.guarded(objects, version, () -> {
            RoaringBitmap rows = new RoaringBitmap();
            for (long row : DeletionVectorUtils.loadNewDvAndBitmap(engine, TableObjects.ROOT, deletion)
                    ._2
                    .toArray()) {
                rows.add(Math.toIntExact(row));
            }
            return rows;
        });
    }
}
