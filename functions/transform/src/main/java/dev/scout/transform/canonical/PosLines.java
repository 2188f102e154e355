package dev.scout.transform.canonical;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a point-of-sale transaction. Its main product is the first and carries the amount; its quantity is its own entry in
 * {@code combo_basket}, else the units that are left over from the other entries, else one piece (of a return: minus one). The other entries
 * follow without a price.
 */
final class PosLines {

    private static final Location COMBO_BASKET = Location.parse("$.combo_basket");

    private final ValueReader reader;
    private final Values transaction;
    private final Values main;

    /** @param main what the record says of its main product */
    PosLines(ValueReader reader, Values transaction, Values main) {
        this.reader = reader;
        this.transaction = transaction;
        this.main = main;
    }

    List<Values> in(@Nullable Object record) {
        List<Values> others = new ArrayList<>();
        List<Values> own = new ArrayList<>();
        for (Object entry : entries(record)) {
            Values line = line(entry);
            if (!line.states(Field.SKU) && !line.states(Field.QUANTITY)) {
                continue;
            }
            String sku = line.text(Field.SKU);
            (sku != null && sku.equals(main.text(Field.SKU)) ? own : others).add(line);
        }
        if (!main.states(Field.SKU) && !main.states(Field.BRAND_NAME) && !main.states(Field.CATEGORY)) {
            return others;
        }
        Object quantity = mainQuantity(own, others);
        main.set(Field.QUANTITY, quantity == null && hasUnreadableUnits() ? unreadableUnits() : quantity);
        main.set(Field.TOTAL_PRICE, transaction.number(Field.AMOUNT));
        List<Values> lines = new ArrayList<>(others.size() + 1);
        lines.add(main);
        lines.addAll(others);
        return lines;
    }

    private @Nullable BigDecimal mainQuantity(List<Values> own, List<Values> others) {
        BigDecimal listed = sum(own);
        if (listed != null) {
            return listed;
        }
        BigDecimal units = transaction.number(Field.UNITS);
        if (others.isEmpty()) {
            return units;
        }
        BigDecimal elsewhere = sum(others);
        if (units != null) {
            BigDecimal left = elsewhere == null ? units : units.subtract(elsewhere);
            if (left.signum() != 0 && left.signum() == units.signum()) {
                return left;
            }
        }
        return onePiece();
    }

    private BigDecimal onePiece() {
        BigDecimal amount = transaction.number(Field.AMOUNT);
        return amount != null && amount.signum() < 0 ? BigDecimal.ONE.negate() : BigDecimal.ONE;
    }

    private boolean hasUnreadableUnits() {
        return transaction.states(Field.UNITS);
    }

    private static Unreadable unreadableUnits() {
        return new Unreadable("quantity: units_per_transaction is not a number");
    }

    private static @Nullable BigDecimal sum(List<Values> lines) {
        BigDecimal sum = null;
        for (Values line : lines) {
            BigDecimal quantity = line.number(Field.QUANTITY);
            if (quantity != null) {
                sum = sum == null ? quantity : sum.add(quantity);
            }
        }
        return sum;
    }

    private static List<?> entries(@Nullable Object record) {
        Object basket = COMBO_BASKET.in(record, null);
        Object entries = basket instanceof String text ? Json.readNested(text) : basket;
        return entries instanceof List<?> list ? list : List.of();
    }

    /** An entry of the form {@code {sku, quantity}}; a sku alone is one piece, but says nothing of the main product. */
    private Values line(@Nullable Object entry) {
        Values line = new Values();
        if (entry instanceof Map<?, ?> map) {
            put(line, Field.SKU, map.get("sku"));
            put(line, Field.QUANTITY, map.get("quantity"));
        } else {
            put(line, Field.SKU, entry);
            boolean isMain = Objects.equals(line.text(Field.SKU), main.text(Field.SKU));
            line.set(Field.QUANTITY, isMain || !line.states(Field.SKU) ? null : onePiece());
        }
        return line;
    }

    private void put(Values line, Field field, @Nullable Object raw) {
        String text = Text.of(raw);
        if (text != null) {
            line.set(field, reader.value(field, raw, text));
        }
    }
}
