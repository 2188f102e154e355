package dev.scout.transform.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** The checks that are rows of {@code data_quality_checks} and are enabled. */
final class Rules {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String ENABLED = """
            select id, table_name, check_name, kind, column_name, check_query, expected_result, parameters, severity
            from scout.data_quality_checks
            where enabled
            order by table_name collate "C", check_name collate "C\"""";

    private final List<Rule> rules;

    private Rules(List<Rule> rules) {
        this.rules = rules;
    }

    static Rules read(Connection connection) throws SQLException {
        List<Rule> rules = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ENABLED)) {
            while (row.next()) {
                rules.add(new Rule(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        Kind.of(row.getString(4)),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        JSON.readTree(row.getString(8)),
                        Severity.of(row.getString(9))));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL wrote JSON that can't be read", e);
        }
        return new Rules(rules);
    }

    List<Rule> of(String table) {
        return rules.stream().filter(rule -> rule.table().equals(table)).toList();
    }

    /** Tables with a check that are none of these. */
    Set<String> tablesOtherThan(Set<String> tables) {
        Set<String> others = new TreeSet<>();
        rules.stream().map(Rule::table).filter(table -> !tables.contains(table)).forEach(others::add);
        return others;
    }

    /** The tables that checks read besides their own, by that one. */
    Map<String, Set<String>> tablesRead() {
        Map<String, Set<String>> tables = new TreeMap<>();
        for (Rule rule : rules) {
            tables.computeIfAbsent(rule.table(), table -> new TreeSet<>()).addAll(rule.tablesRead());
        }
        return tables;
    }

    static Rule beside(String table, Check check) {
        return new Rule(
                null,
                table,
                check.name(),
                Kind.CONDITION,
                null,
                check.offends(),
                null,
                JsonNodeFactory.instance.objectNode(),
                check.severity());
    }
}
