package dev.scout.transform.stage;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A loaded file that silver takes in this run.
 *
 * @param modifiedAt last-modified time of its object, as it was when this run began
 * @param source name of the pipeline
 * @param bronzeTable table that its records are in
 * @param loadedAt when they came there
 * @param rows how many they are
 * @param isLoaded whether it is in force; else nothing of it is, and what silver knew of it is forgotten
 * @param wasKnown whether silver has versions of it
 * @param mapping the pipeline's mapping, as JSON; null where the records have a shape that Scout knows
 * @param decimalMark of numbers that are text; null for a point
 */
public record StagedFile(
        long fileId,
        String key,
        OffsetDateTime modifiedAt,
        String source,
        String bronzeTable,
        OffsetDateTime loadedAt,
        long rows,
        boolean isLoaded,
        boolean wasKnown,
        @Nullable String mapping,
        @Nullable String decimalMark) {}
