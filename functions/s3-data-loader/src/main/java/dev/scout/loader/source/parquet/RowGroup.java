package dev.scout.loader.source.parquet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the footer says of a row group.
 *
 * @param firstRow how many rows of the file stand before it
 * @param chunks its columns in the schema's order
 * @param damage why it can not be read; null where it can
 */
record RowGroup(
        long firstRow,
        long rows,
        List<Chunk> chunks,
        @Nullable String damage) {

    long endRow() {
        return firstRow + rows;
    }

    /** How many bytes of the file it has. */
    long length() {
        return chunks.stream().mapToLong(Chunk::length).sum();
    }

    /** Where in the file its first byte stands. */
    long start() {
        return chunks.stream().mapToLong(Chunk::start).min().orElse(0);
    }

    /** Where in the file its last byte stands, as far as the footer knows. */
    long end() {
        return chunks.stream()
                .mapToLong(chunk -> chunk.start() + chunk.length())
                .max()
                .orElse(0);
    }
}
