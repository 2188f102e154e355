package dev.scout.local.generate;

/**
 * What a store sells.
 *
 * @param index its place in the list
 * @param price usual price of a unit, in centavos
 * @param popularity how often it is bought, against the others
 * @param timeOfDay when mostly: {@code morning}, {@code evening} or {@code any}
 * @param goesWith sku of what is often bought with it; empty for nothing
 */
record Product(
        int index,
        String sku,
        String brandId,
        String brandName,
        String name,
        String localName,
        String categoryId,
        String categoryName,
        String unit,
        long price,
        int popularity,
        String timeOfDay,
        String goesWith) {

    /** Sold by weight, in quarters of a kilo. */
    boolean byWeight() {
        return unit.equals("kilo");
    }
}
