package dev.scout.transform.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the rows of a model's select become what other models and readers see. */
public sealed interface Materialization {

    /** A table that ends with the run. */
    record Temporary() implements Materialization {}

    /** Computed again by each model of the run that reads it. */
    record View() implements Materialization {}

    /** A table that ends with the run: the select's rows, and which cluster each is in; columns outside of the key are its features. */
    record Clusters(int most) implements Materialization {}

    /** The rows take the place of all rows of the table whose column has one of the relation's values. */
    record Replace(String column, String relation, String relationColumn) implements Materialization {

        String condition() {
            return column + " in (" + values() + ")";
        }

        /** Query of the values that the relation has. */
        String values() {
            return "select " + relationColumn + " from " + relation;
        }
    }

    /** The rows take the place of all rows of the table. */
    record All() implements Materialization {}

    /** A row takes the place of the one with the same key. */
    record Merge() implements Materialization {}

    /** A row is added where there is none with the same key. */
    record Append() implements Materialization {}

    /** The columns that are not in the key are changed in the rows of another model's table. */
    record Update(String table) implements Materialization {}

    Pattern REPLACE = Pattern.compile("replace (\\w+) of (\\w+)(?:\\.(\\w+))?");
    Pattern UPDATE = Pattern.compile("update (\\w+)");
    Pattern CLUSTERS = Pattern.compile("([1-9]\\d{0,3}) clusters");

    static Materialization parse(String text) {
        Matcher replace = REPLACE.matcher(text);
        if (replace.matches()) {
            String column = replace.group(1);
            return new Replace(column, replace.group(2), replace.group(3) == null ? column : replace.group(3));
        }
        Matcher update = UPDATE.matcher(text);
        if (update.matches()) {
            return new Update(update.group(1));
        }
        Matcher clusters = CLUSTERS.matcher(text);
        if (clusters.matches()) {
            return new Clusters(Integer.parseInt(clusters.group(1)));
        }
        return switch (text) {
            case "temporary" -> new Temporary();
            case "view" -> new View();
            case "all" -> new All();
            case "merge" -> new Merge();
            case "append" -> new Append();
            default -> throw new IllegalArgumentException("\"" + text + "\" is not a way to materialize a model");
        };
    }
}
