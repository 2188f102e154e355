package dev.scout.transform.model;

/**
 * Something that holds for every row of a model.
 *
 * @param name what holds, in words
 * @param offends SQL condition over the model's columns that is true for a row where it does not hold
 */
record Check(String name, String offends) {

    static Check parse(String text) {
        int colon = text.indexOf(": ");
        if (colon < 1) {
            throw new IllegalArgumentException("the check \"" + text + "\" is not of the form name: condition");
        }
        return new Check(text.substring(0, colon), text.substring(colon + 2));
    }
}
