package dev.scout.loader.quality;

/**
 * Records that were refused at the end because a value of theirs is an earlier record's.
 *
 * @param count how many
 * @param line of the first; 0 where it has none
 * @param message about the first, in a sentence
 */
public record Repeats(long count, long line, String message) {

    static final Repeats NONE = new Repeats(0, 0, "");

    /** Of the first, in a sentence with its line. */
    public String told() {
        return line == 0 ? message : "Line " + line + ": " + message;
    }
}
