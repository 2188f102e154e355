package dev.scout.local.generate;

import java.math.BigInteger;
import java.util.List;

/** How many sales each store records on each day: what such stores have, or their share of a number that is asked for. */
final class Demand {

    private static final long TEN_THOUSAND = 10_000;

    private final GenerateOptions options;
    private final List<Store> stores;
    private final long[] expectedBefore;

    Demand(GenerateOptions options, List<Store> stores) {
        this.options = options;
        this.stores = stores;
        this.expectedBefore = new long[options.days() + 1];
        for (int day = 0; day < options.days(); day++) {
            long expected = 0;
            for (Store store : stores) {
                expected += expected(store, day);
            }
            expectedBefore[day + 1] = expectedBefore[day] + expected;
        }
    }

    /** Sales of a day, by the store's number. */
    int[] sales(int day) {
        int[] sales = new int[stores.size()];
        long before = expectedBefore[day];
        for (Store store : stores) {
            long after = before + expected(store, day);
            sales[store.number()] = Math.toIntExact(upTo(after) - upTo(before));
            before = after;
        }
        return sales;
    }

    private long expected(Store store, int day) {
        return store.expectedSales(options.seed(), day, options.date(day));
    }

    private long upTo(long expected) {
        Long records = options.records();
        if (records == null) {
            return expected / TEN_THOUSAND;
        }
        long all = expectedBefore[options.days()];
        return BigInteger.valueOf(records)
                .multiply(BigInteger.valueOf(expected))
                .divide(BigInteger.valueOf(all))
                .longValueExact();
    }
}
