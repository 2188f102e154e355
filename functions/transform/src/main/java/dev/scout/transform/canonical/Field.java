package dev.scout.transform.canonical;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The canonical fields: what silver knows of a transaction, a line or a substitution, whatever shape the record had. */
public enum Field {
    TRANSACTION_ID(Level.TRANSACTION, Kind.KEY),
    TIMESTAMP(Level.TRANSACTION, Kind.MOMENT),
    STORE_ID(Level.TRANSACTION, Kind.KEY),
    DEVICE_ID(Level.TRANSACTION, Kind.TEXT),
    CUSTOMER_ID(Level.TRANSACTION, Kind.TEXT),
    CURRENCY(Level.TRANSACTION, Kind.TEXT),
    PAYMENT_METHOD(Level.TRANSACTION, Vocabulary.PAYMENT_METHOD),
    AMOUNT(Level.TRANSACTION, Kind.NUMBER),
    BASKET_SIZE(Level.TRANSACTION, Kind.NUMBER),
    UNITS(Level.TRANSACTION, Kind.NUMBER),
    REGION_ID(Level.TRANSACTION, Kind.GROUP),
    CITY_ID(Level.TRANSACTION, Kind.GROUP),
    BARANGAY_ID(Level.TRANSACTION, Kind.GROUP),
    REGION(Level.TRANSACTION, Kind.GROUP),
    PROVINCE(Level.TRANSACTION, Kind.GROUP),
    CITY(Level.TRANSACTION, Kind.GROUP),
    BARANGAY(Level.TRANSACTION, Kind.GROUP),
    STORE_TYPE(Level.TRANSACTION, Vocabulary.STORE_TYPE),
    ECONOMIC_CLASS(Level.TRANSACTION, Vocabulary.ECONOMIC_CLASS),
    GENDER(Level.TRANSACTION, Vocabulary.GENDER),
    AGE_BRACKET(Level.TRANSACTION, Vocabulary.AGE_BRACKET),
    CUSTOMER_TYPE(Level.TRANSACTION, Vocabulary.CUSTOMER_TYPE),
    REQUEST_MODE(Level.TRANSACTION, Vocabulary.REQUEST_MODE),
    REQUEST_TYPE(Level.TRANSACTION, Vocabulary.REQUEST_TYPE),
    SUGGESTION_OFFERED(Level.TRANSACTION, Kind.YES_NO),
    SUGGESTION_ACCEPTED(Level.TRANSACTION, Kind.YES_NO),
    CAMPAIGN_INFLUENCED(Level.TRANSACTION, Kind.YES_NO),
    HANDSHAKE_SCORE(Level.TRANSACTION, Kind.NUMBER),
    DURATION_SECONDS(Level.TRANSACTION, Kind.NUMBER),

    SKU(Level.LINE, Kind.KEY),
    PRODUCT_NAME(Level.LINE, Kind.TEXT),
    BRAND_NAME(Level.LINE, Kind.GROUP),
    CATEGORY(Level.LINE, Kind.GROUP),
    QUANTITY(Level.LINE, Kind.NUMBER),
    UNIT(Level.LINE, Kind.TEXT),
    UNIT_PRICE(Level.LINE, Kind.NUMBER),
    TOTAL_PRICE(Level.LINE, Kind.NUMBER),

    FROM_PRODUCT(Level.SUBSTITUTION, Kind.TEXT),
    TO_PRODUCT(Level.SUBSTITUTION, Kind.TEXT),
    REASON(Level.SUBSTITUTION, Vocabulary.REASON);

    private static final Map<String, Field> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Field::label, Function.identity()));
    private static final Map<Level, List<Field>> BY_LEVEL =
            Arrays.stream(values()).collect(Collectors.groupingBy(Field::level));

    private final String label = name().toLowerCase(Locale.ROOT);
    private final Level level;
    private final Kind kind;
    private final @Nullable Vocabulary vocabulary;

    Field(Level level, Kind kind) {
        this.level = level;
        this.kind = kind;
        this.vocabulary = null;
    }

    Field(Level level, Vocabulary vocabulary) {
        this.level = level;
        this.kind = Kind.WORD;
        this.vocabulary = vocabulary;
    }

    static @Nullable Field named(String label) {
        return BY_NAME.get(label);
    }

    /** The fields of a level, in the order in which staging tables have them. */
    public static List<Field> of(Level level) {
        return BY_LEVEL.getOrDefault(level, List.of());
    }

    /** The name in mappings and in staging tables. */
    public String label() {
        return label;
    }

    public Level level() {
        return level;
    }

    public Kind kind() {
        return kind;
    }

    @Nullable
    Vocabulary vocabulary() {
        return vocabulary;
    }
}
