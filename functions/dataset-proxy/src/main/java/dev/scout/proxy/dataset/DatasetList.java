package dev.scout.proxy.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.scout.manifest.Manifest;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The published datasets, all of one consistent moment of the database. */
@RegisterForReflection
@JsonPropertyOrder({"generated_at", "version", "total_datasets", "datasets"})
@Schema(name = "DatasetList")
record DatasetList(
        @JsonProperty("generated_at")
        @Schema(description = "The moment that the datasets show.", format = "date-time", required = true)
        String generatedAt,

        @JsonProperty("version") @Schema(description = "Version of the manifest's form.", required = true)
        String version,

        @JsonProperty("total_datasets") @Schema(required = true)
        int totalDatasets,

        @JsonProperty("datasets") @Schema(description = "By id, in the order of the ids.", required = true)
        Map<String, DatasetDetails> datasets) {

    static DatasetList of(Manifest manifest) {
        Map<String, DatasetDetails> datasets = new TreeMap<>();
        manifest.datasets().forEach((id, dataset) -> datasets.put(id, DatasetDetails.of(id, dataset)));
        return new DatasetList(
                Timestamps.format(manifest.generatedAt()), manifest.version(), datasets.size(), datasets);
    }
}
