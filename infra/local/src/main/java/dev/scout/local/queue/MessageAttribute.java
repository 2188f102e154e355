package dev.scout.local.queue;

import org.jspecify.annotations.Nullable;

/**
 * A message attribute.
 *
 * @param dataType {@code String}, {@code Number} or {@code Binary}, with a label of its own behind a dot where the sender gave one
 * @param text the value of a String or Number
 * @param base64 the value of a Binary
 */
public record MessageAttribute(
        String dataType, @Nullable String text, @Nullable String base64) {

    static MessageAttribute text(String value) {
        return new MessageAttribute("String", value, null);
    }

    boolean isBinary() {
        return base64 != null;
    }
}
