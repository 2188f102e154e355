package dev.scout.transform.lake;

import dev.scout.parquet.ColumnType;
import dev.scout.parquet.UnfitValueException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The type that a numeric column has to take so that a value fits that did not.
 *
 * @param scale decimals; null for text, since no scale would do
 */
record Widening(String column, String value, @Nullable Integer scale) {

    /** So that a column is not widened again for each further decimal. */
    private static final int STEP = 4;

    static Widening of(UnfitValueException unfit) {
        String column = unfit.column().name();
        try {
            BigDecimal value = new BigDecimal(unfit.value()).stripTrailingZeros();
            int decimals = Math.max(0, value.scale());
            int digits = Math.max(0, value.precision() - value.scale());
            int least = Math.max(decimals, unfit.column().scale());
            int steps = (Math.max(0, least - LakeColumn.LEAST_SCALE) + STEP - 1) / STEP;
            int roomy = LakeColumn.LEAST_SCALE + steps * STEP;
            boolean isWider = decimals > unfit.column().scale();
            if (isWider && digits + roomy <= ColumnType.DECIMAL_PRECISION) {
                return new Widening(column, unfit.value(), roomy);
            }
            return new Widening(
                    column, unfit.value(), isWider && digits + least <= ColumnType.DECIMAL_PRECISION ? least : null);
        } catch (NumberFormatException e) {
            return new Widening(column, unfit.value(), null); // NaN and infinity are numbers to PostgreSQL.
        }
    }
}
