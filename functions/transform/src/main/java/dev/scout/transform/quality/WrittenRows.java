package dev.scout.transform.quality;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a table that checks look at.
 *
 * @param table without its schema
 * @param column whose values say which rows were written; null where all rows are looked at
 * @param values query of those values, of one column; null as well where all rows are looked at
 */
public record WrittenRows(
        String table, @Nullable String column, @Nullable String values) {

    public static WrittenRows all(String table) {
        return new WrittenRows(table, null, null);
    }

    /** Condition that is true for them; it is asked of the table under its own name. */
    String condition() {
        return column == null ? "true" : column + " in (" + values + ")";
    }

    /** The like condition for another table that has the same values in a column of its own. */
    String conditionOn(String thisColumn, String otherColumn) {
        return thisColumn.equals(column) ? otherColumn + " in (" + values + ")" : "true";
    }
}
