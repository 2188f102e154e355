package dev.scout.transform.model;

import dev.scout.transform.quality.Check;
import dev.scout.transform.quality.Severity;
import dev.scout.transform.quality.WrittenRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One SQL file: a select, and above it as comments what a row is, how it is materialized, its key, columns and checks.
 *
 * @param name of the file and of the table
 * @param row what one row is
 * @param readsBefore models whose state before this run it reads: they come after it
 * @param columns of the table, in its order; empty where the file does not describe them
 * @param lakeColumn the column whose days part its files in the lake; null where it is not written there
 */
public record Model(
        String name,
        String row,
        Materialization materialization,
        List<String> key,
        Set<String> readsBefore,
        List<Column> columns,
        List<Check> checks,
        @Nullable String lakeColumn,
        String select) {

    private static final Pattern TABLE = Pattern.compile("\\b(?:from|join)\\s+(?:scout\\.)?(\\w+)");
    private static final String COMMENT = "--";
    private static final String CURRENT_DAY = "current_day";

    static Model parse(String name, String text) {
        List<String> lines = text.lines().toList();
        List<String> header = lines.stream()
                .takeWhile(line -> line.startsWith(COMMENT))
                .map(Model::uncommented)
                .toList();
        if (header.isEmpty() || !header.get(0).startsWith("One row ")) {
            throw new IllegalArgumentException("The model " + name + " does not begin with what one row is.");
        }
        try {
            return new Model(
                    name,
                    header.get(0),
                    Materialization.parse(single(header, "materialized: ")),
                    listed(single(header, "key: ")),
                    new LinkedHashSet<>(all(header, "reads before it changes: ")
                            .flatMap(names -> listed(names).stream())
                            .toList()),
                    all(header, "column ").map(Column::parse).toList(),
                    checks(header),
                    all(header, "lake: ").findFirst().orElse(null),
                    String.join("\n", lines.subList(header.size(), lines.size()))
                            .strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The model " + name + " can't be used: " + e.getMessage() + ".", e);
        }
    }

    /** Names of the tables that it, its checks and its materialization read, without those whose earlier state it reads. */
    public Set<String> reads() {
        Set<String> tables = new LinkedHashSet<>(tablesIn(withoutComments(select)));
        checks.forEach(check -> tables.addAll(tablesIn(check.offends())));
        if (materialization instanceof Materialization.Replace replace) {
            tables.add(replace.relation());
        } else if (materialization instanceof Materialization.Update update) {
            tables.add(update.table());
        }
        tables.removeAll(readsBefore);
        tables.remove(name);
        return tables;
    }

    /** Whether readers outside of the run see it. */
    public boolean isPermanent() {
        return !(materialization instanceof Materialization.Temporary
                || materialization instanceof Materialization.Clusters
                || materialization instanceof Materialization.View);
    }

    /** Whether it tells the next layer what this one changed. */
    public boolean isNote() {
        return materialization instanceof Materialization.Append;
    }

    /** Whether what it shows depends on which day it is. */
    boolean looksAtCurrentDay() {
        return looksAt(CURRENT_DAY);
    }

    boolean looksAt(String column) {
        return withoutComments(select).contains(column);
    }

    /** The rows that running it wrote; null where its rows are another model's. */
    public @Nullable WrittenRows written() {
        if (materialization instanceof Materialization.Replace replace) {
            return new WrittenRows(name, replace.column(), replace.values());
        }
        return materialization instanceof Materialization.Update ? null : WrittenRows.all(name);
    }

    private static List<Check> checks(List<String> header) {
        return Stream.concat(
                        all(header, "check: ").map(text -> Check.parse(text, Severity.ERROR)),
                        all(header, "warn: ").map(text -> Check.parse(text, Severity.WARN)))
                .toList();
    }

    private static List<String> tablesIn(String sql) {
        List<String> tables = new ArrayList<>();
        Matcher matcher = TABLE.matcher(sql);
        while (matcher.find()) {
            tables.add(matcher.group(1));
        }
        return tables;
    }

    private static String withoutComments(String sql) {
        return sql.replaceAll("(?m)--.*$", "");
    }

    private static String uncommented(String line) {
        return line.substring(COMMENT.length()).strip();
    }

    private static String single(List<String> header, String label) {
        return all(header, label)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it has no line \"-- " + label.strip() + "\""));
    }

    private static Stream<String> all(List<String> header, String label) {
        return header.stream().filter(line -> line.startsWith(label)).map(line -> line.substring(label.length()));
    }

    private static List<String> listed(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }
}
