package dev.scout.proxy.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.scout.manifest.PublishedDataset;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A published dataset, as the manifest has it. */
@RegisterForReflection
@JsonPropertyOrder({
    "id",
    "date",
    "row_count",
    "latest_csv",
    "sha256",
    "size_bytes",
    "content_type",
    "latest_parquet",
    "parquet_sha256",
    "parquet_size_bytes",
    "schema_version",
    "last_modified",
    "description",
    "update_frequency",
    "columns"
})
@Schema(name = "Dataset")
record DatasetDetails(
        @JsonProperty("id") @Schema(examples = "gold/txn_daily", required = true)
        String id,

        @JsonProperty("date")
        @Schema(description = "The local day of the publication.", format = "date", required = true)
        String date,

        @JsonProperty("row_count") @Schema(required = true) long rowCount,

        @JsonProperty("latest_csv") @Schema(description = "/ and the key of the CSV file.", required = true)
        String latestCsv,

        @JsonProperty("sha256") @Schema(description = "SHA-256 of the CSV file.", required = true)
        String sha256,

        @JsonProperty("size_bytes") @Schema(description = "Size of the CSV file.", required = true)
        long sizeBytes,

        @JsonProperty("content_type") @Schema(required = true)
        String contentType,

        @JsonProperty("latest_parquet") @Schema(description = "/ and the key of the Parquet file.", required = true)
        String latestParquet,

        @JsonProperty("parquet_sha256") @Schema(description = "SHA-256 of the Parquet file.", required = true)
        String parquetSha256,

        @JsonProperty("parquet_size_bytes") @Schema(description = "Size of the Parquet file.", required = true)
        long parquetSizeBytes,

        @JsonProperty("schema_version") @Schema(required = true)
        String schemaVersion,

        @JsonProperty("last_modified")
        @Schema(description = "When the content last changed.", format = "date-time", required = true)
        String lastModified,

        @JsonProperty("description") @Schema(required = true)
        String description,

        @JsonProperty("update_frequency") @Schema(examples = "daily", required = true)
        String updateFrequency,

        @JsonProperty("columns")
        @Schema(description = "In the order in which they stand in the files.", required = true)
        List<Column> columns) {

    static DatasetDetails of(String id, PublishedDataset dataset) {
        return new DatasetDetails(
                id,
                dataset.date().toString(),
                dataset.rowCount(),
                dataset.latestCsv(),
                dataset.sha256(),
                dataset.sizeBytes(),
                dataset.contentType(),
                dataset.latestParquet(),
                dataset.parquetSha256(),
                dataset.parquetSizeBytes(),
                dataset.schemaVersion(),
                Timestamps.format(dataset.lastModified()),
                dataset.description(),
                dataset.updateFrequency(),
                dataset.columns().stream()
                        .map(column -> new Column(column.name(), column.type(), column.description()))
                        .toList());
    }

    /** A column of a dataset. */
    @RegisterForReflection
    @JsonPropertyOrder({"name", "type", "description"})
    @Schema(name = "Column")
    record Column(
            @JsonProperty("name") @Schema(required = true) String name,

            @JsonProperty("type") @Schema(description = "PostgreSQL's name of the type.", required = true)
            String type,

            @JsonProperty("description") @Schema(required = true)
            String description) {}
}
