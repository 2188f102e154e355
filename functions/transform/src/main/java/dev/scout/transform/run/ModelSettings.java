package dev.scout.transform.run;

/**
 * Thresholds that models take from the configuration, as columns of {@code stage_run}.
 *
 * @param basketMinSupport baskets that two products have to be in together, before they count as a pattern
 * @param kAnonymity sales that a demographic group has to have, before it is shown by itself; 1 shows all
 */
public record ModelSettings(int basketMinSupport, int kAnonymity) {

    public ModelSettings {
        requireOneOrMore("SCOUT_BASKET_MIN_SUPPORT", basketMinSupport);
        requireOneOrMore("SCOUT_K_ANONYMITY", kAnonymity);
    }

    private static void requireOneOrMore(String variable, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(variable + " is " + value + ", which is not 1 or more.");
        }
    }
}
