package dev.scout;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text as PostgreSQL can hold it: {@code text} and {@code jsonb} have no NUL and no half of a surrogate pair; here each becomes U+FFFD. */
public final class StorableText {

    private static final Pattern ESCAPE = Pattern.compile(
            "\\\\(?:u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2}|(u0000|u[dD][89a-fA-F]\\p{XDigit}{2})|.)",
            Pattern.DOTALL);
    private static final int REPLACEMENT = 0xFFFD;

    private StorableText() {}

    public static @Nullable String text(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    /** JSON text, in which the escapes count too. */
    public static @Nullable String json(@Nullable String json) {
        return json == null ? null : clean(ESCAPE.matcher(json).replaceAll(StorableText::replacement));
    }

    private static String replacement(MatchResult escape) {
        return escape.group(1) == null ? Matcher.quoteReplacement(escape.group()) : "\uFFFD";
    }

    private static String clean(String text) {
        return text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
