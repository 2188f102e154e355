package dev.scout.transform.canonical;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts as silver keeps them: trimmed, an empty one is none, and nothing in them that PostgreSQL can't hold. */
final class Text {

    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");
    private static final char REPLACEMENT = '\uFFFD';

    private Text() {}

    /** A scalar as text; null for null, for an empty text, for objects and arrays. */
    static @Nullable String of(@Nullable Object value) {
        if (value instanceof String text) {
            return clean(text);
        }
        return value instanceof JsonNumber || value instanceof Boolean ? value.toString() : null;
    }

    private static @Nullable String clean(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? null : storable(stripped);
    }

    /** NUL characters and halves of surrogate pairs become U+FFFD. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                storable.append(c).append(text.charAt(++i));
            } else {
                storable.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return storable.toString();
    }

    /** The first characters of a text that is longer. */
    static String cut(String text, int characters) {
        if (text.length() <= characters || text.codePointCount(0, text.length()) <= characters) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, characters));
    }

    /** A sku for a line without one: brand and product name, lower case, each run of other characters a hyphen. */
    static @Nullable String slug(@Nullable String brand, @Nullable String product) {
        String names = (brand == null ? "" : brand) + " " + (product == null ? "" : product);
        String hyphenated = OTHERS.matcher(names.toLowerCase(Locale.ROOT)).replaceAll("-");
        int from = hyphenated.startsWith("-") ? 1 : 0;
        int to = hyphenated.endsWith("-") ? hyphenated.length() - 1 : hyphenated.length();
        return to <= from ? null : cut(hyphenated.substring(from, to), ValueReader.LONGEST_KEY);
    }
}
