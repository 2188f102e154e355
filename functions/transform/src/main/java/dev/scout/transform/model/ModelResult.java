package dev.scout.transform.model;

import dev.scout.transform.quality.CheckResult;
import java.time.Duration;
import java.util.List;

/** What running a model did: how many rows it wrote, and what its checks found. */
public record ModelResult(String name, long rows, Duration duration, List<CheckResult> checks) {}
