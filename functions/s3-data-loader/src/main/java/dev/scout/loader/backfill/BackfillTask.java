package dev.scout.loader.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.task.TaskHandler;
import dev.scout.loader.task.TaskResult;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code {"backfill":{"prefix":…,"bucket":…,"from":…,"to":…}}} begins one, {@code {"stop":7}} and {@code {"resume":7}} do so with it,
 * {@code {"list":true}} tells of the latest; with {@code {"continue":7}} it asks itself to go on.
 */
final class BackfillTask implements TaskHandler {

    static final String NAME = "backfill";

    private static final int MOST_LISTED = 20;

    private final Sweeps sweeps;
    private final SweepRunner runner;
    private final SweepReport report;
    private final String lakeBucket;
    private final ZoneId zone;

    BackfillTask(Sweeps sweeps, SweepRunner runner, SweepReport report, String lakeBucket, ZoneId zone) {
        this.sweeps = sweeps;
        this.runner = runner;
        this.report = report;
        this.lakeBucket = lakeBucket;
        this.zone = zone;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public TaskResult run(JsonNode argument, boolean again, UUID run, Deadline deadline) {
        if (argument.path("list").asBoolean()) {
            return TaskResult.of(report.latest(MOST_LISTED));
        }
        if (argument.has("stop")) {
            long id = number(argument, "stop");
            sweeps.stop(id);
            return TaskResult.of(report.of(id));
        }
        long id;
        if (argument.has("continue")) {
            id = number(argument, "continue");
        } else if (argument.has("resume")) {
            id = number(argument, "resume");
            sweeps.resume(id);
        } else {
            id = begin(argument);
        }
        boolean complete = runner.run(id, NAME, run, deadline);
        return new TaskResult(List.of(), report.of(id), complete);
    }

    private long begin(JsonNode argument) {
        if (!argument.path("prefix").isTextual()) {
            throw bad("\"prefix\" is missing: the beginning of the keys that are meant, \"\" for all.");
        }
        Instant from = begin(argument.path("from").asText(""));
        Instant to = end(argument.path("to").asText(""));
        if (from != null && to != null && !from.isBefore(to)) {
            throw bad("\"from\" is not before \"to\".");
        }
        String bucket = argument.path("bucket").asText(lakeBucket);
        return sweeps.beginBackfill(bucket, argument.get("prefix").asText(), from, to)
                .id();
    }

    private @Nullable Instant begin(String text) {
        return text.isEmpty() ? null : time(text, 0);
    }

    /** A day is meant with all of it. */
    private @Nullable Instant end(String text) {
        return text.isEmpty() ? null : time(text, 1);
    }

    private Instant time(String text, int days) {
        try {
            return text.length() == "yyyy-MM-dd".length()
                    ? LocalDate.parse(text).plusDays(days).atStartOfDay(zone).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw bad("\"" + text + "\" is neither a day such as 2024-01-31 nor a time such as 2024-01-31T12:00:00Z.");
        }
    }

    private static long number(JsonNode argument, String name) {
        if (!argument.get(name).canConvertToLong()) {
            throw bad("\"" + name + "\" needs the number of a backfill.");
        }
        return argument.get(name).asLong();
    }

    private static ScoutException bad(String why) {
        return new ScoutException("BAD_BACKFILL", false, "This backfill can not be done: " + why, null);
    }
}
