package dev.scout.proxy.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.scout.manifest.PublishedDataset;
import dev.scout.proxy.problem.ProblemCode;
import dev.scout.proxy.problem.ProblemException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The files that a dataset is published as. */
@Schema(enumeration = {"csv", "parquet"})
enum FileFormat {
    @JsonProperty("csv")
    CSV,
    @JsonProperty("parquet")
    PARQUET;

    /** @throws ProblemException {@code INVALID_FORMAT} */
    static FileFormat parse(String text) {
        return switch (text) {
            case "csv" -> CSV;
            case "parquet" -> PARQUET;
            default -> throw new ProblemException(ProblemCode.INVALID_FORMAT, "format must be csv or parquet.");
        };
    }

    String keyOf(PublishedDataset dataset) {
        return this == CSV ? dataset.csvKey() : dataset.parquetKey();
    }

    long sizeBytesOf(PublishedDataset dataset) {
        return this == CSV ? dataset.sizeBytes() : dataset.parquetSizeBytes();
    }

    String sha256Of(PublishedDataset dataset) {
        return this == CSV ? dataset.sha256() : dataset.parquetSha256();
    }
}
