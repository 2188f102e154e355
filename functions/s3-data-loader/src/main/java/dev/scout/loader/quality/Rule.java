package dev.scout.loader.quality;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline asks of one column.
 *
 * @param column as the pipeline writes it
 * @param name under which quarantine has what breaks it; null where what it asks has a name of its own
 * @param unique whether no two records of a file may have the same value
 */
record Rule(String column, @Nullable String name, JsonPath path, List<Constraint> constraints, boolean unique) {

    static final String UNIQUE = "unique";

    /** @throws IllegalArgumentException where it can not be followed, with the end of a sentence */
    static Rule of(JsonNode rule) {
        String column = rule.path("column").asText();
        JsonNode name = rule.path("name");
        return new Rule(
                column,
                name.isTextual() ? name.textValue() : null,
                JsonPath.of(column),
                constraints(rule),
                rule.path("unique").asBoolean());
    }

    /** The name for quarantine. */
    String nameOr(String kind) {
        return name == null ? kind : name;
    }

    boolean isRequired() {
        return !constraints.isEmpty() && constraints.get(0) instanceof Constraint.Required;
    }

    private static List<Constraint> constraints(JsonNode rule) {
        List<Constraint> constraints = new ArrayList<>();
        if (rule.path("required").asBoolean()) {
            constraints.add(new Constraint.Required());
        }
        String type = rule.path("type").asText();
        if (!type.isEmpty()) {
            constraints.add(new Constraint.OfType(type));
        }
        if (rule.has("min") || rule.has("max")) {
            boolean moments = type.equals("date") || type.equals("timestamp");
            constraints.add(
                    moments
                            ? new Constraint.During(text(rule.path("min")), text(rule.path("max")))
                            : new Constraint.Between(number(rule.path("min")), number(rule.path("max"))));
        }
        if (rule.has("pattern")) {
            constraints.add(new Constraint.Matches(pattern(rule.path("pattern").asText())));
        }
        if (rule.has("values")) {
            constraints.add(oneOf(rule.path("values")));
        }
        return List.copyOf(constraints);
    }

    private static Pattern pattern(String pattern) {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "its pattern " + pattern + " can not be understood (" + e.getDescription() + ")", e);
        }
    }

    private static Constraint oneOf(JsonNode values) {
        Set<String> texts = new HashSet<>();
        Set<BigDecimal> numbers = new HashSet<>();
        for (JsonNode value : values) {
            if (value.isNumber()) {
                numbers.add(Numbers.plain(value.decimalValue()));
            } else {
                texts.add(value.asText());
            }
        }
        return new Constraint.OneOf(Set.copyOf(texts), Set.copyOf(numbers));
    }

    private static @Nullable String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable BigDecimal number(JsonNode value) {
        return value.isNumber() ? value.decimalValue() : null;
    }
}
