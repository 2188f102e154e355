package dev.scout.local;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows in aligned columns, as psql prints them: numbers to the right, a null as nothing. */
public final class ResultTable {

    private static final int WIDEST_COLUMN = 60;
    private static final int MOST_RULE = 60;
    private static final int GAP = 2;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] numeric;

    public ResultTable(String... header) {
        this(List.of(header));
    }

    private ResultTable(List<String> header) {
        this.header = header;
        this.numeric = new boolean[header.size()];
        Arrays.fill(numeric, true);
    }

    /** Reads what the result set still holds. */
    public static ResultTable of(ResultSet results) throws SQLException {
        ResultSetMetaData columns = results.getMetaData();
        List<String> header = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            header.add(columns.getColumnLabel(i));
        }
        ResultTable table = new ResultTable(header);
        while (results.next()) {
            Object[] row = new Object[header.size()];
            for (int i = 0; i < row.length; i++) {
                row[i] = results.getString(i + 1);
            }
            table.add(row);
        }
        return table;
    }

    /** A row; a null is shown as nothing. */
    public ResultTable add(@org.jspecify.annotations.Nullable Object... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            String text = cells[i] == null ? "" : onOneLine(String.valueOf(cells[i]));
            row.add(text);
            numeric[i] &= text.isEmpty() || isNumber(text);
        }
        rows.add(row);
        return this;
    }

    private static String onOneLine(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
    }

    private static String shorten(String text) {
        return text.length() <= WIDEST_COLUMN ? text : text.substring(0, WIDEST_COLUMN - 1) + "…";
    }

    private static boolean isNumber(String text) {
        try {
            new BigDecimal(text.replace(",", ""));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    public int size() {
        return rows.size();
    }

    /** The table's lines: header, rule, rows; what is very wide is cut off. */
    public List<String> lines() {
        return table(
                header,
                rows.stream()
                        .map(row -> row.stream().map(ResultTable::shorten).toList())
                        .toList());
    }

    /** The same with nothing cut off; where it would be wider than that, each row is a block with a line for each column. */
    public List<String> wholeLines(int width) {
        int needed =
                IntStream.of(widths(header, rows)).map(column -> column + GAP).sum() - GAP;
        return needed <= width ? table(header, rows) : blocks(width);
    }

    private List<String> blocks(int width) {
        int names = header.stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            String title = "── row " + (row + 1) + " ";
            lines.add(title + "─".repeat(Math.min(width, MOST_RULE) - title.length()));
            for (int i = 0; i < header.size(); i++) {
                String name = header.get(i);
                lines.add((name
                                + " ".repeat(names - name.length() + GAP)
                                + rows.get(row).get(i))
                        .stripTrailing());
            }
        }
        return lines;
    }

    private List<String> table(List<String> names, List<List<String>> cells) {
        int[] widths = widths(names, cells);
        List<String> lines = new ArrayList<>();
        lines.add(line(names, widths));
        lines.add(Arrays.stream(widths).mapToObj("─"::repeat).collect(Collectors.joining("─".repeat(GAP))));
        cells.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private static int[] widths(List<String> names, List<List<String>> cells) {
        return IntStream.range(0, names.size())
                .map(column -> cells.stream()
                        .mapToInt(row -> row.get(column).length())
                        .reduce(names.get(column).length(), Math::max))
                .toArray();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : " ".repeat(GAP));
            line.append(numeric[i] ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
