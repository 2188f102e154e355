package dev.scout.transform.run;

import dev.scout.transform.model.Models;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The models of each stage, loaded once. */
public final class StageModels {

    private static final Map<Stage, Models> BY_STAGE = load();

    private StageModels() {}

    /** Names of a stage's models, as an event may ask for them. */
    public static Set<String> names(Stage stage) {
        return of(stage).names();
    }

    /** Names of all stages' models whose rows readers see. */
    static Set<String> buildable() {
        Set<String> names = new LinkedHashSet<>();
        BY_STAGE.values().forEach(models -> names.addAll(models.buildable()));
        return names;
    }

    /** Names of the tables that the stage after another reads; none after the last. */
    static Set<String> readAfter(Stage stage) {
        Set<String> tables = new LinkedHashSet<>();
        stage.next().ifPresent(next -> of(next).ordered().forEach(model -> tables.addAll(model.reads())));
        return tables;
    }

    static Models of(Stage stage) {
        return Objects.requireNonNull(BY_STAGE.get(stage));
    }

    private static Map<Stage, Models> load() {
        Map<Stage, Models> models = new EnumMap<>(Stage.class);
        Arrays.stream(Stage.values()).forEach(stage -> models.put(stage, Models.of(stage.label())));
        return Collections.unmodifiableMap(models);
    }
}
