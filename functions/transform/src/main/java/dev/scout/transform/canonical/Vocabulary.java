package dev.scout.transform.canonical;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The words that a field may have; any other word becomes the vocabulary's word for others. */
enum Vocabulary {
    REQUEST_MODE("other", "verbal", "pointing", "indirect"),
    REQUEST_TYPE("other", "branded", "unbranded", "point", "indirect"),
    GENDER("unknown", "male", "female"),
    AGE_BRACKET("unknown", "18-24", "25-34", "35-44", "45-54", "55+"),
    PAYMENT_METHOD("other", "cash", "gcash", "maya", "credit"),
    CUSTOMER_TYPE("unknown", "regular", "occasional", "new"),
    STORE_TYPE("other", "urban_high", "urban_medium", "residential", "rural", "transport"),
    ECONOMIC_CLASS("unknown", "A", "B", "C", "D", "E"),
    REASON("unknown", "stockout", "suggestion");

    private final String others;

    @SuppressWarnings("ImmutableEnumChecker") // the map is unmodifiable
    private final Map<String, String> words;

    Vocabulary(String others, String... words) {
        this.others = others;
        this.words =
                List.of(words).stream().collect(Collectors.toUnmodifiableMap(Vocabulary::key, Function.identity()));
    }

    String word(String text) {
        return words.getOrDefault(key(text), others);
    }

    private static String key(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
