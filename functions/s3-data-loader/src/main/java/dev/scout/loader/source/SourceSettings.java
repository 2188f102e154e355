package dev.scout.loader.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.source.json.RecordSigns;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline says about how its files are read.
 *
 * @param format {@code auto} or the name of a format
 * @param options the pipeline's {@code reader_options}
 * @param mapping the pipeline's {@code mapping}; null where it has none
 * @param maxRecordBytes a larger record is refused
 */
public record SourceSettings(
        String format, JsonNode options, @Nullable JsonNode mapping, int maxRecordBytes) {

    /** The pipeline's value of an option; null where it leaves the option open. */
    @Nullable
    String option(String name) {
        JsonNode value = options.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    RecordSigns recordSigns() {
        return RecordSigns.of(mapping);
    }
}
