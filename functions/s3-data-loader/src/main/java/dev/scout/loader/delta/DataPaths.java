package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The paths of data files, which by the protocol are URIs. Some writers leave characters as they are that a URI can not have. */
final class DataPaths {

    private static final List<String> ACTIONS = List.of("add", "remove");
    private static final Pattern IN_S3 = Pattern.compile("s3[an]?://");
    private static final String AS_IT_IS = "-_.!~*'()/=&+$,;@%";

    private DataPaths() {}

    /** The action, changed, with a path that is a URI. */
    static ObjectNode asUris(ObjectNode action) {
        for (String name : ACTIONS) {
            JsonNode path = action.path(name).path("path");
            if (path.isTextual() && !isUri(path.textValue())) {
                ((ObjectNode) action.get(name)).put("path", escaped(path.textValue()));
            }
        }
        return action;
    }

    private static boolean isUri(String path) {
        try {
            new URI(path);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String escaped(String path) {
        Matcher scheme = IN_S3.matcher(path);
        int from = scheme.lookingAt() ? scheme.end() : 0;
        StringBuilder uri = new StringBuilder(path.length() + 16).append(path, 0, from);
        for (byte b : path.substring(from).getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || AS_IT_IS.indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return uri.toString();
    }
}
