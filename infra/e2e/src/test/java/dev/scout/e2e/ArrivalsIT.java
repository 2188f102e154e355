package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.PlatformOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** The template's own triggers, as {@code ./scout up} has them: nobody invokes anything. */
final class ArrivalsIT {

    /** Less than the schedule would take. */
    private static final Duration WAIT = Duration.ofMinutes(2);

    @Test
    void whatLandsIsInGoldAndInTheLakeWithoutAnyoneAsking() throws Exception {
        try (RunningPlatform platform =
                RunningPlatform.start(PlatformOptions.of(ProjectRoot.path()).withPorts(0, 0, 0, 0, 0))) {
            platform.put(
                    "bronze/edge/fresh.json",
                    RequestBody.fromString(
                            "{\"transaction_id\":\"F1\",\"store_id\":\"fresh\",\"timestamp\":\"2026-01-05T09:30:00+08:00\",\"amount\":12.5}"));
            await(
                    platform,
                    "select exists (select from scout.gold_txn_daily where store_id = 'fresh' and revenue = 12.5)");
            await(
                    platform,
                    "select exists (select from scout.data_lake_registry where layer = 'platinum') and not exists (select from scout.lake_changes)");
        }
    }

    private static void await(RunningPlatform platform, String condition) throws Exception {
        Instant end = Instant.now().plus(WAIT);
        while (!platform.query(condition).rows().equals(List.of(List.of("true")))) {
            assertThat(Instant.now()).as("waited for: %s", condition).isBefore(end);
            Thread.sleep(100);
        }
    }
}
