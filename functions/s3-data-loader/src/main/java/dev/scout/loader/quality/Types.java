package dev.scout.loader.quality;

import java.util.ArrayList;
import java.util.List;

/** The types that values of a column have, as a set: one bit each. */
final class Types {

    static final int NONE = 0;
    static final int INTEGER = 1;
    static final int DECIMAL = 1 << 1;
    static final int BOOLEAN = 1 << 2;
    static final int DATE = 1 << 3;
    static final int TIMESTAMP = 1 << 4;
    static final int TEXT = 1 << 5;
    static final int OBJECT = 1 << 6;
    static final int ARRAY = 1 << 7;

    private static final List<String> NAMES =
            List.of("integer", "decimal", "boolean", "date", "timestamp", "text", "object", "array");

    private Types() {}

    /** The names, as the database has them. */
    static List<String> names(int types) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if ((types & 1 << i) != 0) {
                names.add(NAMES.get(i));
            }
        }
        return names;
    }

    static int of(Iterable<String> names) {
        int types = NONE;
        for (String name : names) {
            int bit = NAMES.indexOf(name);
            types |= bit < 0 ? NONE : 1 << bit;
        }
        return types;
    }

    /** The fewest types that hold the same values: a decimal can be an integer, a timestamp a date, a text either of those. */
    static int essential(int types) {
        int left = types;
        left &= (left & DECIMAL) != 0 ? ~INTEGER : ~0;
        left &= (left & TIMESTAMP) != 0 ? ~DATE : ~0;
        left &= (left & TEXT) != 0 ? ~(DATE | TIMESTAMP) : ~0;
        return left;
    }

    /**
     * What the values of a column are, all in all.
     *
     * @param typed whether the format tells numbers from text; where it does not, a column of several kinds is one of text
     */
    static int ofColumn(int seen, boolean typed) {
        int types = essential(seen);
        return typed || Integer.bitCount(types) <= 1 ? types : TEXT;
    }

    /**
     * Those of the types that a column known to have others does not take in: an integer may become a decimal and a date a timestamp, and
     * either may be less than it was.
     *
     * @param typed whether the values come from a format that tells numbers from text; else text holds everything
     */
    static int strange(int types, int known, boolean typed) {
        int held = known;
        held |= (known & (INTEGER | DECIMAL)) != 0 ? INTEGER | DECIMAL : 0;
        held |= (known & (DATE | TIMESTAMP)) != 0 ? DATE | TIMESTAMP : 0;
        held |= (known & TEXT) != 0 ? DATE | TIMESTAMP : 0;
        held |= (known & TEXT) != 0 && !typed ? ~0 : 0;
        return types & ~held;
    }

    /** What is known of a column after it took in types that are not strange to it: nothing may become anything. */
    static int widened(int types, int known) {
        if (known == NONE) {
            return types;
        }
        int wide = known;
        wide |= (known & INTEGER) != 0 ? types & DECIMAL : 0;
        wide |= (known & DATE) != 0 ? types & TIMESTAMP : 0;
        return essential(wide);
    }
}
