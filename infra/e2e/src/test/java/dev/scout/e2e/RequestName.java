package dev.scout.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a request to PostgreSQL asks for, told from its messages: the SQL that it runs. */
final class RequestName {

    /** By the name that the client gave it; the last one without a name has an empty one. */
    private final Map<String, String> prepared = new HashMap<>();

    private final Set<String> statements = new LinkedHashSet<>();

    void add(int type, byte[] body) {
        switch (type) {
            case 'Q' -> statements.add(text(body, 0));
            case 'P' -> {
                String statement = text(body, 0);
                prepared.put(statement, text(body, end(body, 0) + 1));
            }
            case 'B' -> statements.add(prepared.getOrDefault(text(body, end(body, 0) + 1), "?"));
            case 'd' -> statements.add("piece of a COPY");
            case 'c' -> statements.add("end of a COPY");
            case 'f' -> statements.add("COPY given up");
            default -> {}
        }
    }

    /** The name of the request that ends here; empty where it asks for nothing. */
    String take() {
        String name = String.join("; ", statements).strip();
        statements.clear();
        return name;
    }

    private static String text(byte[] body, int from) {
        return new String(body, from, end(body, from) - from, UTF_8);
    }

    private static int end(byte[] body, int from) {
        int at = from;
        while (body[at] != 0) {
            at++;
        }
        return at;
    }
}
