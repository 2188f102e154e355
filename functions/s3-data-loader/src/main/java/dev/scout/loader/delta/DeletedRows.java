package dev.scout.loader.delta;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Rows of a data file, from 0, as they stand in {@code scout.delta_files}. */
final class DeletedRows {

    private DeletedRows() {}

    /** Null where there are none. */
    static byte @Nullable [] bytes(RoaringBitmap rows) {
        if (rows.isEmpty()) {
            return null;
        }
        rows.runOptimize();
        ByteBuffer bytes = ByteBuffer.allocate(rows.serializedSizeInBytes());
        rows.serialize(bytes);
        return bytes.array();
    }

    static RoaringBitmap of(byte @Nullable [] bytes) {
        RoaringBitmap rows = new RoaringBitmap();
        if (bytes != null) {
            try {
                rows.deserialize(new DataInputStream(new ByteArrayInputStream(bytes)));
            } catch (IOException e) {
                throw new UncheckedIOException("scout.delta_files has a damaged bitmap", e);
            }
        }
        return rows;
    }
}
