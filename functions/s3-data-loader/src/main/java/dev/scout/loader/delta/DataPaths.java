package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** The paths of data files, which by the protocol are URIs. Some writers leave characters as they are that a URI can not have. */
final class DataPaths {

    private static final List<String> ACTIONS = List.of("add", "remove");
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
        StringBuilder uri = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
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
