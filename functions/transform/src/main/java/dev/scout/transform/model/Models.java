package dev.scout.transform.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The models of one layer, each after those that it reads. */
public final class Models {

    private static final String DIRECTORY = "/models/";
    /** A native executable can't list its resources, so they are listed here. */
    private static final String INDEX = DIRECTORY + "index.txt";

    private final List<Model> ordered;
    /** What each reads: by its file, and by checks that people added. */
    private final Map<String, Set<String>> reads;

    Models(List<Model> models) {
        this(models, reads(models));
    }

    private Models(List<Model> models, Map<String, Set<String>> reads) {
        this.reads = reads;
        this.ordered = ordered(models, reads);
    }

    /**
     * The same models, each also after the tables that checks of it read; but for those that read it themselves.
     *
     * @param byChecks tables by the name of the model whose checks read them
     */
    public Models withChecks(Map<String, Set<String>> byChecks) {
        Models all = new Models(ordered, reads(ordered));
        for (Model model : ordered) {
            for (String table : byChecks.getOrDefault(model.name(), Set.of())) {
                if (!table.equals(model.name())
                        && !model.readsBefore().contains(table)
                        && !all.standsOn(table).contains(model.name())) {
                    Objects.requireNonNull(all.reads.get(model.name())).add(table);
                }
            }
        }
        return new Models(ordered, all.reads);
    }

    private static Map<String, Set<String>> reads(List<Model> models) {
        Map<String, Set<String>> reads = new LinkedHashMap<>();
        models.forEach(model -> reads.put(model.name(), model.reads()));
        return reads;
    }

    /** Loads the models of a layer: silver, gold or platinum. */
    public static Models of(String layer) {
        String folder = layer + "/";
        return new Models(resource(INDEX)
                .lines()
                .filter(path -> path.startsWith(folder))
                .map(path ->
                        Model.parse(path.substring(folder.length()).replace(".sql", ""), resource(DIRECTORY + path)))
                .toList());
    }

    /** Names of the models that readers outside of a run see. */
    public Set<String> names() {
        return ordered.stream().filter(Model::isPermanent).map(Model::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Names of the models whose rows readers see; those that only tell the next layer what changed are none of them. */
    public Set<String> buildable() {
        return ordered.stream()
                .filter(model -> model.isPermanent() && !model.isNote())
                .map(Model::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** All of them, each after those that it reads. */
    public List<Model> ordered() {
        return ordered;
    }

    /** Names of all tables that a model stands on: those that it reads, and those that these read, within the layer. */
    public Set<String> standsOn(Model model) {
        return standsOn(model.name());
    }

    private Set<String> standsOn(String model) {
        Set<String> tables = new LinkedHashSet<>();
        collect(model, tables);
        return tables;
    }

    private void collect(String model, Set<String> tables) {
        for (String table : reads.getOrDefault(model, Set.of())) {
            if (tables.add(table)) {
                collect(table, tables);
            }
        }
    }

    /** Whether what a model shows depends on which day it is, by itself or by something that ends with the run. */
    public boolean movesWithTheDay(Model model) {
        Set<String> tables = standsOn(model);
        return model.looksAtCurrentDay()
                || ordered.stream()
                        .filter(other -> !other.isPermanent() && tables.contains(other.name()))
                        .anyMatch(Model::looksAtCurrentDay);
    }

    /** Those of some names of columns that what a model shows depends on, by itself or by what it stands on. */
    public Set<String> looksAt(Model model, Set<String> columns) {
        Set<String> tables = standsOn(model);
        tables.add(model.name());
        return columns.stream()
                .filter(column ->
                        ordered.stream().anyMatch(other -> tables.contains(other.name()) && other.looksAt(column)))
                .collect(Collectors.toSet());
    }

    private static List<Model> ordered(List<Model> models, Map<String, Set<String>> reads) {
        Map<String, Model> waiting = new TreeMap<>();
        models.forEach(model -> waiting.put(model.name(), model));
        Map<String, Set<String>> before = before(models, reads);
        List<Model> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Optional<Model> next = waiting.values().stream()
                    .filter(model -> waiting.keySet().stream()
                            .noneMatch(other -> Objects.requireNonNull(before.get(model.name()))
                                    .contains(other)))
                    .findFirst();
            if (next.isEmpty()) {
                throw new IllegalArgumentException("The models " + waiting.keySet() + " read each other in a circle.");
            }
            ordered.add(next.get());
            waiting.remove(next.get().name());
        }
        return List.copyOf(ordered);
    }

    /** What comes before each: what it reads, and whatever reads the state that it changes. */
    private static Map<String, Set<String>> before(List<Model> models, Map<String, Set<String>> reads) {
        Map<String, Set<String>> before = new LinkedHashMap<>();
        reads.forEach((model, tables) -> before.put(model, new LinkedHashSet<>(tables)));
        models.forEach(model -> model.readsBefore().stream()
                .filter(before::containsKey)
                .forEach(changed -> Objects.requireNonNull(before.get(changed)).add(model.name())));
        return before;
    }

    private static String resource(String path) {
        try (InputStream stream = Objects.requireNonNull(Models.class.getResourceAsStream(path), path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The model " + path + " can't be read.", e);
        }
    }
}
