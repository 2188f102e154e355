package dev.scout.local.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemandTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 1234, 100_000})
    void dealsOutExactlyAsManyAsAreAskedFor(long records) {
        GenerateOptions options = GenerateOptions.of(9, 11, 5).withRecords(records);
        Demand demand = new Demand(options, Store.open(options));

        long dealt = IntStream.range(0, 9)
                .mapToLong(
                        day -> Arrays.stream(demand.sales(day)).asLongStream().sum())
                .sum();

        assertThat(dealt).isEqualTo(records);
    }

    @Test
    void isHigherOnPaydaysAndWeekendsThanBeforePayday() {
        GenerateOptions options = GenerateOptions.of(31, 200, 3);
        List<Store> stores = Store.open(options);
        Demand demand = new Demand(options, stores);

        int payday = Arrays.stream(demand.sales(14)).sum(); // Monday 2024-01-15
        int weekend = Arrays.stream(demand.sales(5)).sum(); // Saturday 2024-01-06
        int usual = Arrays.stream(demand.sales(3)).sum(); // Thursday 2024-01-04
        int lean = Arrays.stream(demand.sales(11)).sum(); // Friday 2024-01-12

        assertThat(List.of(lean, usual, weekend, payday)).isSorted();
    }
}
