package dev.scout.local.http;

import dev.scout.local.template.Template.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A route such as {@code GET /datasets/{layer}/{name}} or {@code ANY /{proxy+}}. */
record RoutePattern(String method, String path, String functionName, Pattern pattern, List<String> names) {

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z0-9_.-]+)(\\+?)}");

    /** API Gateway takes the most specific route: fewer variables, a greedy one last, a named method before ANY. */
    static List<RoutePattern> mostSpecificFirst(List<Route> routes) {
        return routes.stream()
                .map(RoutePattern::of)
                .sorted(Comparator.comparing(
                                (RoutePattern route) -> route.path().contains("+}"))
                        .thenComparing(route -> route.names().size())
                        .thenComparing(route -> -route.path().length())
                        .thenComparing(route -> route.method().equals("ANY")))
                .toList();
    }

    private static RoutePattern of(Route route) {
        StringBuilder regex = new StringBuilder();
        List<String> names = new ArrayList<>();
        Matcher variables = VARIABLE.matcher(route.path());
        int end = 0;
        while (variables.find()) {
            regex.append(Pattern.quote(route.path().substring(end, variables.start())));
            regex.append(variables.group(2).isEmpty() ? "([^/]+)" : "(.+)");
            names.add(variables.group(1));
            end = variables.end();
        }
        regex.append(Pattern.quote(route.path().substring(end)));
        return new RoutePattern(
                route.method(),
                route.path(),
                route.functionName(),
                Pattern.compile(regex.toString()),
                List.copyOf(names));
    }

    String key() {
        return method + " " + path;
    }

    /** The values of the path's variables where the request is for this route. */
    Optional<Map<String, String>> match(String requestMethod, String requestPath) {
        Matcher matcher = pattern.matcher(requestPath);
        if (!(method.equals("ANY") || method.equals(requestMethod)) || !matcher.matches()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            values.put(names.get(i), matcher.group(i + 1));
        }
        return Optional.of(values);
    }
}
