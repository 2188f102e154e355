package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** The same crashes with the queue between: nobody delivers the event again but the platform itself. */
final class PlatformRecoveryIT {

    private static final int ROWS = 300_000;
    private static final Duration WAIT = Duration.ofMinutes(2);

    private static RunningPlatform platform;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.start();
    }

    @AfterAll
    static void stop() {
        if (platform != null) {
            platform.close();
        }
    }

    @Test
    void aKilledLoadIsTakenUpAgain() throws Exception {
        String key = "bronze/transactions/dt=2026-01-05/killed.ndjson";
        put(key);
        awaitMiddle();
        assertThat(platform.killProcessesOf("s3-data-loader")).isPositive();
        assertLandedOnce(key);
    }

    @Test
    void aLoadThatLostItsDatabaseIsTakenUpAgain() throws Exception {
        String key = "bronze/transactions/dt=2026-01-06/restarted.ndjson";
        put(key);
        awaitMiddle();
        platform.restartDatabase();
        assertLandedOnce(key);
    }

    private static void put(String key) {
        platform.put(
                key,
                RequestBody.fromString(IntStream.rangeClosed(1, ROWS)
                        .mapToObj(
                                row -> "{\"id\":\"" + key.hashCode() + "-" + row
                                        + "\",\"store_id\":\"s\",\"timestamp\":\"2026-01-05T09:30:00+08:00\",\"peso_value\":1}\n")
                        .collect(Collectors.joining())));
    }

    private static void awaitMiddle() throws Exception {
        await("a COPY in its middle", "select coalesce(max(tuples_processed), 0) >= 5000 from pg_stat_progress_copy");
    }

    private static void assertLandedOnce(String key) throws Exception {
        await(
                key + " loaded",
                "select exists (select from scout.ingest_files where key = '" + key + "' and status = 'loaded')");
        String all = String.valueOf(ROWS);
        assertThat(platform.query(
                                "select count(*), count(distinct _raw_id), count(distinct _source_row), max(_source_row) from scout.bronze_transactions where _source_file = '"
                                        + key + "'")
                        .rows())
                .containsExactly(List.of(all, all, all, all));
        assertThat(platform.query("select attempts >= 2 from scout.ingest_files where key = '" + key + "'")
                        .rows())
                .containsExactly(List.of("true"));
    }

    private static void await(String what, String condition) throws Exception {
        Instant end = Instant.now().plus(WAIT);
        while (!platform.query(condition).rows().equals(List.of(List.of("true")))) {
            assertThat(Instant.now()).as("waited for %s", what).isBefore(end);
            Thread.sleep(10);
        }
    }
}
