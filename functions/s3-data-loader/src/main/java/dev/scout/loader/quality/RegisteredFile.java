package dev.scout.loader.quality;

import org.jspecify.annotations.Nullable;

/**
 * A file as the registry has it.
 *
 * @param table in bronze
 * @param location URI of the object
 * @param partition Hive-style parts of the key as JSON; null where it has none
 */
public record RegisteredFile(
        long fileId,
        String pipeline,
        String table,
        String location,
        @Nullable String checksum,
        @Nullable String partition,
        long rowsLoaded,
        long rowsRead) {}
