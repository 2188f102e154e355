package dev.scout.local.generate;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The products that all stores carry. */
final class ProductCatalog {

    private final Weighted<Product> products;
    private final Map<String, Product> bySku;
    private final Map<String, List<Product>> byCategory;

    ProductCatalog() {
        List<NamedCsvRecord> rows = Resource.rows("products.csv");
        List<Product> all = IntStream.range(0, rows.size())
                .mapToObj(index -> product(index, rows.get(index)))
                .toList();
        products = new Weighted<>(all, Product::popularity);
        bySku = all.stream().collect(Collectors.toMap(Product::sku, Function.identity()));
        byCategory = all.stream().collect(Collectors.groupingBy(Product::categoryId));
    }

    /** One of them, by popularity; half of those that belong to another time of day are drawn anew. */
    Product draw(SplittableRandom random, int hour) {
        Product product = products.draw(random);
        return fits(product.timeOfDay(), hour) || random.nextBoolean() ? product : products.draw(random);
    }

    /** What is often bought with it. */
    @Nullable
    Product companion(Product product) {
        return bySku.get(product.goesWith());
    }

    /** Another product that may stand in for it; itself where its category has no other. */
    Product alternative(SplittableRandom random, Product product) {
        List<Product> category = byCategory.getOrDefault(product.categoryId(), List.of(product));
        return category.get(random.nextInt(category.size()));
    }

    private static boolean fits(String timeOfDay, int hour) {
        return switch (timeOfDay) {
            case "morning" -> hour < 11;
            case "evening" -> hour >= 16;
            default -> true;
        };
    }

    private static Product product(int index, NamedCsvRecord row) {
        return new Product(
                index,
                row.getField("sku"),
                row.getField("brand_id"),
                row.getField("brand_name"),
                row.getField("product_name"),
                row.getField("local_name"),
                row.getField("category_id"),
                row.getField("category_name"),
                row.getField("unit"),
                Decimals.hundredths(row.getField("price")),
                Integer.parseInt(row.getField("popularity")),
                row.getField("time_of_day"),
                row.getField("goes_with"));
    }
}
