package dev.scout.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a full rebuild and one more day cost, by the length of the history, as an SVG picture. Both scales are logarithmic, so that a cost that
 * grows with the history is a slope and one that does not is level.
 */
record CostCurve(List<Point> points) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 440;
    private static final int LEFT = 70;
    private static final int RIGHT = 150;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;

    /** One length of history. */
    record Point(int days, long lines, double fullSeconds, double daySeconds) {}

    String svg() {
        double least = Math.pow(10, Math.floor(Math.log10(least(Point::daySeconds))));
        double most = Math.pow(10, Math.ceil(Math.log10(most(Point::fullSeconds))));
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13" fill="#333">
                <rect width="%1$d" height="%2$d" fill="#fff"/>
                <text x="%3$d" y="26" font-size="16">Seconds of a full rebuild and of one more day, by history</text>
                """, WIDTH, HEIGHT, LEFT));
        for (double tick = least; tick <= most * 1.001; tick *= 10) {
            double y = y(tick, least, most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%3$.1f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    y,
                    LEFT - 8,
                    y + 4,
                    tick < 1 ? String.format(Locale.ROOT, "%.1f", tick) : String.format(Locale.ROOT, "%,.0f", tick)));
        }
        for (Point point : points) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d days</text><text x=\"%1$.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#777\">%,d lines</text>%n",
                    x(point),
                    HEIGHT - BOTTOM + 22,
                    point.days(),
                    HEIGHT - BOTTOM + 40,
                    point.lines()));
        }
        line(svg, "#c0392b", "full rebuild", Point::fullSeconds, least, most);
        line(svg, "#2471a3", "one more day", Point::daySeconds, least, most);
        return svg.append("</svg>\n").toString();
    }

    private void line(
            StringBuilder svg, String colour, String label, ToDoubleFunction<Point> cost, double least, double most) {
        svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" points=\"");
        points.forEach(point -> svg.append(
                String.format(Locale.ROOT, "%.1f,%.1f ", x(point), y(cost.applyAsDouble(point), least, most))));
        svg.append("\"/>\n");
        for (Point point : points) {
            double y = y(cost.applyAsDouble(point), least, most);
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/><text x=\"%1$.1f\" y=\"%.1f\" text-anchor=\"middle\">%.1f</text>%n",
                    x(point),
                    y,
                    colour,
                    y - 10,
                    cost.applyAsDouble(point)));
        }
        Point last = points.get(points.size() - 1);
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
                x(last) + 22,
                y(cost.applyAsDouble(last), least, most) + 4,
                colour,
                label));
    }

    private double x(Point point) {
        double first = Math.log(points.get(0).days());
        double last = Math.log(points.get(points.size() - 1).days());
        double share = last == first ? 0.5 : (Math.log(point.days()) - first) / (last - first);
        return LEFT + 40 + share * (WIDTH - LEFT - RIGHT - 60);
    }

    private static double y(double seconds, double least, double most) {
        double share = (Math.log(seconds) - Math.log(least)) / (Math.log(most) - Math.log(least));
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private double least(ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).min().orElse(1);
    }

    private double most(ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).max().orElse(10);
    }
}
