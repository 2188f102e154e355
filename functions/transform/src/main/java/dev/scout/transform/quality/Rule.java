package dev.scout.transform.quality;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A check that somebody added: a row of {@code data_quality_checks}, or one that stands beside a model.
 *
 * @param id null where it stands beside a model
 * @param query the query, or the condition that is true for an offending row; null for kinds that need none
 * @param expected the value of the query that passes; null for 0 or true
 */
record Rule(
        @Nullable UUID id,
        String table,
        String name,
        Kind kind,
        @Nullable String column,
        @Nullable String query,
        @Nullable String expected,
        JsonNode parameters,
        Severity severity) {

    private static final Pattern NAMED =
            Pattern.compile("\\b(?:from|join)\\s+(?:scout\\.)?(\\w+)", Pattern.CASE_INSENSITIVE);

    /** The column of a kind that has one. */
    String onColumn() {
        return Sql.name(required(column, "column"));
    }

    String sql() {
        return required(query, "query");
    }

    boolean has(String parameter) {
        return parameters.hasNonNull(parameter);
    }

    String text(String parameter) {
        return required(
                parameters.hasNonNull(parameter) ? parameters.get(parameter).asText() : null, parameter);
    }

    String text(String parameter, String otherwise) {
        return has(parameter) ? text(parameter) : otherwise;
    }

    /** The rows that it is about, as a condition; the line's end closes a comment in it. */
    String where() {
        return has("where") ? "(" + text("where") + "\n)" : "true";
    }

    /** Names of the tables that it reads, as far as they can be told from its text. */
    Set<String> tablesRead() {
        Set<String> tables = new LinkedHashSet<>();
        if (query != null) {
            Matcher named = NAMED.matcher(query);
            while (named.find()) {
                tables.add(named.group(1).toLowerCase(Locale.ROOT));
            }
        }
        if (kind == Kind.REFERENCE) {
            tables.add(text("table"));
        } else if (kind == Kind.RECONCILIATION) {
            tables.add(text("with"));
        }
        return tables;
    }

    private String required(@Nullable String value, String what) {
        if (value == null) {
            throw new IllegalArgumentException("it has no " + what);
        }
        return value;
    }
}
