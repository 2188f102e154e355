package dev.scout.transform.run;

import dev.scout.transform.quality.CheckResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run found, whatever becomes of its transaction: it is recorded when that has ended. */
final class Findings {

    private final List<CheckResult> checks = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();

    void add(List<CheckResult> results) {
        checks.addAll(results);
    }

    /** @param why a sentence */
    void refuse(String model, String why) {
        refused.put(model, why);
    }

    List<CheckResult> checks() {
        return List.copyOf(checks);
    }

    /** Refused models, each with the reason. */
    Map<String, String> refused() {
        return new LinkedHashMap<>(refused);
    }
}
