package dev.scout.transform.quality;

/**
 * Something that holds for every row of a model; it stands in the model's file.
 *
 * @param name what holds, in words
 * @param offends SQL condition over the model's columns that is true for a row where it does not hold
 */
public record Check(String name, String offends, Severity severity) {

    /** @param text name and condition, as {@code name: condition} */
    public static Check parse(String text, Severity severity) {
        int colon = text.indexOf(": ");
        if (colon < 1) {
            throw new IllegalArgumentException("the check \"" + text + "\" is not of the form name: condition");
        }
        return new Check(text.substring(0, colon), text.substring(colon + 2), severity);
    }
}
