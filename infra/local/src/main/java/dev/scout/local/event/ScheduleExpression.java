package dev.scout.local.event;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.scout.local.LocalPlatformException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** EventBridge's {@code rate(…)} and {@code cron(…)}, in UTC. */
interface ScheduleExpression {

    /** When it is due next, strictly later than that time; empty where never. */
    Optional<Instant> next(Instant after);

    static ScheduleExpression parse(String expression) {
        Matcher rate = Pattern.compile("rate\\((\\d+) (minute|hour|day)s?\\)").matcher(expression);
        if (rate.matches()) {
            Duration period = period(Long.parseLong(rate.group(1)), rate.group(2));
            if (!period.isZero()) {
                return after -> Optional.of(after.plus(period));
            }
        }
        Matcher cron = Pattern.compile("cron\\((.+)\\)").matcher(expression);
        if (cron.matches()) {
            return cron(cron.group(1));
        }
        throw notUnderstood(expression, null);
    }

    private static Duration period(long count, String unit) {
        return switch (unit) {
            case "minute" -> Duration.ofMinutes(count);
            case "hour" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** AWS's six fields are Quartz's seven without the seconds; both count Sunday as 1. */
    private static ScheduleExpression cron(String fields) {
        try {
            ExecutionTime time = ExecutionTime.forCron(
                    new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ)).parse("0 " + fields));
            return after -> time.nextExecution(after.atZone(ZoneOffset.UTC)).map(next -> next.toInstant());
        } catch (IllegalArgumentException e) {
            throw notUnderstood("cron(" + fields + ")", e);
        }
    }

    private static LocalPlatformException notUnderstood(
            String expression, @org.jspecify.annotations.Nullable Throwable cause) {
        String sentence = "The local platform does not understand the schedule " + expression + ".";
        return cause == null ? new LocalPlatformException(sentence) : new LocalPlatformException(sentence, cause);
    }
}
