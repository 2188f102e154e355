package dev.scout.transform.run;

import dev.scout.transform.model.Model;
import dev.scout.transform.model.Models;
import java.util.Map;
import java.util.TreeMap;

/**
 * Thresholds that models take from the configuration, as columns of {@code stage_run}.
 *
 * @param basketMinSupport baskets that two products have to be in together, before they count as a pattern
 * @param kAnonymity sales that a demographic group has to have, before it is shown by itself; 1 shows all
 */
public record ModelSettings(int basketMinSupport, int kAnonymity) {

    /** What a model sees that looks at none. */
    static final String NONE = Map.of().toString();

    public ModelSettings {
        requireOneOrMore("SCOUT_BASKET_MIN_SUPPORT", basketMinSupport);
        requireOneOrMore("SCOUT_K_ANONYMITY", kAnonymity);
    }

    /** The settings that a model looks at, with their values: it has to be built again where these change. */
    String seenBy(Model model, Models models) {
        Map<String, Integer> columns =
                new TreeMap<>(Map.of("basket_min_support", basketMinSupport, "k_anonymity", kAnonymity));
        columns.keySet().retainAll(models.looksAt(model, columns.keySet()));
        return columns.toString();
    }

    private static void requireOneOrMore(String variable, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(variable + " is " + value + ", which is not 1 or more.");
        }
    }
}
