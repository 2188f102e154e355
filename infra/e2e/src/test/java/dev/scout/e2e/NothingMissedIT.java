package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.PlatformOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/** Files that kill the function, files that fail for a while, events that are lost: in the end each file is loaded once, or parked with its reason. */
final class NothingMissedIT {

    private static final String LOADER = "s3-data-loader";
    private static final int ATTEMPTS = 3;
    private static final int ROWS = 300_000;
    private static final Duration WAIT = Duration.ofMinutes(3);

    private static PlatformOptions options() {
        return PlatformOptions.forTests(ProjectRoot.path())
                .withConcurrency(1)
                .withParameters(Map.of("IngestVisibilityTimeoutSeconds", "1"))
                .withEnvironment(Map.of(
                        "SCOUT_MAX_ATTEMPTS", String.valueOf(ATTEMPTS),
                        "SCOUT_RETRY_FIRST_PAUSE", "1s",
                        "SCOUT_RETRY_LONGEST_PAUSE", "2s",
                        "SCOUT_RECONCILE_GRACE", "0s"));
    }

    @Test
    void whatKillsTheFunctionEachTimeIsParkedAndCanBeRedriven() throws Exception {
        try (RunningPlatform platform = RunningPlatform.start(options())) {
            String killer = "bronze/transactions/dt=2026-02-01/killer.ndjson";
            platform.put(killer, records("killer", ROWS));
            List<String> others = IntStream.range(0, 8)
                    .mapToObj(i -> "bronze/transactions/dt=2026-02-01/other-" + i + ".ndjson")
                    .toList();
            others.forEach(key -> platform.put(key, records(key, 1)));

            int kills = 0;
            Instant end = Instant.now().plus(WAIT);
            while (!isTrue(
                    platform, "select parked_at is not null from scout.ingest_files where key = '" + killer + "'")) {
                assertThat(Instant.now())
                        .as("waited for the killer to be parked")
                        .isBefore(end);
                if (isTrue(platform, "select coalesce(max(tuples_processed), 0) >= 5000 from pg_stat_progress_copy")) {
                    assertThat(platform.killProcessesOf(LOADER)).isPositive();
                    kills++;
                    await(platform, "its COPY to end", "select count(*) = 0 from pg_stat_progress_copy");
                }
                Thread.sleep(20);
            }

            assertThat(kills).isEqualTo(ATTEMPTS);
            await(
                    platform,
                    "the others",
                    "select count(*) = 8 from scout.ingest_files where key like '%/other-%' and status = 'loaded'");
            assertThat(platform.query(
                                    "select status, attempts, rows_loaded, error like 'Given up after 3 attempts. No attempt could say why%' from scout.ingest_files where key = '"
                                            + killer + "'")
                            .rows())
                    .containsExactly(List.of("loading", "3", "0", "true"));
            awaitQueue(platform, "ingest", 0);
            assertThat(platform.queue("ingest-dead-letters").bodies())
                    .singleElement()
                    .satisfies(body -> assertThat(body).contains(killer));

            platform.invoke(LOADER, "{\"redrive\":true}");
            assertLoadedOnce(platform, killer, ROWS);
            assertThat(platform.query("select attempts, parked_at from scout.ingest_files where key = '" + killer + "'")
                            .rows()
                            .get(0)
                            .get(0))
                    .isEqualTo("1");
            awaitQueue(platform, "ingest-dead-letters", 0);
        }
    }

    @Test
    void whatFailsForAWhileIsLoadedOnceItCanBe() throws Exception {
        try (RunningPlatform platform = RunningPlatform.start(options())) {
            platform.execute("revoke insert on scout.bronze_transactions from scout_loader");
            String key = "bronze/transactions/dt=2026-02-02/refused.ndjson";
            platform.put(key, records("refused", 10));
            await(
                    platform,
                    "a failed attempt",
                    "select exists (select from scout.ingest_files where key = '" + key
                            + "' and error like '%lacks a right%')");
            platform.execute("grant insert on scout.bronze_transactions to scout_loader");
            assertLoadedOnce(platform, key, 10);
        }
    }

    @Test
    void whatTheQueueForgotIsFoundByReconcile(@TempDir Path data) throws Exception {
        List<String> keys = IntStream.range(0, 30)
                .mapToObj(i -> "bronze/transactions/dt=2026-02-03/lost-" + i + ".ndjson")
                .toList();
        try (RunningPlatform platform = RunningPlatform.start(options().withData(data))) {
            keys.forEach(key -> platform.put(key, records(key, 2)));
        }
        try (RunningPlatform platform = RunningPlatform.start(options().withData(data))) {
            assertThat(platform.queue("ingest").size()).isZero();
            assertThat(isTrue(platform, "select count(*) < 30 from scout.ingest_files where status = 'loaded'"))
                    .as("the platform stopped before it had loaded all")
                    .isTrue();
            platform.invoke(LOADER, "{\"reconcile\":true}");
            for (String key : keys) {
                assertLoadedOnce(platform, key, 2);
            }
        }
    }

    private static RequestBody records(String name, int rows) {
        return RequestBody.fromString(IntStream.rangeClosed(1, rows)
                .mapToObj(row -> "{\"id\":\"" + name + "-" + row
                        + "\",\"store_id\":\"s\",\"timestamp\":\"2026-02-01T09:30:00+08:00\",\"peso_value\":1}\n")
                .collect(Collectors.joining()));
    }

    private static void assertLoadedOnce(RunningPlatform platform, String key, int rows) throws Exception {
        await(
                platform,
                key + " loaded",
                "select exists (select from scout.ingest_files where key = '" + key + "' and status = 'loaded')");
        String all = String.valueOf(rows);
        assertThat(platform.query(
                                "select count(*), count(distinct _raw_id), count(distinct _raw_data ->> 'id'), max(_source_row) from scout.bronze_transactions where _source_file = '"
                                        + key + "'")
                        .rows())
                .containsExactly(List.of(all, all, all, all));
    }

    private static void awaitQueue(RunningPlatform platform, String queue, int messages) throws InterruptedException {
        Instant end = Instant.now().plus(WAIT);
        while (platform.queue(queue).size() != messages) {
            assertThat(Instant.now())
                    .as("waited for %s to hold %d messages", queue, messages)
                    .isBefore(end);
            Thread.sleep(20);
        }
    }

    private static void await(RunningPlatform platform, String what, String condition) throws Exception {
        Instant end = Instant.now().plus(WAIT);
        while (!isTrue(platform, condition)) {
            assertThat(Instant.now()).as("waited for %s", what).isBefore(end);
            Thread.sleep(10);
        }
    }

    private static boolean isTrue(RunningPlatform platform, String condition) throws Exception {
        return platform.query(condition).rows().equals(List.of(List.of("true")));
    }
}
