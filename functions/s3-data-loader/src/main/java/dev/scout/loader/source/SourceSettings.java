package dev.scout.loader.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
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

    private static final Set<String> SHAPES = Set.of("transaction_id", "id", "store", "store_id", "items");

    /** The pipeline's value of an option; null where it leaves the option open. */
    @Nullable
    String option(String name) {
        JsonNode value = options.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    /**
     * The top-level members by which an object is known to be a record itself, and not a wrapper around an array of records: those of the
     * known shapes and those that the mapping reads.
     */
    Set<String> recordMembers() {
        if (mapping == null) {
            return SHAPES;
        }
        Set<String> members = new HashSet<>(SHAPES);
        mapping.forEach(specification -> {
            addMember(members, specification);
            addMember(members, specification.path("column"));
            specification.path("columns").forEach(column -> addMember(members, column));
        });
        return members;
    }

    private static void addMember(Set<String> members, JsonNode column) {
        if (!column.isTextual() || column.textValue().startsWith("@")) {
            return;
        }
        String path = column.textValue();
        if (path.startsWith("$.")) {
            String first = path.substring(2).split("[.\\[]", 2)[0];
            members.add(first);
        } else {
            members.add(path);
        }
    }
}
