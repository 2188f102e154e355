package dev.scout.loader.quality;

/**
 * What a text says it is, by its form alone: told for columns of formats that have nothing but text. Cautious: what may be a code (leading
 * zeros, a plus sign, an exponent without a point) is text.
 */
final class TextType {

    private static final byte[] NAN = {'N', 'a', 'N'};
    private static final byte[] INFINITY = {'I', 'n', 'f', 'i', 'n', 'i', 't', 'y'};
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    private TextType() {}

    /** Of text in a format that has only text; {@link Types#NONE} where it is blank. */
    static int ofUntyped(byte[] json, int from, int to, byte decimalPoint) {
        int begin = begin(json, from, to);
        int end = end(json, begin, to);
        if (begin == end) {
            return Types.NONE;
        }
        byte first = json[begin];
        if (isDigit(first) || first == '-' || first == '.' || first == ',') {
            int number = number(json, begin, end, decimalPoint);
            return number == Types.NONE ? moment(json, begin, end) : number;
        }
        return switch (first) {
            case 't', 'T' -> equalsIgnoringCase(json, begin, end, TRUE) ? Types.BOOLEAN : Types.TEXT;
            case 'f', 'F' -> equalsIgnoringCase(json, begin, end, FALSE) ? Types.BOOLEAN : Types.TEXT;
            case 'N', 'I' -> isNotFinite(json, begin, end) ? Types.DECIMAL : Types.TEXT;
            default -> Types.TEXT;
        };
    }

    /** Of a string in a format that has numbers of its own: a moment, a number that JSON can not write, or text; nothing where it is blank. */
    static int ofTyped(byte[] json, int from, int to) {
        int begin = begin(json, from, to);
        int end = end(json, begin, to);
        if (begin == end) {
            return Types.NONE;
        }
        byte first = json[begin];
        if (isDigit(first)) {
            return moment(json, begin, end);
        }
        boolean maybe = first == 'N' || first == 'I' || first == '-';
        return maybe && isNotFinite(json, begin, end) ? Types.DECIMAL : Types.TEXT;
    }

    /** A number without anything around it; {@link Types#NONE} where it may be a moment. */
    private static int number(byte[] json, int from, int to, byte point) {
        int at = json[from] == '-' ? from + 1 : from;
        if (at < to && json[at] == 'I') {
            return isNotFinite(json, from, to) ? Types.DECIMAL : Types.TEXT;
        }
        int digits = behindDigits(json, at, to);
        if (digits - at > 1 && json[at] == '0') {
            return digits == to ? Types.TEXT : Types.NONE;
        }
        if (digits == to) {
            return digits > at ? Types.INTEGER : Types.TEXT;
        }
        if (json[digits] != point) {
            return Types.NONE;
        }
        int fraction = behindDigits(json, digits + 1, to);
        if (fraction == digits + 1) {
            return Types.TEXT;
        }
        if (fraction < to && (json[fraction] == 'e' || json[fraction] == 'E')) {
            int sign = fraction + 1 < to && (json[fraction + 1] == '-' || json[fraction + 1] == '+') ? 2 : 1;
            int exponent = behindDigits(json, fraction + sign, to);
            return exponent == to && exponent > fraction + sign ? Types.DECIMAL : Types.TEXT;
        }
        return fraction == to ? Types.DECIMAL : Types.NONE;
    }

    /** A date in numbers, and perhaps a time of day behind it; else text. */
    private static int moment(byte[] json, int from, int to) {
        int first = behindDigits(json, from, to);
        if (first == from || first - from > 4 || first >= to) {
            return Types.TEXT;
        }
        byte separator = json[first];
        int second = behindDigits(json, first + 1, to);
        boolean separated = separator == '-' || separator == '/' || separator == '.';
        if (!separated || second == first + 1 || second - first > 3 || second >= to || json[second] != separator) {
            return Types.TEXT;
        }
        int third = behindDigits(json, second + 1, to);
        int size = third - second - 1;
        boolean yearFirst = first - from == 4 && (size == 1 || size == 2);
        boolean yearLast = first - from <= 2 && (size == 4 || size == 2);
        if (!yearFirst && !yearLast) {
            return Types.TEXT;
        }
        if (third == to) {
            return Types.DATE;
        }
        boolean separates = json[third] == 'T' || json[third] == ' ';
        return separates && isTime(json, third + 1, to) ? Types.TIMESTAMP : Types.TEXT;
    }

    /** {@code 9:30}, {@code 09:30:00.123}, with {@code AM}, {@code PM} or an offset behind it. */
    private static boolean isTime(byte[] json, int from, int to) {
        int at = behindDigits(json, from, to);
        if (at == from || at - from > 2 || at >= to || json[at] != ':') {
            return false;
        }
        for (int i = at; i < to; i++) {
            byte c = json[i];
            boolean fits = isDigit(c)
                    || c == ':'
                    || c == '.'
                    || c == ','
                    || c == '+'
                    || c == '-'
                    || c == ' '
                    || c == 'Z'
                    || c == 'z'
                    || c == 'A'
                    || c == 'a'
                    || c == 'P'
                    || c == 'p'
                    || c == 'M'
                    || c == 'm';
            if (!fits) {
                return false;
            }
        }
        return at + 2 < to && isDigit(json[at + 1]) && isDigit(json[at + 2]);
    }

    private static boolean isNotFinite(byte[] json, int from, int to) {
        int at = json[from] == '-' ? from + 1 : from;
        return equalsIgnoringCase(json, from, to, NAN) || equalsIgnoringCase(json, at, to, INFINITY);
    }

    private static boolean equalsIgnoringCase(byte[] json, int from, int to, byte[] word) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((json[from + i] | 0x20) != (word[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int begin(byte[] json, int from, int to) {
        int at = from;
        while (at < to && json[at] == ' ') {
            at++;
        }
        return at;
    }

    private static int end(byte[] json, int begin, int to) {
        int at = to;
        while (at > begin && json[at - 1] == ' ') {
            at--;
        }
        return at;
    }

    private static int behindDigits(byte[] json, int from, int to) {
        int at = from;
        while (at < to && isDigit(json[at])) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
