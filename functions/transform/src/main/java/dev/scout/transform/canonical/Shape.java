package dev.scout.transform.canonical;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The record shapes that need no configuration. Which one a record has is told by its keys. */
enum Shape {
    /** Nested record of an edge device. */
    EDGE("edge", Set.of("ts_utc", "store", "items", "amounts", "request")),
    /** Transaction of a point of sale or an app: one main product and what went with it. */
    POS("pos", Set.of("peso_value", "location", "combo_basket", "units_per_transaction", "substitution_event")),
    /** Flat edge record: an amount without lines. What is none of the others is read as this. */
    FLAT("flat", Set.of());

    @SuppressWarnings("ImmutableEnumChecker") // the set is unmodifiable
    private final Set<String> keys;

    @SuppressWarnings("ImmutableEnumChecker") // nobody can change a mapping
    private final Mapping mapping;

    Shape(String name, Set<String> keys) {
        this.keys = keys;
        this.mapping = Mapping.parse(resource("/shapes/" + name + ".json"));
    }

    static Shape of(@Nullable Object record) {
        if (record instanceof Map<?, ?> map) {
            for (Shape shape : values()) {
                if (shape.keys.stream().anyMatch(map::containsKey)) {
                    return shape;
                }
            }
            return map.containsKey("id") && !map.containsKey("transaction_id") ? POS : FLAT;
        }
        return FLAT;
    }

    Mapping mapping() {
        return mapping;
    }

    private static String resource(String path) {
        try (InputStream stream = Objects.requireNonNull(Shape.class.getResourceAsStream(path), path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The shape " + path + " can't be read.", e);
        }
    }
}
