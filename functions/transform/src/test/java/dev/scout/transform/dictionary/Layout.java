package dev.scout.transform.dictionary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Where boxes stand in their columns, and which way edges take through the columns between. An edge has a place of its own in each column that it
 * crosses; places are put in the order that crosses least, of those that a number of sweeps find, then moved towards what they are joined to.
 */
final class Layout {

    private static final int SWEEPS = 60;
    private static final int BOX = 46;
    private static final int PASSAGE = 15;

    /** A box, or the way of an edge through a column. */
    static final class Place {
        private final int column;
        private final int height;
        private final List<Place> left = new ArrayList<>();
        private final List<Place> right = new ArrayList<>();
        private double middle;

        private Place(int column, int height) {
            this.column = column;
            this.height = height;
        }

        int middle() {
            return (int) Math.round(middle);
        }

        int column() {
            return column;
        }
    }

    private final Map<Diagram.Box, Place> boxes = new LinkedHashMap<>();
    private final Map<Diagram.Edge, List<Place>> ways = new LinkedHashMap<>();
    private Map<Integer, List<Place>> columns = new TreeMap<>();

    Layout(Diagram diagram) {
        diagram.boxes().forEach(box -> boxes.put(box, place(box.column(), BOX)));
        diagram.edges().forEach(this::lay);
        order();
        settle();
    }

    private Place place(int column, int height) {
        Place place = new Place(column, height);
        columns.computeIfAbsent(column, c -> new ArrayList<>()).add(place);
        return place;
    }

    private void lay(Diagram.Edge edge) {
        List<Place> way = new ArrayList<>();
        way.add(of(edge.from()));
        for (int column = edge.from().column() + 1; column < edge.to().column(); column++) {
            way.add(place(column, PASSAGE));
        }
        way.add(of(edge.to()));
        ways.put(edge, way);
        if (!edge.isInside()) {
            for (int i = 1; i < way.size(); i++) {
                way.get(i - 1).right.add(way.get(i));
                way.get(i).left.add(way.get(i - 1));
            }
        }
    }

    private void order() {
        Map<Integer, List<Place>> best = copy();
        long fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            boolean rightwards = sweep % 2 == 0;
            List<Integer> order = new ArrayList<>(columns.keySet());
            if (!rightwards) {
                Collections.reverse(order);
            }
            for (int column : order) {
                sort(Objects.requireNonNull(columns.get(column)), rightwards, sweep % 4 < 2);
            }
            if (crossings() < fewest) {
                fewest = crossings();
                best = copy();
            }
        }
        columns = best;
    }

    /** By the mean position, in the column before, of what each is joined to. */
    private void sort(List<Place> column, boolean rightwards, boolean reversingTies) {
        Map<Place, Integer> positions = positions();
        Map<Place, Double> wanted = new HashMap<>();
        for (Place place : column) {
            List<Place> joined = rightwards ? place.left : place.right;
            wanted.put(
                    place,
                    joined.stream()
                            .mapToInt(other -> Objects.requireNonNull(positions.get(other)))
                            .average()
                            .orElse(Objects.requireNonNull(positions.get(place))));
        }
        if (reversingTies) {
            Collections.reverse(column);
        }
        column.sort(Comparator.comparingDouble(place -> Objects.requireNonNull(wanted.get(place))));
    }

    private Map<Place, Integer> positions() {
        Map<Place, Integer> positions = new HashMap<>();
        columns.values().forEach(column -> {
            for (int i = 0; i < column.size(); i++) {
                positions.put(column.get(i), i);
            }
        });
        return positions;
    }

    private long crossings() {
        Map<Place, Integer> positions = positions();
        long crossings = 0;
        for (List<Place> column : columns.values()) {
            List<int[]> lines = new ArrayList<>();
            column.forEach(place -> place.right.forEach(other -> lines.add(new int[] {
                Objects.requireNonNull(positions.get(place)), Objects.requireNonNull(positions.get(other))
            })));
            for (int i = 0; i < lines.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if ((lines.get(i)[0] - lines.get(j)[0]) * (lines.get(i)[1] - lines.get(j)[1]) < 0) {
                        crossings++;
                    }
                }
            }
        }
        return crossings;
    }

    private Map<Integer, List<Place>> copy() {
        Map<Integer, List<Place>> copy = new TreeMap<>();
        columns.forEach((column, places) -> copy.put(column, new ArrayList<>(places)));
        return copy;
    }

    /** Keeps the order, and moves each towards the middle of what it is joined to as far as its neighbours leave room. */
    private void settle() {
        columns.values().forEach(column -> spread(column, 0));
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (List<Place> column : columns.values()) {
                column.forEach(place -> place.middle = joinedMiddle(place));
                double mean = column.stream()
                        .mapToDouble(place -> place.middle)
                        .average()
                        .orElse(0);
                spread(column, mean);
            }
        }
        double top = boxes.values().stream()
                .mapToDouble(place -> place.middle - place.height / 2.0)
                .min()
                .orElse(0);
        columns.values().forEach(column -> column.forEach(place -> place.middle -= top));
    }

    private static double joinedMiddle(Place place) {
        List<Place> joined = new ArrayList<>(place.left);
        joined.addAll(place.right);
        return joined.stream().mapToDouble(other -> other.middle).average().orElse(place.middle);
    }

    /** Makes room between neighbours, and keeps the mean of the column. */
    private static void spread(List<Place> column, double mean) {
        double free = Double.NEGATIVE_INFINITY;
        for (Place place : column) {
            place.middle = Math.max(place.middle, free + place.height / 2.0);
            free = place.middle + place.height / 2.0;
        }
        double moved =
                column.stream().mapToDouble(place -> place.middle).average().orElse(0) - mean;
        column.forEach(place -> place.middle -= moved);
    }

    Place of(Diagram.Box box) {
        return Objects.requireNonNull(boxes.get(box));
    }

    List<Place> way(Diagram.Edge edge) {
        return List.copyOf(Objects.requireNonNull(ways.get(edge)));
    }

    int height() {
        return columns.values().stream()
                .flatMap(List::stream)
                .mapToInt(place -> (int) Math.ceil(place.middle + place.height / 2.0))
                .max()
                .orElse(0);
    }
}
