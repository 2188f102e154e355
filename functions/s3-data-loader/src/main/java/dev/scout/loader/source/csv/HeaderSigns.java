package dev.scout.loader.source.csv;

import dev.scout.loader.source.csv.CsvSample.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/**
 * Tells whether a table's first row holds names. It is taken for one, unless everything speaks against it: there are columns of numbers or
 * dates, and in each of them the first row has one too.
 */
final class HeaderSigns {

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2100;
    private static final int LOOKED_AT = 100;

    private HeaderSigns() {}

    /**
     * @param expected names that the pipeline's mapping reads: where one stands in the row, it is the header
     */
    static boolean say(CsvSample sample, Set<String> expected) {
        List<Row> rows = sample.table();
        if (rows.isEmpty() || holdsName(sample, expected)) {
            return true;
        }
        Row first = rows.get(0);
        byte[] text = sample.text();
        int typed = 0;
        int texts = 0;
        boolean counted = true;
        for (int i = 0; i < first.fields(); i++) {
            int begin = first.bounds()[2 * i];
            int end = first.bounds()[2 * i + 1];
            CellKind kind = CellKind.of(text, begin, end);
            CellKind usual = rows.size() == 1 ? kind : usualKind(text, rows, i);
            texts += kind == CellKind.TEXT ? 1 : 0;
            if (usual == CellKind.NUMBER || usual == CellKind.DATE) {
                if (kind != usual && kind != CellKind.EMPTY) {
                    return true;
                }
                typed += kind == usual ? 1 : 0;
                counted &= kind != CellKind.EMPTY && isYear(name(text, begin, end));
            }
        }
        boolean tooLittle = typed == 0 || (rows.size() == 1 && (texts > 0 || typed < 2));
        return tooLittle || (texts > 0 && counted) || countsFromZero(text, first);
    }

    /** Whether one of these names stands in the table's first row. */
    static boolean holdsName(CsvSample sample, Set<String> names) {
        if (names.isEmpty() || sample.table().isEmpty()) {
            return false;
        }
        Row first = sample.table().get(0);
        for (int i = 0; i < first.fields(); i++) {
            if (names.contains(name(sample.text(), first.bounds()[2 * i], first.bounds()[2 * i + 1]))) {
                return true;
            }
        }
        return false;
    }

    /** The kind of nearly all fields of a column behind the first row; TEXT where they are of several. */
    private static CellKind usualKind(byte[] text, List<Row> rows, int column) {
        int numbers = 0;
        int dates = 0;
        int filled = 0;
        for (Row row : rows.subList(1, Math.min(rows.size(), LOOKED_AT))) {
            if (column < row.fields()) {
                CellKind kind = CellKind.of(text, row.bounds()[2 * column], row.bounds()[2 * column + 1]);
                numbers += kind == CellKind.NUMBER ? 1 : 0;
                dates += kind == CellKind.DATE ? 1 : 0;
                filled += kind == CellKind.EMPTY ? 0 : 1;
            }
        }
        int most = Math.max(numbers, dates);
        return filled == 0 || most < 0.9 * filled ? CellKind.TEXT : numbers >= dates ? CellKind.NUMBER : CellKind.DATE;
    }

    /** Names like 2019, 2020, 2021 stand over the columns of many a report. */
    private static boolean isYear(String name) {
        if (name.length() != 4 || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int year = Integer.parseInt(name);
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    /** Some tools number the columns of a table that has no names. */
    private static boolean countsFromZero(byte[] text, Row first) {
        for (int i = 0; i < first.fields(); i++) {
            if (!name(text, first.bounds()[2 * i], first.bounds()[2 * i + 1]).equals(String.valueOf(i))) {
                return false;
            }
        }
        return first.fields() > 1;
    }

    private static String name(byte[] text, int begin, int end) {
        String name = new String(text, begin, end - begin, StandardCharsets.UTF_8).strip();
        boolean quoted = name.length() > 1
                && "\"'".indexOf(name.charAt(0)) >= 0
                && name.charAt(name.length() - 1) == name.charAt(0);
        return quoted ? name.substring(1, name.length() - 1).strip() : name;
    }
}
