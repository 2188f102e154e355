package dev.scout.transform.run;

import dev.scout.ScoutException;
import dev.scout.runs.Layer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A part of the transformation that is one transaction. */
public enum Stage {
    SILVER(Layer.SILVER),
    GOLD(Layer.GOLD),
    PLATINUM(Layer.PLATINUM);

    private final Layer layer;

    Stage(Layer layer) {
        this.layer = layer;
    }

    /** The stage of that name, as an event has it. */
    public static Stage named(String label) {
        return Arrays.stream(values())
                .filter(stage -> stage.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new ScoutException(
                        "INVALID_EVENT",
                        false,
                        "There is no stage \"" + label + "\"; there are "
                                + Arrays.stream(values()).map(Stage::label).collect(Collectors.joining(", ")) + ".",
                        null));
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Layer layer() {
        return layer;
    }

    /** The stage that builds on this one. */
    public Optional<Stage> next() {
        return switch (this) {
            case SILVER -> Optional.of(GOLD);
            case GOLD -> Optional.of(PLATINUM);
            case PLATINUM -> Optional.empty();
        };
    }
}
