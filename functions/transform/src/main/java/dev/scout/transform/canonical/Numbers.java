package dev.scout.transform.canonical;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers from text: {@code [+-]?digits[.digits][e[+-]digits]}, less than 10^14 and with at most 18 decimals. */
final class Numbers {

    private static final int LONGEST = 200;
    private static final int MOST_INTEGER_DIGITS = 14;
    private static final int MOST_DECIMALS = 18;

    private Numbers() {}

    /** @return null where the text is no number, or one out of range */
    static @Nullable BigDecimal read(String text, char decimalMark) {
        if (text.length() > LONGEST || !hasForm(text, decimalMark)) {
            return null;
        }
        BigDecimal number;
        try {
            number = new BigDecimal(decimalMark == '.' ? text : text.replace(decimalMark, '.'));
        } catch (NumberFormatException exponentTooLarge) {
            return null;
        }
        if (number.signum() == 0) {
            return number.scale() < 0 || number.scale() > MOST_DECIMALS ? BigDecimal.ZERO : number;
        }
        if ((long) number.precision() - number.scale() > MOST_INTEGER_DIGITS) {
            return null;
        }
        if (number.scale() > MOST_DECIMALS) {
            number = number.stripTrailingZeros();
        }
        return number.scale() > MOST_DECIMALS ? null : number;
    }

    private static boolean hasForm(String text, char decimalMark) {
        int at = sign(text, 0);
        int whole = digits(text, at);
        if (whole == at) {
            return false;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == decimalMark) {
            int fraction = digits(text, at + 1);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int first = sign(text, at + 1);
            int exponent = digits(text, first);
            if (exponent == first) {
                return false;
            }
            at = exponent;
        }
        return at == text.length();
    }

    private static int sign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
