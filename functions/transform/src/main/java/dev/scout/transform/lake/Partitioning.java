package dev.scout.transform.lake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which partition of the lake a row of a table belongs to; {@code -- lake:} in its model says it. */
sealed interface Partitioning {

    /** That of the day in this column. */
    record Own(String column) implements Partitioning {}

    /** That of the row of another table with the same key: the lines of a transaction go where the transaction goes. */
    record Through(String parent, String column, String key) implements Partitioning {}

    /** All rows lie in the one partition without a day. */
    record Undated() implements Partitioning {}

    Pattern THROUGH = Pattern.compile("(\\w+) of (\\w+) by (\\w+)");
    Pattern OWN = Pattern.compile("\\w+");

    static Partitioning parse(String rule) {
        Matcher through = THROUGH.matcher(rule);
        if (through.matches()) {
            return new Through(through.group(2), through.group(1), through.group(3));
        }
        if (rule.equals("undated")) {
            return new Undated();
        }
        if (OWN.matcher(rule).matches()) {
            return new Own(rule);
        }
        throw new IllegalArgumentException("\"-- lake: " + rule
                + "\" is not \"<date column>\", \"<date column> of <table> by <key>\" or \"undated\".");
    }
}
