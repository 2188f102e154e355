package dev.scout.loader.bronze;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.quality.Standards;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code scout.etl_pipelines} that is enabled.
 *
 * @param format {@code auto} or the name of a format
 * @param readerOptions a JSON object
 * @param mapping a JSON object, or null where the records have one of the known shapes
 * @param standards what it asks of its files
 */
record Pipeline(
        String name,
        Glob pattern,
        String targetTable,
        String format,
        JsonNode readerOptions,
        @Nullable JsonNode mapping,
        LoadPolicy policy,
        Standards standards) {

    /** Whether the commits of a Delta table that it claims are loaded, and not the data files one by one. */
    boolean readsTables() {
        return format.equals("auto") || format.equals("delta");
    }

    Pipeline withStandards(Standards others) {
        return new Pipeline(name, pattern, targetTable, format, readerOptions, mapping, policy, others);
    }
}
