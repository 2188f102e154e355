package dev.scout.transform.canonical;

/** A value that was stated but could not be understood; the sentence says of which field and what it was. */
record Unreadable(String sentence) {

    private static final int LONGEST_QUOTE = 60;

    static Unreadable of(Field field, String text, String why) {
        return new Unreadable(field.label() + ": \"" + quote(text) + "\" " + why);
    }

    private static String quote(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_QUOTE) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }
}
