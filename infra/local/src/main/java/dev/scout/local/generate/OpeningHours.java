package dev.scout.local.generate;

import java.util.Arrays;
import java.util.SplittableRandom;

/** When customers come: a peak in the morning, a higher one in the evening, within the hours in which the store is open. */
final class OpeningHours {

    private static final int[] CUSTOMERS_BY_HOUR = {
        3, 2, 1, 1, 2, 9, 30, 40, 32, 24, 22, 26, 24, 18, 18, 24, 30, 40, 44, 36, 24, 14, 6, 4
    };

    private final int[] upTo;

    private OpeningHours(int opens, int closes) {
        upTo = CUSTOMERS_BY_HOUR.clone();
        for (int hour = 0; hour < upTo.length; hour++) {
            upTo[hour] = hour >= opens && hour < closes ? upTo[hour] * 3600 : 0;
        }
        Arrays.parallelPrefix(upTo, Integer::sum);
    }

    /** Stores at terminals never close. */
    static OpeningHours draw(SplittableRandom random, String storeType) {
        return storeType.equals("transport")
                ? new OpeningHours(0, 24)
                : new OpeningHours(random.nextInt(5, 8), random.nextInt(20, 24));
    }

    /** The second of the day at which the n-th of a day's customers comes; later ones come later. */
    int secondOfDay(SplittableRandom random, int number, int customers) {
        int all = upTo[upTo.length - 1];
        long point = Math.min(all - 1L, ((long) number * all + random.nextInt(all)) / Math.max(customers, number + 1));
        int hour = 0;
        while (upTo[hour] <= point) {
            hour++;
        }
        int before = hour == 0 ? 0 : upTo[hour - 1];
        return hour * 3600 + (int) ((point - before) / CUSTOMERS_BY_HOUR[hour]);
    }
}
