package dev.scout.loader.bronze;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Columns whose value is the same in all rows of a file, in COPY's text format once and for all. */
final class CopyText {

    private CopyText() {}

    /** The columns up to the end of the row, each with the tab before it. */
    static byte[] row(@Nullable String... values) {
        return (columns(values) + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /** The columns, each with the tab before it. */
    static String columns(@Nullable String... values) {
        StringBuilder text = new StringBuilder();
        for (String value : values) {
            text.append('\t').append(value == null ? "\\N" : escape(value));
        }
        return text.toString();
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }
}
