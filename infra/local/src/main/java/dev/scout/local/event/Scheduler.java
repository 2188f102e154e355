package dev.scout.local.event;

import dev.scout.local.template.Template.Schedule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Fires the template's schedules while the platform runs; a rate counts from its start. */
public final class Scheduler implements AutoCloseable {

    private final Delivery delivery;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "scheduler");
        thread.setDaemon(true);
        return thread;
    });

    public Scheduler(List<Schedule> schedules, Delivery delivery, Clock clock) {
        this.delivery = delivery;
        this.clock = clock;
        Instant now = clock.instant();
        schedules.forEach(schedule -> arm(schedule, ScheduleExpression.parse(schedule.expression()), now));
    }

    private void arm(Schedule schedule, ScheduleExpression expression, Instant after) {
        expression.next(after).ifPresent(due -> {
            long delay = Math.max(0, Duration.between(clock.instant(), due).toMillis());
            var unused = executor.schedule(() -> fire(schedule, expression, due), delay, TimeUnit.MILLISECONDS);
        });
    }

    private void fire(Schedule schedule, ScheduleExpression expression, Instant due) {
        arm(schedule, expression, due);
        delivery.deliver(
                schedule.target().arn(), TargetInput.of(schedule.target(), Events.scheduled(schedule.name(), due)));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
