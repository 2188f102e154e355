package dev.scout.transform.canonical;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the records of reference files describe: each record one of it. */
public enum Subject {
    PRODUCT(Field.SKU, Field.PRODUCT_NAME, Field.BRAND_NAME, Field.CATEGORY),
    STORE(
            Field.STORE_ID,
            Field.REGION,
            Field.PROVINCE,
            Field.CITY,
            Field.BARANGAY,
            Field.STORE_TYPE,
            Field.ECONOMIC_CLASS);

    @SuppressWarnings("ImmutableEnumChecker") // the list is unmodifiable
    private final List<Field> fields;

    Subject(Field... fields) {
        this.fields = List.of(fields);
    }

    /** @throws IllegalArgumentException with the end of a sentence, where there is none of that name */
    static Subject named(@Nullable Object label) {
        for (Subject subject : values()) {
            if (subject.label().equals(label)) {
                return subject;
            }
        }
        throw new IllegalArgumentException("is \"" + label + "\", which is neither \"product\" nor \"store\"");
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its id. */
    public Field key() {
        return fields.get(0);
    }

    /** Its id, and what is said of it, in the order in which staging tables have them. */
    public List<Field> fields() {
        return fields;
    }
}
