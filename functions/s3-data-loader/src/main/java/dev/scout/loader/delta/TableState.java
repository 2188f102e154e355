package dev.scout.loader.delta;

import io.delta.kernel.internal.types.DataTypeJsonSerDe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table is in one of its versions, but for its data files.
 *
 * @param metadataId the id that the table gives itself
 * @param schemaJson its columns, as the log has them
 * @param columnMapping how a column is found in a data file; null where its name decides
 */
record TableState(
        long version,
        String metadataId,
        String schemaJson,
        @Nullable String columnMapping,
        List<String> partitionColumns) {

    /** The columns by which the data files are read. */
    TableColumns columns() {
        return new TableColumns(
                DataTypeJsonSerDe.deserializeStructType(schemaJson),
                TableColumns.Mapping.of(columnMapping),
                partitionColumns);
    }
}
