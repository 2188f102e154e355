package dev.scout.transform.model;

import java.time.Duration;
import java.util.List;

/** What running a model did: how many rows it wrote, and what its checks found. */
public record ModelResult(String name, long rows, Duration duration, List<CheckResult> checks) {

    /** @param failures number of rows for which it does not hold */
    public record CheckResult(String name, long failures) {}
}
