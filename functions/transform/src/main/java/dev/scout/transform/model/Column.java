package dev.scout.transform.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a model's table, as the model's file describes it.
 *
 * @param type as PostgreSQL's {@code format_type} prints it
 * @param description what a value means
 */
public record Column(String name, String type, String description) {

    private static final Pattern LINE = Pattern.compile("(\\w+) ([^:]+): (.+)");

    static Column parse(String text) {
        Matcher line = LINE.matcher(text);
        if (!line.matches()) {
            throw new IllegalArgumentException("the column \"" + text + "\" is not of the form name type: description");
        }
        return new Column(line.group(1), line.group(2), line.group(3));
    }
}
