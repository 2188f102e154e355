package dev.scout.transform.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    Models(List<Model> models) {
        this.ordered = ordered(models);
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

    List<Model> ordered() {
        return ordered;
    }

    private static List<Model> ordered(List<Model> models) {
        Map<String, Model> waiting = new TreeMap<>();
        models.forEach(model -> waiting.put(model.name(), model));
        Map<String, Set<String>> reads = new LinkedHashMap<>();
        waiting.values().forEach(model -> reads.put(model.name(), model.reads()));
        waiting.values()
                .forEach(model -> model.readsBefore().stream()
                        .filter(waiting::containsKey)
                        .forEach(changed ->
                                Objects.requireNonNull(reads.get(changed)).add(model.name())));
        List<Model> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            Optional<Model> next = waiting.values().stream()
                    .filter(model -> waiting.keySet().stream()
                            .noneMatch(other -> Objects.requireNonNull(reads.get(model.name()))
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

    private static String resource(String path) {
        try (InputStream stream = Objects.requireNonNull(Models.class.getResourceAsStream(path), path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The model " + path + " can't be read.", e);
        }
    }
}
