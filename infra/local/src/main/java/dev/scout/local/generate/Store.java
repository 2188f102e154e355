package dev.scout.local.generate;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A sari-sari store.
 *
 * @param number from 0
 * @param usualSales transactions on a usual day
 */
record Store(
        int number,
        String id,
        String deviceId,
        Place place,
        String economicClass,
        SourceFormat format,
        int usualSales,
        OpeningHours hours) {

    private static final Weighted<String> ECONOMIC_CLASSES = Weighted.of("A", 1, "B", 8, "C", 38, "D", 40, "E", 13);

    static List<Store> open(GenerateOptions options) {
        List<Place> places = Place.all();
        List<SourceFormat> formats = List.copyOf(options.formats());
        List<Store> stores = new ArrayList<>(options.stores());
        for (int number = 0; number < options.stores(); number++) {
            SplittableRandom random = new SplittableRandom(Hash.of(options.seed(), number, -1, 0));
            Place place = places.get(random.nextInt(places.size()));
            String id = String.format(Locale.ROOT, "S%05d", number + 1);
            stores.add(new Store(
                    number,
                    id,
                    "pi5-" + id.substring(1),
                    place,
                    ECONOMIC_CLASSES.draw(random),
                    formats.get(number % formats.size()),
                    random.nextInt(20, 71),
                    OpeningHours.draw(random, place.storeType())));
        }
        return List.copyOf(stores);
    }

    /** What it asks for a product: the usual price give or take, in steps of 25 centavos (a peso for goods by weight). */
    long price(Product product) {
        long percent = 96L + Math.floorMod(Hash.of(number, product.index(), 0, 0), 15);
        long step = product.byWeight() ? 100 : 25;
        return Math.max(step, product.price() * percent / 100 / step * step);
    }

    /** How busy it is on a day, in ten-thousandths of a transaction: more at weekends and on paydays, less before them. */
    long expectedSales(long seed, int day, LocalDate date) {
        boolean weekend = date.getDayOfWeek() == DayOfWeek.SATURDAY || date.getDayOfWeek() == DayOfWeek.SUNDAY;
        long factor = (weekend ? 118 : 100) * (isPayday(date) ? 135L : isLeanDay(date) ? 88L : 100L) / 100;
        long chance = 85L + Math.floorMod(Hash.of(seed, number, day, -2), 31);
        return usualSales * factor * chance;
    }

    /** Wages are paid in the middle and at the end of the month. */
    static boolean isPayday(LocalDate date) {
        int day = date.getDayOfMonth();
        return day == 15 || day == 16 || day == 1 || day == date.lengthOfMonth();
    }

    private static boolean isLeanDay(LocalDate date) {
        int day = date.getDayOfMonth();
        return (day >= 11 && day <= 14) || (day >= 25 && day < date.lengthOfMonth());
    }
}
