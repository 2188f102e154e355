package dev.scout.transform.canonical;

/** What values a canonical field has. */
public enum Kind {
    /** A text that identifies: at most {@link ValueReader#LONGEST_KEY} characters, so that it can be indexed. */
    KEY("text collate \"C\""),
    /** A text that rows are grouped by: cut at {@link ValueReader#LONGEST_GROUP} characters. */
    GROUP("text collate \"C\""),
    TEXT("text collate \"C\""),
    /** One of the words of a {@link Vocabulary}. */
    WORD("text collate \"C\""),
    NUMBER("numeric"),
    YES_NO("boolean"),
    MOMENT("timestamptz");

    private final String sqlType;

    Kind(String sqlType) {
        this.sqlType = sqlType;
    }

    public String sqlType() {
        return sqlType;
    }
}
