package dev.scout.transform.dictionary;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** {@code docs/lineage.svg}: from left to right, where the rows of each table come from. */
final class LineagePicture {

    private static final int TOP = 58;
    private static final int MARGIN = 16;
    private static final int BETWEEN = 84;
    private static final int BOX_HEIGHT = 32;
    private static final int PADDING = 12;
    private static final double CHARACTER = 7.1;
    private static final double PORTS = 22;

    /** Of a layer: its line and its ground. */
    private static final Map<String, List<String>> COLOURS = Map.of(
            "bronze", List.of("#a0622d", "#fbf1e8"),
            "silver", List.of("#66727f", "#f1f4f7"),
            "gold", List.of("#b28a00", "#fdf7e0"),
            "platinum", List.of("#4d5fae", "#eff1fb"),
            "datasets", List.of("#2b7a56", "#eaf6f0"));

    private final Diagram diagram;
    private final Layout layout;
    private final Map<Integer, Integer> widths = new TreeMap<>();
    private final Map<Integer, Integer> lefts = new TreeMap<>();
    private final StringBuilder svg = new StringBuilder();

    private LineagePicture(Diagram diagram) {
        this.diagram = diagram;
        this.layout = new Layout(diagram);
        diagram.boxes()
                .forEach(box -> widths.merge(
                        box.column(), (int) Math.ceil(box.name().length() * CHARACTER) + 2 * PADDING, Math::max));
        int left = MARGIN + PADDING;
        for (Map.Entry<Integer, Integer> width : widths.entrySet()) {
            lefts.put(width.getKey(), left);
            left += width.getValue() + BETWEEN;
        }
    }

    static String of(List<Entry> entries) {
        return new LineagePicture(new Diagram(entries)).draw();
    }

