package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** RFC 3986: every byte of the UTF-8 form that is not unreserved becomes %XX. */
final class PercentEncoding {

    private static final String UNRESERVED = "-._~";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private PercentEncoding() {}

    /** A path's text: slashes stay. Parts that are only dots are encoded too, or they would be taken for steps in a tree of directories. */
    static String path(String text) {
        return Stream.of(text.split("/", -1))
                .map(part -> part.equals(".") || part.equals("..") ? part.replace(".", "%2E") : encode(part))
                .collect(Collectors.joining("/"));
    }

    /** A name or a value of a query. */
    static String query(String text) {
        return encode(text);
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte each : text.getBytes(UTF_8)) {
            char c = (char) (each & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
            }
        }
        return encoded.toString();
    }

    /** Turns %XX back; a plus stays a plus. */
    static String decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); ) {
            int high = text.charAt(i) == '%' && i + 3 <= text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                int codePoint = text.codePointAt(i);
                bytes.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
                i += Character.charCount(codePoint);
            }
        }
        return bytes.toString(UTF_8);
    }
}
