package dev.scout.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the put of a file to its row in {@code gold_txn_daily}, with nothing but the template's own triggers, on a platform that has a history. */
final class FreshnessBench implements Section {

    /** Files in a stream: each can be taken by the run that another led to. */
    private static final int SAMPLES = 40;

    private static final long PAUSE_MILLIS = 4_000;
    /** Files that come alone: each has to lead to its run by itself. */
    private static final int ALONE = 10;

    private static final long PAUSE_ALONE_MILLIS = 45_000;
    private static final long LOOK_MILLIS = 100;
    private static final long PATIENCE_MILLIS = 10 * 60_000;
    private static final double AIM_SECONDS = 60;
    private static final int HISTORY_DAYS = 120;
    private static final long HISTORY_LINES = 300_000;
    private static final String PREFIX = "bronze/transactions/bench-history/";

    /** What of the history is not transformed yet, or not written to the lake. */
    private static final String LEFT = """
            select (select count(*) from scout.ingest_files where status = 'loaded' and silver_run_id is null)
              + (select count(*) from scout.gold_changed_days) + (select count(*) from scout.platinum_changed_days)
              + (select count(*) from scout.lake_changes)""";

    private final RunningPlatform platform;
    private final Path scratch;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final Map<String, Long> waiting = new LinkedHashMap<>();

    FreshnessBench(RunningPlatform platform, Path scratch) {
        this.platform = platform;
        this.scratch = scratch;
    }

    @Override
    public String run() throws Exception {
        landHistory();
        land("FRESH-ALONE-", ALONE, PAUSE_ALONE_MILLIS);
        land("FRESH-", SAMPLES, PAUSE_MILLIS);
        return report();
    }

    private void land(String prefix, int files, long pauseMillis) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < files; i++) {
            while (elapsedMillis(begin) < i * pauseMillis) {
                look();
            }
            put(prefix + i);
        }
        long last = System.nanoTime();
        while (!waiting.isEmpty()) {
            if (elapsedMillis(last) > PATIENCE_MILLIS) {
                throw new IllegalStateException(waiting.keySet() + " are not in gold after ten minutes");
            }
            look();
        }
    }

    private void landHistory() throws Exception {
        SalesHistory history = SalesHistory.of(scratch, HISTORY_LINES, HISTORY_DAYS);
        platform.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, mapping) values ('bench_history', '"
                        + PREFIX + "**', '" + SalesHistory.MAPPING + "') on conflict do nothing");
        history.write(0, HISTORY_DAYS);
        for (int day = 0; day < HISTORY_DAYS; day++) {
            platform.put(PREFIX + history.file(day).getFileName(), history.file(day));
            Files.delete(history.file(day));
        }
        platform.awaitLoaded(PREFIX, HISTORY_DAYS);
        while (platform.number(LEFT) > 0) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private void put(String store) {
        waiting.put(store, System.nanoTime());
        platform.putText(
                "bronze/edge/" + store + ".json",
                "{\"transaction_id\": \"%s\", \"store_id\": \"%1$s\", \"timestamp\": \"%s\", \"amount\": 12.5, \"currency\": \"PHP\"}"
                        .formatted(store, clock.instant()));
    }

    private void look() throws SQLException, InterruptedException {
        try (Connection connection = platform.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select distinct store_id from scout.gold_txn_daily where starts_with(store_id, 'FRESH-')")) {
            long now = System.nanoTime();
            while (row.next()) {
                Long put = waiting.remove(row.getString(1));
                if (put != null) {
                    seconds.put(row.getString(1), (now - put) / 1e9);
                }
            }
        }
        Thread.sleep(LOOK_MILLIS);
    }

    private static long elapsedMillis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    private String report() {
        return Bench.line("\n## Freshness\n")
                + Bench.line(
                        "From the put to the row in `gold_txn_daily`, on a history of %,d lines, with the template's own triggers. The aim is %.0f s; the seed documents promise an hour.\n",
                        HISTORY_LINES, AIM_SECONDS)
                + Bench.line("| files | p50 s | p95 s | longest s | p95 of the aim |")
                + Bench.line("| --- | ---: | ---: | ---: | ---: |")
                + line("alone, one in " + PAUSE_ALONE_MILLIS / 1000 + " s", true)
                + line("in a stream, one in " + PAUSE_MILLIS / 1000 + " s", false);
    }

    private String line(String what, boolean alone) {
        List<Double> sorted = seconds.entrySet().stream()
                .filter(file -> file.getKey().contains("ALONE") == alone)
                .map(Map.Entry::getValue)
                .sorted()
                .toList();
        int files = sorted.size();
        double p95 = sorted.get((int) Math.ceil(0.95 * files) - 1);
        return Bench.line(
                "| %d %s | %.1f | **%.1f** | %.1f | %.2f |",
                files, what, sorted.get(files / 2), p95, sorted.get(files - 1), p95 / AIM_SECONDS);
    }
}
