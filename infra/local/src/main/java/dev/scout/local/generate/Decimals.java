package dev.scout.local.generate;

import java.math.BigDecimal;

/** Exact decimals kept as whole hundredths: pesos as centavos, quantities as hundredths of a unit. */
final class Decimals {

    private Decimals() {}

    /** {@code 1250} → {@code 12.50}. */
    static String money(long centavos) {
        long absolute = Math.abs(centavos);
        String text = absolute / 100 + (absolute % 100 < 10 ? ".0" : ".") + absolute % 100;
        return centavos < 0 ? "-" + text : text;
    }

    /** {@code 200} → {@code 2}, {@code 50} → {@code 0.5}, {@code 25} → {@code 0.25}. */
    static String quantity(long hundredths) {
        if (hundredths % 100 == 0) {
            return Long.toString(hundredths / 100);
        }
        String text = money(hundredths);
        return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
    }

    /** {@code 12.50} → {@code 1250}. */
    static long hundredths(String text) {
        return new BigDecimal(text).movePointRight(2).longValueExact();
    }
}
