package dev.scout.local.generate;

import java.util.SplittableRandom;

/** Who bought, as far as the store could tell, and how they paid. */
record Shopper(String gender, String ageBracket, String customerType, String paymentMethod) {

    private static final Weighted<String> GENDERS = Weighted.of("female", 54, "male", 40, "unknown", 6);
    private static final Weighted<String> AGE_BRACKETS =
            Weighted.of("18-24", 20, "25-34", 28, "35-44", 22, "45-54", 14, "55+", 10, "unknown", 6);
    private static final Weighted<String> CUSTOMER_TYPES =
            Weighted.of("regular", 62, "occasional", 22, "new", 10, "unknown", 6);
    private static final Weighted<String> PAYMENT_METHODS =
            Weighted.of("cash", 80, "gcash", 13, "maya", 3, "credit", 4);

    static Shopper draw(SplittableRandom random) {
        return new Shopper(
                GENDERS.draw(random),
                AGE_BRACKETS.draw(random),
                CUSTOMER_TYPES.draw(random),
                PAYMENT_METHODS.draw(random));
    }
}
