package dev.scout.transform.quality;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The query that returns what offends, of the kinds that look at a table as a whole. */
final class TableQueries {

    private static final String DEFAULT_DAYS = "28";

    private TableQueries() {}

    static String offending(Rule rule, WrittenRows written) {
        return switch (rule.kind()) {
            case UNIQUE -> unique(rule, written);
            case FRESHNESS -> freshness(rule);
            case VOLUME -> rule.column() == null ? size(rule) : volume(rule, written);
            case RECONCILIATION -> reconciliation(rule, written);
            case QUERY -> rule.sql();
            default -> throw new IllegalArgumentException(rule.kind().label() + " is asked row by row");
        };
    }

    /** Values of written rows that more than one row has; rows that were there before count too. */
    private static String unique(Rule rule, WrittenRows written) {
        List<String> names = columns(rule);
        String columns = names.stream().map(Sql::name).collect(Collectors.joining(", "));
        String known =
                names.stream().map(name -> Sql.name(name) + " is not null").collect(Collectors.joining(" and "));
        String table = Sql.table(rule.table());
        String rows = written.column() == null || names.contains(written.column())
                ? written.condition()
                : "(" + columns + ") in (select " + columns + " from " + table + " where " + written.condition() + ")";
        return "select " + columns + ", count(*) as rows_with_it from " + table + " where " + rows + " and " + known
                + " and " + rule.where() + " group by " + columns + " having count(*) > 1";
    }

    private static List<String> columns(Rule rule) {
        String names = rule.column() == null ? "" : rule.column();
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }

    private static String freshness(Rule rule) {
        return "select f.latest, r.started_at from (select max(" + rule.onColumn() + ") as latest from "
                + Sql.table(rule.table())
                + " where " + rule.where() + ") as f cross join stage_run as r"
                + " where f.latest is null or f.latest < r.started_at - interval " + Sql.text(rule.text("max_age"));
    }

    private static String size(Rule rule) {
        return "select n.row_count from (select count(*) as row_count from " + Sql.table(rule.table()) + " where "
                + rule.where()
                + ") as n where n.row_count not between " + number(rule, "min", "0") + " and "
                + number(rule, "max", "9223372036854775807");
    }

    /** Days whose number of rows is far from the mean of the days before that have rows; the current day is not over. */
    private static String volume(Rule rule, WrittenRows written) {
        String day = rule.onColumn();
        String table = Sql.table(rule.table());
        return "select d.day, d.row_count, round(b.mean, 4) as mean_before from (select " + day
                + " as day, count(*) as row_count from " + table
                + " where " + written.condition() + " and " + rule.where()
                + " group by 1) as d cross join stage_run as r"
                + " cross join lateral (select avg(n.row_count) as mean from (select count(*) as row_count from "
                + table
                + " where " + day + " >= d.day - " + number(rule, "days", DEFAULT_DAYS) + "::integer and " + day
                + " < d.day and " + rule.where()
                + " group by " + day
                + ") as n) as b where d.day < r.current_day and b.mean is not null and d.row_count not between "
                + number(rule, "min_ratio", "0") + " * b.mean and " + number(rule, "max_ratio", "'infinity'")
                + " * b.mean";
    }

    /** Groups whose sum is not that of the same group in the other table. */
    private static String reconciliation(Rule rule, WrittenRows written) {
        String by = rule.text("by");
        String otherBy = rule.text("with_by", by);
        String otherWhere = rule.has("with_where") ? "(" + rule.text("with_where") + "\n)" : "true";
        return "select coalesce(t.by_value, o.by_value) as " + Sql.name(by) + ", t.total, o.total as total_there from ("
                + sums(rule.table(), by, rule.onColumn(), written.conditionOn(by, Sql.name(by)), rule.where())
                + ") as t full join ("
                + sums(
                        rule.text("with"),
                        otherBy,
                        Sql.name(rule.text("with_column", text(rule.column()))),
                        written.conditionOn(by, Sql.name(otherBy)),
                        otherWhere)
                + ") as o on o.by_value = t.by_value where coalesce(t.total, 0) <> coalesce(o.total, 0)";
    }

    private static String sums(String table, String by, String column, String written, String where) {
        return "select " + Sql.name(by) + " as by_value, sum(" + column + ") as total from " + Sql.table(table)
                + " where " + written + " and " + where + " group by 1";
    }

    private static String number(Rule rule, String parameter, String otherwise) {
        return rule.has(parameter) ? Sql.text(rule.text(parameter)) + "::numeric" : otherwise;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
