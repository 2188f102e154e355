package dev.scout.proxy.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.scout.manifest.PublishedDataset;
import dev.scout.proxy.signing.SignedUrl;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A link and what one gets through it. */
@RegisterForReflection
@JsonPropertyOrder({"signed_url", "expires_at", "dataset_info"})
@Schema(name = "SignedLink")
record SignedLink(
        @JsonProperty("signed_url")
        @Schema(
                description = "Opens the file with a plain GET, without a token, until expires_at.",
                format = "uri",
                required = true)
        String signedUrl,

        @JsonProperty("expires_at")
        @Schema(description = "When the link stops working.", format = "date-time", required = true)
        String expiresAt,

        @JsonProperty("dataset_info") @Schema(required = true)
        DatasetInfo datasetInfo) {

    static SignedLink of(SignedUrl url, DatasetId id, FileFormat format, PublishedDataset dataset) {
        DatasetInfo info = new DatasetInfo(
                id.toString(),
                dataset.rowCount(),
                format.sizeBytesOf(dataset),
                format.sha256Of(dataset),
                Timestamps.format(dataset.lastModified()),
                dataset.description(),
                format);
        return new SignedLink(url.url(), Timestamps.format(url.expiresAt()), info);
    }

    /** The file behind the link. */
    @RegisterForReflection
    @JsonPropertyOrder({"id", "row_count", "size_bytes", "sha256", "last_updated", "description", "format"})
    @Schema(name = "DatasetInfo")
    record DatasetInfo(
            @JsonProperty("id") @Schema(description = "The dataset's id.", examples = "gold/txn_daily", required = true)
            String id,

            @JsonProperty("row_count") @Schema(description = "Rows in the file, without a header.", required = true)
            long rowCount,

            @JsonProperty("size_bytes") @Schema(description = "The file's size.", required = true)
            long sizeBytes,

            @JsonProperty("sha256")
            @Schema(description = "SHA-256 of the file's bytes, lower-case hex.", required = true)
            String sha256,

            @JsonProperty("last_updated")
            @Schema(
                    description = "When the content last changed.",
                    format = "date-time",
                    type = SchemaType.STRING,
                    required = true)
            String lastUpdated,

            @JsonProperty("description") @Schema(required = true)
            String description,

            @JsonProperty("format") @Schema(required = true) FileFormat format) {}
}
