package dev.scout.e2e;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which points belong together; no SQL finds it. It is k-means in its plainest form, without a library: centres that are points by chance,
 * each point to the nearest, each centre to the mean of its points, until nothing moves.
 */
final class Segments {

    /** Of the real sets at least one start in a hundred ends in the tightest segments; that none of these does is past belief. */
    private static final int STARTS = 2_000;

    private final double[][] points;
    private final double[][] centres;
    private final int[] nearest;

    private Segments(double[][] points, double[][] centres, int[] nearest) {
        this.points = points;
        this.centres = centres;
        this.nearest = nearest;
    }

    /** The number of each point's segment, from 1 in the order of the means of the first coordinate, among equals of the first point. */
    static int[] of(double[][] points, int most) {
        double[][] different = Stream.of(points)
                .map(point -> Arrays.stream(point).boxed().toList())
                .distinct()
                .map(point -> point.stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new);
        int number = Math.min(most, different.length);
        Random random = new Random(1);
        return Stream.generate(() -> around(points, drawn(different, number, random)))
                .limit(number == 0 ? 0 : STARTS)
                .map(Segments::settled)
                .min(Comparator.comparingDouble(Segments::spread))
                .map(Segments::numbered)
                .orElse(new int[0]);
    }

    private static double[][] drawn(double[][] points, int number, Random random) {
        return random.ints(0, points.length)
                .distinct()
                .limit(number)
                .mapToObj(point -> points[point])
                .toArray(double[][]::new);
    }

    private static Segments around(double[][] points, double[][] centres) {
        int[] nearest = Arrays.stream(points)
                .mapToInt(point -> IntStream.range(0, centres.length)
                        .boxed()
                        .min(Comparator.comparingDouble(centre -> distance(point, centres[centre])))
                        .orElseThrow())
                .toArray();
        return new Segments(points, centres, nearest);
    }

    private Segments settled() {
        double[][] means =
                IntStream.range(0, centres.length).mapToObj(this::mean).toArray(double[][]::new);
        Segments next = around(points, means);
        return Arrays.equals(next.nearest, nearest) ? next : next.settled();
    }

    /** Infinitely far away where no point is nearest to it. */
    private double[] mean(int centre) {
        return IntStream.range(0, points[0].length)
                .mapToDouble(coordinate -> IntStream.range(0, points.length)
                        .filter(point -> nearest[point] == centre)
                        .mapToDouble(point -> points[point][coordinate])
                        .average()
                        .orElse(Double.POSITIVE_INFINITY))
                .toArray();
    }

    private double spread() {
        return IntStream.range(0, points.length)
                .mapToDouble(point -> distance(points[point], centres[nearest[point]]))
                .sum();
    }

    private int[] numbered() {
        List<Integer> inOrder = IntStream.range(0, centres.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(centre -> centres[centre][0])
                        .thenComparing(this::firstPoint))
                .toList();
        return Arrays.stream(nearest).map(centre -> inOrder.indexOf(centre) + 1).toArray();
    }

    private int firstPoint(int centre) {
        return IntStream.range(0, points.length)
                .filter(point -> nearest[point] == centre)
                .findFirst()
                .orElse(points.length);
    }

    /** Squared. */
    private static double distance(double[] left, double[] right) {
        return IntStream.range(0, left.length)
                .mapToDouble(i -> (left[i] - right[i]) * (left[i] - right[i]))
                .sum();
    }
}
