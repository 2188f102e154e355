package dev.scout.transform.run;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run shall do beyond what is new.
 *
 * @param fullRefresh whether everything is built again, from bronze or from the layer before
 * @param from first business day to build again; null for no lower bound
 * @param to last business day to build again; null for no upper bound
 * @param models names of the models to build; empty for all
 */
public record StageRequest(
        boolean fullRefresh,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Set<String> models) {

    public static final StageRequest WHAT_IS_NEW = new StageRequest(false, null, null, Set.of());

    public StageRequest {
        models = Set.copyOf(models);
    }

    boolean namesDays() {
        return fullRefresh || from != null || to != null;
    }
}
