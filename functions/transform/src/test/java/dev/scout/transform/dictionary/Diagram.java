package dev.scout.transform.dictionary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The tables and datasets as boxes in columns, and what comes from what: bronze, then each layer, then datasets. A layer in which many tables read
 * others of it takes two columns, the tables that are read on the left.
 */
final class Diagram {

    static final String DATASETS = "datasets";

    /** More edges than these inside of one column would be drawn over each other. */
    private static final int EDGES_INSIDE = 2;

    private final List<Box> boxes = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();

    /** @param layer that it belongs to: bronze, one of the three, or datasets */
    record Box(String name, String layer, int column) {}

    record Edge(Box from, Box to) {

        boolean isInside() {
            return from.column() == to.column();
        }
    }

    Diagram(List<Entry> entries) {
        Map<String, Box> byName = new LinkedHashMap<>();
        add(byName, new Box(Lineage.BRONZE, Lineage.BRONZE, 0));
        int column = 1;
        for (String layer : Dictionary.LAYERS) {
            List<Entry> tables = entries.stream()
                    .filter(entry -> entry.layer().equals(layer))
                    .toList();
            List<String> read = readInside(tables);
            boolean parted = read.size() > EDGES_INSIDE;
            for (Entry table : tables) {
                add(byName, new Box(table.name(), layer, parted && !read.contains(table.name()) ? column + 1 : column));
            }
            column += parted ? 2 : 1;
        }
        int last = column;
        entries.forEach(entry -> {
            Box box = Objects.requireNonNull(byName.get(entry.name()));
            entry.reads().stream()
                    .flatMap(name -> Stream.ofNullable(byName.get(name)))
                    .forEach(from -> edges.add(new Edge(from, box)));
        });
        entries.forEach(entry -> {
            if (entry.dataset() != null) {
                Box dataset = new Box(entry.dataset().id(), DATASETS, last);
                boxes.add(dataset);
                edges.add(new Edge(Objects.requireNonNull(byName.get(entry.name())), dataset));
            }
        });
    }

    private void add(Map<String, Box> byName, Box box) {
        byName.put(box.name(), box);
        boxes.add(box);
    }

    /** The origins, one for each time that a table of the layer comes from another of it. */
    private static List<String> readInside(List<Entry> tables) {
        Set<String> names = Set.copyOf(tables.stream().map(Entry::name).toList());
        return tables.stream()
                .flatMap(table -> table.reads().stream())
                .filter(names::contains)
                .toList();
    }

    List<Box> boxes() {
        return List.copyOf(boxes);
    }

    List<Edge> edges() {
        return List.copyOf(edges);
    }
}
