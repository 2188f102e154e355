package dev.scout.local.generate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Values that are drawn more or less often, by whole weights. */
final class Weighted<T> {

    private final List<T> values;
    private final int[] upTo;

    Weighted(List<T> values, ToIntFunction<T> weight) {
        this.values = List.copyOf(values);
        this.upTo = values.stream().mapToInt(weight).toArray();
        Arrays.parallelPrefix(upTo, Integer::sum);
    }

    /** Values and their weights in turn: {@code of("cash", 80, "gcash", 20)}. */
    static Weighted<String> of(Object... valuesAndWeights) {
        List<Object> pairs = List.of(valuesAndWeights);
        List<String> values = IntStream.range(0, pairs.size() / 2)
                .mapToObj(i -> (String) pairs.get(2 * i))
                .toList();
        return new Weighted<>(values, value -> (Integer) pairs.get(pairs.indexOf(value) + 1));
    }

    T draw(SplittableRandom random) {
        int point = random.nextInt(upTo[upTo.length - 1]);
        int found = Arrays.binarySearch(upTo, point + 1);
        return values.get(found >= 0 ? found : -found - 1);
    }
}
