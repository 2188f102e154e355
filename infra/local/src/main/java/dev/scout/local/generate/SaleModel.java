package dev.scout.local.generate;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes sales. Each is a function of the seed, its store, the day of its file and its number there, so any can be made again. */
final class SaleModel {

    private static final int DAY_SECONDS = 86_400;
    private static final long FATE = 0x5DEECE66DL;

    private final GenerateOptions options;
    private final ProductCatalog products;

    SaleModel(GenerateOptions options, ProductCatalog products) {
        this.options = options;
        this.products = products;
    }

    /** What becomes of a sale, without making it. */
    Fate fate(Store store, int day, int number) {
        if (!options.faults()) {
            return Fate.ORDINARY;
        }
        SplittableRandom random = new SplittableRandom(Hash.of(options.seed(), store.number(), day, number) ^ FATE);
        return Fate.draw(random, store.format().faults(), day == 0, options.isLast(day));
    }

    /**
     * The sale with that number in the file of a day.
     *
     * @param customers how many there are on that day
     */
    Sale sale(Store store, int day, int number, int customers) {
        return sale(store, day, number, customers, fate(store, day, number));
    }

    Sale sale(Store store, int day, int number, int customers, Fate fate) {
        SplittableRandom random = new SplittableRandom(Hash.of(options.seed(), store.number(), day, number));
        int businessDay = fate.late() ? day - 1 : day;
        LocalDate date = options.date(businessDay);
        int second = fate.atMidnight() ? nearMidnight(random) : store.hours().secondOfDay(random, number, customers);
        List<Line> lines = basket(random, store, second / 3600, Store.isPayday(date));
        return new Sale(
                id(store, options.date(day), number),
                number,
                store,
                businessDay,
                date.toEpochSecond(LocalTime.MIN, Sale.OFFSET) + second,
                fate.returned() ? lines.stream().map(Line::negated).toList() : lines,
                Shopper.draw(random),
                Request.draw(random),
                substitution(random, lines.get(0).product()),
                fate);
    }

    private List<Line> basket(SplittableRandom random, Store store, int hour, boolean payday) {
        int size = basketSize(random, payday);
        List<Line> lines = new ArrayList<>(size);
        while (lines.size() < size) {
            Product product = next(random, lines, hour);
            lines.add(new Line(product, quantity(random, product), store.price(product)));
        }
        return lines;
    }

    private Product next(SplittableRandom random, List<Line> lines, int hour) {
        if (lines.size() == 1 && random.nextInt(100) < 35) {
            Product companion = products.companion(lines.get(0).product());
            if (companion != null) {
                return companion;
            }
        }
        return products.draw(random, hour);
    }

    private static int basketSize(SplittableRandom random, boolean payday) {
        int size = 1;
        int again = payday ? 54 : 46;
        while (size < 9 && random.nextInt(100) < again) {
            size++;
        }
        return size;
    }

    /** Mostly one; goods by weight in quarters of a kilo. */
    private static long quantity(SplittableRandom random, Product product) {
        if (product.byWeight()) {
            return 25L * (1 + random.nextInt(8));
        }
        int draw = random.nextInt(100);
        return 100L * (draw < 72 ? 1 : draw < 88 ? 2 : draw < 95 ? 3 : 4 + random.nextInt(9));
    }

    private @Nullable Substitution substitution(SplittableRandom random, Product given) {
        if (random.nextInt(100) >= 4) {
            return null;
        }
        Product asked = products.alternative(random, given);
        return asked.equals(given)
                ? null
                : new Substitution(asked, given, random.nextInt(100) < 65 ? "stockout" : "suggestion");
    }

    private static int nearMidnight(SplittableRandom random) {
        int offset = random.nextInt(-120, 120);
        return offset < 0 ? DAY_SECONDS + offset : offset;
    }

    private static String id(Store store, LocalDate date, int number) {
        String digits = Integer.toString(number);
        return store.id() + "-" + date.toString().replace("-", "") + "-" + "0".repeat(Math.max(0, 4 - digits.length()))
                + digits;
    }
}
