package dev.scout.loader.quality;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers that text states, exactly; in a time that grows with the text and no faster. */
final class Numbers {

    private static final int MOST_DIGITS_OF_LONG = 18;
    private static final int MOST_DIGITS = 1000;
    private static final int LARGEST_EXPONENT = 1_000_000_000;

    private Numbers() {}

    /** The number; null where the text is none. Digits behind the thousandth count only as "a bit more". */
    static @Nullable BigDecimal parse(String text, char point) {
        int at = 0;
        int end = text.length();
        boolean negative = end > 0 && text.charAt(0) == '-';
        at += end > 0 && (negative || text.charAt(0) == '+') ? 1 : 0;
        long small = 0;
        int digits = 0;
        int significant = 0;
        long fraction = 0;
        boolean pointed = false;
        int begin = at;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c == point && !pointed) {
                pointed = true;
                continue;
            }
            if (c < '0' || c > '9') {
                break;
            }
            digits++;
            fraction += pointed ? 1 : 0;
            significant += significant > 0 || c != '0' ? 1 : 0;
            if (significant <= MOST_DIGITS_OF_LONG) {
                small = small * 10 + (c - '0');
            }
        }
        if (digits == 0) {
            return null;
        }
        int mantissaEnd = at;
        long exponent = 0;
        if (at < end) {
            Long stated = exponent(text, at);
            if (stated == null) {
                return null;
            }
            exponent = stated;
        }
        long scale = fraction - exponent;
        if (significant > MOST_DIGITS_OF_LONG) {
            return large(text, begin, mantissaEnd, negative, scale);
        }
        return BigDecimal.valueOf(negative ? -small : small, clamped(small == 0 ? 0 : scale));
    }

    /** Whether it is a whole number, and written as one. */
    static boolean isInteger(Cell cell) {
        if (!cell.isNumber() && !cell.isText()) {
            return false;
        }
        String text = cell.text().strip();
        int begin = text.startsWith("-") || (text.startsWith("+") && cell.isText()) ? 1 : 0;
        return text.length() > begin && text.substring(begin).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The same for equal numbers. */
    static BigDecimal plain(BigDecimal number) {
        return number.stripTrailingZeros();
    }

    private static @Nullable Long exponent(String text, int from) {
        char e = text.charAt(from);
        int at = from + 1;
        int end = text.length();
        boolean negative = at < end && text.charAt(at) == '-';
        at += at < end && (negative || text.charAt(at) == '+') ? 1 : 0;
        if ((e != 'e' && e != 'E') || at == end) {
            return null;
        }
        long value = 0;
        for (; at < end; at++) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                return null;
            }
            value = Math.min(LARGEST_EXPONENT, value * 10 + (c - '0'));
        }
        return negative ? -value : value;
    }

    private static BigDecimal large(String text, int from, int to, boolean negative, long scale) {
        StringBuilder kept = new StringBuilder();
        long left = 0;
        boolean more = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || (kept.isEmpty() && c == '0')) {
                continue;
            }
            if (kept.length() < MOST_DIGITS) {
                kept.append(c);
            } else {
                left++;
                more |= c != '0';
            }
        }
        kept.append(more ? '1' : '0');
        BigInteger unscaled = new BigInteger(kept.toString());
        return new BigDecimal(negative ? unscaled.negate() : unscaled, clamped(scale - left + 1));
    }

    private static int clamped(long scale) {
        return (int) Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, scale));
    }
}
