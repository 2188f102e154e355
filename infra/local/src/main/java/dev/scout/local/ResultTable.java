package dev.scout.local;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Rows in aligned columns, as psql prints them: numbers to the right, a null as nothing. */
public final class ResultTable {

    private static final int WIDEST_COLUMN = 60;

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
            String text = cells[i] == null ? "" : shorten(String.valueOf(cells[i]));
            row.add(text);
            numeric[i] &= text.isEmpty() || isNumber(text);
        }
        rows.add(row);
        return this;
    }

    private static String shorten(String text) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t");
        return line.length() <= WIDEST_COLUMN ? line : line.substring(0, WIDEST_COLUMN - 1) + "…";
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

    /** The table's lines: header, rule, rows. */
    public List<String> lines() {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .reduce(header.get(i).length(), Math::max);
        }
        List<String> lines = new ArrayList<>();
        lines.add(line(header, widths));
        lines.add(Arrays.stream(widths).mapToObj("─"::repeat).collect(Collectors.joining("──")));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : "  ");
            line.append(numeric[i] ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
