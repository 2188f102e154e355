package dev.scout.transform.canonical;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says where each canonical field of a source stands in its records. Users write it as JSON into {@code etl_pipelines.mapping}; the shapes
 * that Scout knows are written in it too.
 */
public final class Mapping {

    private static final Set<String> PARTS =
            Set.of("column", "columns", "alternatives", "format", "time_zone", "offset_minutes", "default", "values");

    private final Map<Field, FieldSource> sources;
    private final Map<Level, List<Map.Entry<Field, FieldSource>>> byLevel;
    private final @Nullable Location items;
    private final @Nullable Subject subject;
    private final boolean lineItems;

    private Mapping(Map<Field, FieldSource> sources, @Nullable Location items, @Nullable Subject subject) {
        this.sources = sources;
        this.byLevel = sources.entrySet().stream()
                .map(Map.Entry::copyOf)
                .collect(Collectors.groupingBy(source -> source.getKey().level()));
        this.items = items;
        this.subject = subject;
        this.lineItems = items == null && byLevel.containsKey(Level.LINE);
    }

    /** @throws IllegalArgumentException with a sentence, where the mapping can't work */
    public static Mapping parse(String json) {
        Object parsed;
        try {
            parsed = Json.read(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("The mapping is not JSON.", e);
        }
        if (!(parsed instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("The mapping is not a JSON object.");
        }
        Map<Field, FieldSource> sources = new EnumMap<>(Field.class);
        Location items = null;
        Subject subject = null;
        for (Map.Entry<?, ?> entry : fields.entrySet()) {
            String name = String.valueOf(entry.getKey());
            try {
                if (name.equals("items")) {
                    items = Location.parse(text(entry.getValue()));
                } else if (name.equals("describes")) {
                    subject = Subject.named(entry.getValue());
                } else {
                    sources.put(field(name), source(entry.getValue()));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("mapping." + name + " " + e.getMessage() + ".", e);
            }
        }
        return new Mapping(sources, items, subject);
    }

    /** Where the field's values come from; null where the records have none. */
    @Nullable
    FieldSource source(Field field) {
        return sources.get(field);
    }

    /** The fields of a level that the records have, in their order. */
    List<Map.Entry<Field, FieldSource>> sources(Level level) {
        return byLevel.getOrDefault(level, List.of());
    }

    @Nullable
    Location items() {
        return items;
    }

    /** What the records describe, where they are no transactions. */
    @Nullable
    Subject subject() {
        return subject;
    }

    /** Whether each record is a line: the rows of a file with one transaction id are then one transaction. */
    public boolean isLineItems() {
        return lineItems;
    }

    private static Field field(String name) {
        Field field = Field.named(name);
        if (field == null) {
            throw new IllegalArgumentException("is not a canonical field");
        }
        return field;
    }

    private static FieldSource source(@Nullable Object spec) {
        if (spec instanceof String column) {
            return new FieldSource(List.of(Location.parse(column)), List.of(), Map.of(), null, List.of(), null, null);
        }
        if (!(spec instanceof Map<?, ?> parts)) {
            throw new IllegalArgumentException("is neither a column's name nor an object");
        }
        for (Object part : parts.keySet()) {
            if (!PARTS.contains(String.valueOf(part))) {
                throw new IllegalArgumentException("has \"" + part + "\", which means nothing here");
            }
        }
        return new FieldSource(
                columns(parts),
                locations(parts.get("alternatives")),
                values(parts.get("values")),
                parts.get("default"),
                patterns(parts.get("format")),
                parts.get("time_zone") == null ? null : zone(text(parts.get("time_zone"))),
                parts.get("offset_minutes") == null ? null : Location.parse(text(parts.get("offset_minutes"))));
    }

    private static List<Location> columns(Map<?, ?> parts) {
        return parts.get("column") == null
                ? locations(parts.get("columns"))
                : List.of(Location.parse(text(parts.get("column"))));
    }

    private static List<Location> locations(@Nullable Object names) {
        return texts(names).stream().map(Location::parse).toList();
    }

    private static List<DatePattern> patterns(@Nullable Object format) {
        return texts(format).stream().map(Mapping::pattern).toList();
    }

    private static DatePattern pattern(String pattern) {
        try {
            return new DatePattern(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has the pattern \"" + pattern + "\", which is not one of java.time", e);
        }
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("has the time zone \"" + name + "\", which is unknown", e);
        }
    }

    private static Map<String, @Nullable Object> values(@Nullable Object values) {
        if (values == null) {
            return Map.of();
        }
        if (!(values instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("has values that are not an object");
        }
        Map<String, @Nullable Object> byText = new LinkedHashMap<>();
        map.forEach((from, to) -> byText.put(String.valueOf(from).strip(), to));
        return byText;
    }

    private static List<String> texts(@Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list
                ? list.stream().map(Mapping::text).collect(Collectors.toList())
                : List.of(text(value));
    }

    private static String text(@Nullable Object value) {
        if (!(value instanceof String text)) {
            throw new IllegalArgumentException("has \"" + value + "\" where a text belongs");
        }
        return text;
    }
}
