package dev.scout.transform.quality;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The condition that is true for an offending row, of the kinds that can be said of each row by itself. */
final class RowConditions {

    private RowConditions() {}

    /**
     * How many rows of those offend, as a column of a query of them. What reads another table is counted by a query of its own: there PostgreSQL can join
     * the two, where else it looks into the other table for each row.
     */
    static String count(Rule rule, WrittenRows written) {
        return rule.tablesRead().isEmpty()
                ? "count(*) filter (where " + offends(rule) + ")"
                : "(select count(*) from " + Sql.table(written.table()) + " where " + written.condition() + " and "
                        + offends(rule) + ")";
    }

    static String offends(Rule rule) {
        String offends = switch (rule.kind()) {
            case NOT_NULL -> rule.onColumn() + " is null";
            case ACCEPTED_VALUES -> rule.onColumn() + "::text not in (" + values(rule) + ")";
            case RANGE -> range(rule);
            case REFERENCE -> reference(rule);
            case CONDITION -> "(" + rule.sql() + "\n)";
            default -> throw new IllegalArgumentException(rule.kind().label() + " is not asked row by row");
        };
        return rule.has("where") ? rule.where() + " and " + offends : offends;
    }

    private static String values(Rule rule) {
        List<String> values = new ArrayList<>();
        for (JsonNode value : rule.parameters().path("values")) {
            values.add(Sql.text(value.asText()));
        }
        return values.isEmpty() ? "null" : String.join(", ", values);
    }

    private static String range(Rule rule) {
        List<String> sides = new ArrayList<>();
        if (rule.has("min")) {
            sides.add(rule.onColumn() + " < " + Sql.text(rule.text("min")));
        }
        if (rule.has("max")) {
            sides.add(rule.onColumn() + " > " + Sql.text(rule.text("max")));
        }
        return "(" + String.join(" or ", sides) + ")";
    }

    private static String reference(Rule rule) {
        String own = Sql.name(rule.table()) + "." + rule.onColumn();
        return own + " is not null and not exists (select from " + Sql.table(rule.text("table"))
                + " as referenced where referenced." + Sql.name(rule.text("column")) + " = " + own + ")";
    }
}
