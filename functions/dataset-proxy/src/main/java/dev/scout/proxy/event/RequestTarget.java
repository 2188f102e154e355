package dev.scout.proxy.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Path and query of an event as RFC 3986 wants them. API Gateway hands over some paths decoded and any query as the client sent it; the
 * HTTP layer answers such requests with nothing. What is not allowed in a URI is escaped, so that the API itself can refuse it.
 */
final class RequestTarget {

    private static final String IN_PATHS = "-._~!$&'()*+,;=:@/";
    private static final String IN_QUERIES = IN_PATHS + "?";

    private RequestTarget() {}

    static String path(@Nullable String raw) {
        String path = raw == null ? "" : raw;
        return escape(path.startsWith("/") ? path : "/" + path, IN_PATHS);
    }

    static String query(@Nullable String raw) {
        return escape(raw == null ? "" : raw, IN_QUERIES);
    }

    private static String escape(String text, String allowed) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (isAlphanumeric(character)
                    || allowed.indexOf(character) >= 0
                    || (character == '%' && isHex(text, i + 1) && isHex(text, i + 2))) {
                escaped.appendCodePoint(character);
            } else {
                for (byte part : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append('%').append(hexDigit(part >> 4)).append(hexDigit(part));
                }
            }
            i += Character.charCount(character);
        }
        return escaped.toString();
    }

    private static boolean isAlphanumeric(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }

    private static boolean isHex(String text, int index) {
        return index < text.length() && text.charAt(index) < 128 && Character.digit(text.charAt(index), 16) >= 0;
    }

    private static char hexDigit(int value) {
        return Character.toUpperCase(Character.forDigit(value & 0xF, 16));
    }
}
