package dev.scout.transform.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClusteringTest {

    @Test
    void rowsThatAreCloseShareACluster() {
        double[][] rows = {{100, 1}, {3, 7}, {50, 1}, {101, 2}, {2, 8}, {51, 2}, {1, 7}};
        assertThat(Clustering.of(rows, 3)).containsExactly(3, 1, 2, 3, 1, 2, 1);
    }

    @Test
    void clustersAreNumberedByTheirMeanOfTheFirstFeature() {
        // By the second feature there are two groups; the mean of the first is 6 in rows 1 and 2, and 5 in rows 3 and
        // 4.
        double[][] rows = {{4, 0}, {8, 0}, {3, 900}, {7, 900}};
        assertThat(Clustering.of(rows, 2)).containsExactly(2, 2, 1, 1);
    }

    @Test
    void theUnitOfAFeatureDoesNotMatter() {
        double[][] rows = {{1, 1}, {1.1, 1}, {5, 1}, {5.1, 1}, {1, 4}, {1.1, 4}};
        double[][] inCentavos = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            inCentavos[i] = new double[] {rows[i][0] * 1024, rows[i][1] / 4096};
        }
        assertThat(Clustering.of(rows, 3)).containsExactly(1, 1, 3, 3, 2, 2);
        assertThat(Clustering.of(inCentavos, 3)).containsExactly(1, 1, 3, 3, 2, 2);
    }

    @Test
    void anUnknownFeatureStandsAtTheMean() {
        assertThat(Clustering.of(new double[][] {{10}, {Double.NaN}, {0}}, 3)).containsExactly(3, 2, 1);
    }

    /** The mean of three times 0.0036 is not 0.0036 in floating point. */
    @Test
    void whereTheKnownValuesAreTheSameAnUnknownOneIsNoDifference() {
        double[][] rows = {{5, 0.0036}, {5, 0.0036}, {5, 0.0036}, {5, Double.NaN}};
        assertThat(Clustering.of(rows, 5)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void thereAreNoMoreClustersThanDifferentRows() {
        assertThat(Clustering.of(new double[][] {{5, 1}, {9, 1}, {5, 1}}, 5)).containsExactly(1, 2, 1);
        assertThat(Clustering.of(new double[][] {{5, Double.NaN}, {5, Double.NaN}}, 5))
                .containsExactly(1, 1);
        assertThat(Clustering.of(new double[0][], 5)).isEmpty();
    }

    /** On a line clusters are sections, so that the tightest four are found by trying all cuts of the sorted values. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void fewRowsAreInTheTightestClustersThereAre(int seed) {
        double[] values = new Random(seed).doubles(40).sorted().toArray();
        double tightest = Double.MAX_VALUE;
        for (int a = 1; a < values.length; a++) {
            for (int b = a + 1; b < values.length; b++) {
                for (int c = b + 1; c < values.length; c++) {
                    double squares = squares(values, 0, a)
                            + squares(values, a, b)
                            + squares(values, b, c)
                            + squares(values, c, values.length);
                    tightest = Math.min(tightest, squares);
                }
            }
        }
        double[][] rows =
                Arrays.stream(values).mapToObj(value -> new double[] {value}).toArray(double[][]::new);
        int[] clusters = Clustering.of(rows, 4);

        double found = 0;
        for (int from = 0; from < values.length; ) {
            int to = from;
            while (to < values.length && clusters[to] == clusters[from]) {
                to++;
            }
            found += squares(values, from, to);
            from = to;
        }
        assertThat(found).isCloseTo(tightest, within(1e-12));
    }

    /** Squared distances of a section's values to their mean. */
    private static double squares(double[] values, int from, int to) {
        double mean = Arrays.stream(values, from, to).average().orElseThrow();
        return Arrays.stream(values, from, to)
                .map(value -> (value - mean) * (value - mean))
                .sum();
    }

    @Test
    void theSameRowsGiveTheSameClusters() {
        Random random = new Random(1);
        double[][] rows = new double[300][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {random.nextDouble(), random.nextGaussian(), random.nextInt(4)};
        }
        assertThat(Clustering.of(rows, 5)).isEqualTo(Clustering.of(rows, 5)).contains(1, 2, 3, 4, 5);
    }
}
