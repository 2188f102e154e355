package dev.scout.transform.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Cluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.DoublePoint;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.evaluation.ClusterEvaluator;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/** Groups rows that are alike: k-means++ over standardised features, of several starts the one with the tightest clusters. */
final class Clustering {

    /** With the order of the rows, it makes the outcome a function of them. */
    private static final int SEED = 7;

    private static final int FEWEST_STARTS = 10;

    /** Of few rows so many starts that as a rule the tightest clusters are found, whatever the seed; they take no more time than ten of a thousand. */
    private static final int ROWS_OF_ALL_STARTS = 10_000;

    private static final int MOST_STEPS = 200;

    private Clustering() {}

    /**
     * Finds each row's cluster.
     *
     * @param rows features of each row; NaN where it has none, which counts as the mean of the others
     * @param most number of clusters; fewer where there are fewer different rows
     * @return the number of each row's cluster, from 1 in the order of the clusters' means of the first feature
     */
    static int[] of(double[][] rows, int most) {
        List<Row> points = standardised(rows);
        int clusters = Math.min(most, different(points));
        int[] numbers = new int[rows.length];
        if (clusters > 0) {
            List<CentroidCluster<Row>> found = clustered(points, clusters);
            found.sort(Comparator.comparingDouble(Clustering::firstFeature).thenComparingInt(Clustering::firstRow));
            for (int cluster = 0; cluster < found.size(); cluster++) {
                for (Row row : found.get(cluster).getPoints()) {
                    numbers[row.index] = cluster + 1;
                }
            }
        }
        return numbers;
    }

    private static List<CentroidCluster<Row>> clustered(List<Row> points, int clusters) {
        EuclideanDistance distance = new EuclideanDistance();
        KMeansPlusPlusClusterer<Row> once =
                new KMeansPlusPlusClusterer<>(clusters, MOST_STEPS, distance, new Well19937c(SEED));
        int starts = Math.max(FEWEST_STARTS, ROWS_OF_ALL_STARTS / points.size());
        return new MultiKMeansPlusPlusClusterer<>(once, starts, new SquaredDistances(distance)).cluster(points);
    }

    /** Each feature less its mean, in deviations; 0 where the rows do not differ in it. */
    private static List<Row> standardised(double[][] rows) {
        int features = rows.length == 0 ? 0 : rows[0].length;
        double[][] standardised = new double[rows.length][features];
        for (int f = 0; f < features; f++) {
            int feature = f;
            double[] known = Arrays.stream(rows)
                    .mapToDouble(row -> row[feature])
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            boolean same = Arrays.stream(known).distinct().count() < 2;
            double mean = Arrays.stream(known).average().orElse(0);
            double deviation = Math.sqrt(Arrays.stream(known)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0));
            for (int i = 0; i < rows.length; i++) {
                double value = rows[i][f];
                // Equal values can be a last digit away from their mean, and the deviation is that digit.
                standardised[i][f] = Double.isNaN(value) || same ? 0 : (value - mean) / deviation;
            }
        }
        return IntStream.range(0, rows.length)
                .mapToObj(index -> new Row(index, standardised[index]))
                .toList();
    }

    private static int different(List<Row> points) {
        Set<DoublePoint> different = new HashSet<>();
        points.forEach(point -> different.add(new DoublePoint(point.features)));
        return different.size();
    }

    private static double firstFeature(Cluster<Row> cluster) {
        return cluster.getPoints().stream()
                .mapToDouble(row -> row.features[0])
                .average()
                .orElse(0);
    }

    private static int firstRow(Cluster<Row> cluster) {
        return cluster.getPoints().stream().mapToInt(row -> row.index).min().orElse(0);
    }

    /** A row with what it is compared by. */
    private static final class Row implements Clusterable {

        private final int index;
        private final double[] features;

        Row(int index, double[] features) {
            this.index = index;
            this.features = features;
        }

        @Override
        public double[] getPoint() {
            return features;
        }
    }

    /** What k-means makes small: the squared distances to the centres. The library's own measure is blind to points in a ring. */
    private static final class SquaredDistances extends ClusterEvaluator<Row> {

        SquaredDistances(EuclideanDistance distance) {
            super(distance);
        }

        @Override
        public double score(List<? extends Cluster<Row>> clusters) {
            double sum = 0;
            for (Cluster<Row> cluster : clusters) {
                Clusterable centre = centroidOf(cluster);
                for (Row row : cluster.getPoints()) {
                    double distance = distance(row, centre);
                    sum += distance * distance;
                }
            }
            return sum;
        }
    }
}
