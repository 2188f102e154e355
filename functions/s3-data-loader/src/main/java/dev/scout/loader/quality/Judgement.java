package dev.scout.loader.quality;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the columns of a file are to its pipeline. */
public record Judgement(SchemaPolicy policy, Drift drift) {

    static final Judgement NOTHING_NEW = new Judgement(SchemaPolicy.ACCEPT, new Drift(List.of(), Map.of()));

    /** Whether the file is to be rejected. */
    public boolean isRefused() {
        return policy == SchemaPolicy.REFUSE && !drift.changes().isEmpty();
    }

    /** Why, in a sentence; null where it is not refused. */
    public @Nullable String refusal() {
        return isRefused()
                ? "The columns are not those that the pipeline knows: " + drift.told()
                        + ". Accept them (select scout.accept_schema_drift('…')) or correct the file, then replay it."
                : null;
    }
}
