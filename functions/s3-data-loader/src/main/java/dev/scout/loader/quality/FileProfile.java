package dev.scout.loader.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the records of a file, or of a part of it, are like. Two parts add up, in any order.
 *
 * @param records how many were looked at
 * @param typed whether the format tells numbers from text
 * @param columns in the order in which they were met
 * @param moreColumns whether there were more columns than are kept
 * @param sampled how many records were compared with each other
 * @param repeated how many of those were exactly as an earlier one
 * @param sketch which those were, for adding up; null where that is not needed any more
 */
public record FileProfile(
        long records,
        boolean typed,
        List<ColumnProfile> columns,
        boolean moreColumns,
        long sampled,
        long repeated,
        @Nullable String sketch) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DECIMALS = 6;

    /** What the records of this and the other have in common, and what either has alone. */
    public FileProfile merge(FileProfile other) {
        Map<String, ColumnProfile> merged = new LinkedHashMap<>();
        columns.forEach(column -> merged.put(column.name(), column));
        boolean more = moreColumns || other.moreColumns;
        for (ColumnProfile column : other.columns) {
            if (merged.size() < ColumnIndex.MOST_COLUMNS || merged.containsKey(column.name())) {
                merged.merge(column.name(), column, ColumnProfile::plus);
            } else {
                more = true;
            }
        }
        DuplicateSketch together = together(other);
        return new FileProfile(
                records + other.records,
                typed && other.typed,
                List.copyOf(merged.values()),
                more,
                together == null ? sampled + other.sampled : together.sampled(),
                together == null ? repeated + other.repeated : together.repeated(),
                together == null ? null : together.told());
    }

    /** Share of the cells that have a value, to 6 decimals; null where there are no cells. */
    @Nullable
    BigDecimal completeness() {
        long cells = records * columns.size();
        long filled = columns.stream()
                .mapToLong(column -> column.present() - column.nulls())
                .sum();
        return cells == 0 ? null : ratio(filled, cells);
    }

    /** Share of the records that repeat an earlier one, to 6 decimals; null where there are none. */
    @Nullable
    BigDecimal duplicateRate() {
        return sampled == 0 ? null : ratio(repeated, sampled);
    }

    private static BigDecimal ratio(long part, long whole) {
        return BigDecimal.valueOf(part)
                .divide(BigDecimal.valueOf(whole), MathContext.DECIMAL64)
                .setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /** With all that is needed to add it to another. */
    public String toJson() {
        ObjectNode json = json();
        if (sketch != null) {
            json.put("sketch", sketch);
        }
        return json.toString();
    }

    /** For people: without what only serves to add up. */
    String toldJson() {
        return json().toString();
    }

    public static FileProfile of(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A profile is always JSON", e);
        }
        List<ColumnProfile> columns = new ArrayList<>();
        json.path("columns").forEach(column -> columns.add(ColumnProfile.of(column)));
        return new FileProfile(
                json.path("records").asLong(),
                json.path("typed").asBoolean(),
                List.copyOf(columns),
                json.path("more_columns").asBoolean(),
                json.path("compared").asLong(),
                json.path("repeated").asLong(),
                json.hasNonNull("sketch") ? json.get("sketch").textValue() : null);
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("records", records)
                .put("typed", typed)
                .put("compared", sampled)
                .put("repeated", repeated);
        if (moreColumns) {
            json.put("more_columns", true);
        }
        ArrayNode list = json.putArray("columns");
        columns.forEach(column -> list.add(column.toJson()));
        return json;
    }

    private @Nullable DuplicateSketch together(FileProfile other) {
        if (sketch == null || other.sketch == null) {
            return null;
        }
        DuplicateSketch all = DuplicateSketch.of(sketch);
        all.addAll(DuplicateSketch.of(other.sketch));
        return all;
    }
}
