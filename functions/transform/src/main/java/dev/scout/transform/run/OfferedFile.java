package dev.scout.transform.run;

import dev.scout.transform.stage.StagedFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A file that the ledger offers to silver.
 *
 * @param isOrphan whether its pipeline's row is gone
 * @param state of its row in the ledger when this run began: if it is another by the time the run ends, the file stays offered
 */
record OfferedFile(StagedFile file, boolean isOrphan, State state) {

    /** Columns that {@link #of} reads. */
    static final String COLUMNS = """
            f.file_id, f.key, f.last_modified, coalesce(f.pipeline_name, 'unknown') as source, coalesce(f.target_table, 'bronze_transactions') as target_table,
              coalesce(f.ingested_at, f.loaded_at, f.started_at) as bronze_since, f.status, f.rows_loaded, f.rows_retracted, f.loaded_at, f.known_to_silver,
              p.mapping::text as mapping, p.reader_options ->> 'decimal' as decimal_mark, p.pipeline_name is null as is_orphan
            from scout.ingest_files as f
            left join scout.etl_pipelines as p on p.pipeline_name = f.pipeline_name
            """;

    /** @param refresh whether silver has forgotten everything before */
    static OfferedFile of(ResultSet row, boolean refresh) throws SQLException {
        String status = row.getString("status");
        boolean isLoaded = status.equals("loaded") || status.equals("partial");
        State state = new State(
                row.getObject("last_modified", OffsetDateTime.class),
                status,
                row.getLong("rows_loaded"),
                row.getLong("rows_retracted"),
                row.getObject("loaded_at", OffsetDateTime.class));
        StagedFile file = new StagedFile(
                row.getLong("file_id"),
                row.getString("key"),
                state.lastModified(),
                row.getString("source"),
                row.getString("target_table"),
                row.getObject("bronze_since", OffsetDateTime.class),
                state.rowsLoaded() - state.rowsRetracted(),
                isLoaded,
                row.getBoolean("known_to_silver") && !refresh,
                row.getString("mapping"),
                row.getString("decimal_mark"));
        return new OfferedFile(file, isLoaded && row.getBoolean("is_orphan"), state);
    }

    /** What a change of the file changes in its row. */
    record State(
            OffsetDateTime lastModified,
            String status,
            long rowsLoaded,
            long rowsRetracted,
            @Nullable OffsetDateTime loadedAt) {}
}
