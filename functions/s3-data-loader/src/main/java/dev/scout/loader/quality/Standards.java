package dev.scout.loader.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a pipeline asks of its files: its rules, the columns that it knows, and what becomes of others. */
public final class Standards {

    /** Nothing is asked, nothing is known. */
    public static final Standards NONE =
            of(JsonNodeFactory.instance.arrayNode(), "accept", JsonNodeFactory.instance.arrayNode(), ".");

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode rulesJson;
    private final SchemaPolicy policy;
    private final KnownColumns known;
    private final char decimalPoint;
    private final List<Rule> rules;
    private final @Nullable String problem;

    private Standards(JsonNode rulesJson, SchemaPolicy policy, KnownColumns known, char decimalPoint) {
        this.rulesJson = rulesJson;
        this.policy = policy;
        this.known = known;
        this.decimalPoint = decimalPoint;
        List<Rule> parsed = new ArrayList<>();
        String found = null;
        for (JsonNode rule : rulesJson) {
            try {
                parsed.add(Rule.of(rule));
            } catch (IllegalArgumentException e) {
                found = "Rule " + (parsed.size() + 1) + " of the pipeline can not be followed: " + e.getMessage() + '.';
                break;
            }
        }
        this.rules = List.copyOf(parsed);
        this.problem = found;
    }

    /**
     * The standards of a row of {@code etl_pipelines}.
     *
     * @param rules as in the row
     * @param onSchemaChange as in the row
     * @param knownColumns an array of {@code {"name","types","optional"}}
     * @param decimalPoint the reader option {@code decimal}; empty where the row has none
     */
    public static Standards of(JsonNode rules, String onSchemaChange, JsonNode knownColumns, String decimalPoint) {
        return new Standards(
                rules,
                SchemaPolicy.of(onSchemaChange),
                KnownColumns.of(knownColumns),
                decimalPoint.length() == 1 ? decimalPoint.charAt(0) : '.');
    }

    /** The standards that {@link #toJson} wrote down. */
    public static Standards of(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return of(
                    json.path("rules"),
                    json.path("on_schema_change").asText(),
                    json.path("columns"),
                    json.path("decimal").asText());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Standards that were written down are always JSON", e);
        }
    }

    /** To be kept for later: all that is asked and known now. */
    public String toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("on_schema_change", policy.name().toLowerCase(Locale.ROOT))
                .put("decimal", String.valueOf(decimalPoint))
                .<ObjectNode>set("rules", rulesJson)
                .set("columns", known.toJson())
                .toString();
    }

    /** Whether a file may have to be given up once it has been read. */
    public boolean mayRefuseFiles() {
        return policy == SchemaPolicy.REFUSE || problem != null;
    }

    /** Whether records that are read apart from each other have to be compared in the end. */
    public boolean hasUniqueRules() {
        return rules.stream().anyMatch(Rule::unique);
    }

    /** The same with the columns known that the others know. */
    public Standards knowing(Standards others) {
        return knowing(others.known);
    }

    /** The same with other columns known. */
    Standards knowing(KnownColumns columns) {
        return new Standards(rulesJson, policy, columns, decimalPoint);
    }

    SchemaPolicy policy() {
        return policy;
    }

    KnownColumns known() {
        return known;
    }

    char decimalPoint() {
        return decimalPoint;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Why the rules can not be followed, in a sentence; null where they can. */
    public @Nullable String problem() {
        return problem;
    }
}