    private String draw() {
        int width = right(widths.size() - 1) + PADDING + MARGIN;
        int height = TOP + layout.height() + MARGIN + PADDING;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height + "\" width=\""
                        + width + "\" height=\"" + height
                        + "\" font-family=\"ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif\" font-size=\"12.5\">");
        line("<title>Where the rows of each table come from</title>");
        line(
                "<desc>Made by DictionaryIT from what the models read. Arrows lead from a table to those that are made of it.</desc>");
        line("<rect width=\"" + width + "\" height=\"" + height + "\" rx=\"10\" fill=\"#ffffff\"/>");
        COLOURS.keySet().stream()
                .sorted()
                .forEach(layer -> line("<marker id=\"" + layer
                        + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\" markerUnits=\"userSpaceOnUse\">"
                        + "<path d=\"M0 0.5 L8 4 L0 7.5 z\" fill=\"" + colour(layer) + "\"/></marker>"));
        COLOURS.keySet().stream().sorted().forEach(layer -> band(layer, height));
        diagram.edges().forEach(this::edge);
        diagram.boxes().forEach(this::box);
        line("</svg>");
        return svg.toString();
    }

    private void band(String layer, int height) {
        List<Integer> columns = diagram.boxes().stream()
                .filter(box -> box.layer().equals(layer))
                .map(Diagram.Box::column)
                .sorted()
                .toList();
        if (columns.isEmpty()) {
            return;
        }
        int x = left(columns.get(0)) - PADDING;
        int end = right(columns.get(columns.size() - 1)) + PADDING;
        line("<rect x=\"" + x + "\" y=\"" + MARGIN + "\" width=\"" + (end - x) + "\" height=\"" + (height - 2 * MARGIN)
                + "\" rx=\"8\" fill=\"" + ground(layer) + "\"/>");
        line("<text x=\"" + (x + PADDING) + "\" y=\"" + (MARGIN + 24)
                + "\" font-size=\"15\" font-weight=\"600\" fill=\"" + colour(layer) + "\">" + layer + "</text>");
    }

    private void box(Diagram.Box box) {
        int middle = TOP + layout.of(box).middle();
        line("<rect x=\"" + left(box.column()) + "\" y=\"" + (middle - BOX_HEIGHT / 2) + "\" width=\""
                + width(box.column()) + "\" height=\"" + BOX_HEIGHT + "\" rx=\"6\" fill=\"#ffffff\" stroke=\""
                + colour(box.layer()) + "\" stroke-width=\"1.4\"/>");
        line("<text x=\"" + (left(box.column()) + PADDING) + "\" y=\"" + (middle + 4) + "\" fill=\"#1f2328\">"
                + box.name() + "</text>");
    }

    private void edge(Diagram.Edge edge) {
        String layer = edge.from().layer();
        int begin = TOP + layout.of(edge.from()).middle() + port(edge, true);
        int end = TOP + layout.of(edge.to()).middle() + port(edge, false);
        StringBuilder path = new StringBuilder("M" + right(edge.from().column()) + " " + begin);
        if (edge.isInside()) {
            int x = right(edge.from().column());
            path.append(" C")
                    .append(x + 34)
                    .append(' ')
                    .append(begin)
                    .append(' ')
                    .append(x + 34)
                    .append(' ')
                    .append(end)
                    .append(' ')
                    .append(x + 1)
                    .append(' ')
                    .append(end);
        } else {
            List<Layout.Place> way = layout.way(edge);
            int x = right(edge.from().column());
            int y = begin;
            for (Layout.Place place : way.subList(1, way.size() - 1)) {
                int middle = TOP + place.middle();
                curve(path, x, y, left(place.column()), middle);
                x = right(place.column());
                y = middle;
                path.append(" H").append(x);
            }
            curve(path, x, y, left(edge.to().column()) - 1, end);
        }
        line("<path d=\"" + path + "\" fill=\"none\" stroke=\"" + colour(layer)
                + "\" stroke-opacity=\"0.75\" stroke-width=\"1.3\" marker-end=\"url(#" + layer + ")\"/>");
    }

    private static void curve(StringBuilder path, int x, int y, int toX, int toY) {
        int half = (toX - x) / 2;
        path.append(" C")
                .append(x + half)
                .append(' ')
                .append(y)
                .append(' ')
                .append(toX - half)
                .append(' ')
                .append(toY)
                .append(' ')
                .append(toX)
                .append(' ')
                .append(toY);
    }

    /** Edges at one side of a box are spread over it, in the order of where they lead. */
    private int port(Diagram.Edge edge, boolean leaving) {
        List<Diagram.Edge> all = diagram.edges().stream()
                .filter(other -> (leaving || edge.isInside())
                        ? isAtTheRightOf(other, leaving ? edge.from() : edge.to())
                        : other.to().equals(edge.to()) && !other.isInside())
                .sorted(Comparator.comparingInt(
                        other -> far(other, leaving ? edge.from() : edge.to(), leaving || edge.isInside())))
                .toList();
        double step = all.size() < 2 ? 0 : Math.min(8, PORTS / (all.size() - 1));
        return (int) Math.round((all.indexOf(edge) - (all.size() - 1) / 2.0) * step);
    }

    private static boolean isAtTheRightOf(Diagram.Edge edge, Diagram.Box box) {
        return edge.from().equals(box) || (edge.isInside() && edge.to().equals(box));
    }

    private int far(Diagram.Edge edge, Diagram.Box box, boolean right) {
        List<Layout.Place> way = layout.way(edge);
        if (edge.isInside()) {
            return layout.of(edge.from().equals(box) ? edge.to() : edge.from()).middle();
        }
        return way.get(right ? 1 : way.size() - 2).middle();
    }

    private int left(int column) {
        return Objects.requireNonNull(lefts.get(column));
    }

    private int width(int column) {
        return Objects.requireNonNull(widths.get(column));
    }

    private int right(int column) {
        return left(column) + width(column);
    }

    private static String colour(String layer) {
        return Objects.requireNonNull(COLOURS.get(layer)).get(0);
    }

    private static String ground(String layer) {
        return Objects.requireNonNull(COLOURS.get(layer)).get(1);
    }

    private void line(String text) {
        svg.append(text).append('\n');
    }
}
