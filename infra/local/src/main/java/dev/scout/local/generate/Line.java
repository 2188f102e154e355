package dev.scout.local.generate;

/**
 * One item of a sale.
 *
 * @param quantity in hundredths of a unit; negative for a return
 * @param unitPrice in centavos
 */
record Line(Product product, long quantity, long unitPrice) {

    Line {
        if (quantity * unitPrice % 100 != 0) {
            throw new IllegalArgumentException("A line of " + product.sku() + " comes to a fraction of a centavo: "
                    + quantity + " × " + unitPrice);
        }
    }

    /** In centavos. */
    long total() {
        return quantity * unitPrice / 100;
    }

    Line negated() {
        return new Line(product, -quantity, unitPrice);
    }

    Line withOneMore() {
        return new Line(product, quantity + 100, unitPrice);
    }
}
