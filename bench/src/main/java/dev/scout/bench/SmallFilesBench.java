package dev.scout.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Ten thousand files of one record each, and the same records as one file. */
final class SmallFilesBench implements Section {

    private static final int FILES = 10_000;
    private static final int SENDERS = 4;

    private final RunningPlatform platform;

    SmallFilesBench(RunningPlatform platform) {
        this.platform = platform;
    }

    @Override
    public String run() throws Exception {
        platform.claim("bench_small", "bronze/bench-small/**");
        platform.putText("bronze/bench-small/warm/up.json", record(0));
        platform.awaitLoaded("bronze/bench-small/warm/", 1);
        long begin = System.nanoTime();
        putAll();
        double put = (System.nanoTime() - begin) / 1e9;
        platform.awaitLoaded("bronze/bench-small/each/", FILES);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double perFile = platform.number(
                "select avg(duration_seconds) from scout.ingest_files where starts_with(key, 'bronze/bench-small/each/')");
        check("each", FILES);

        StringBuilder together = new StringBuilder();
        for (int i = 0; i < FILES; i++) {
            together.append(record(i)).append('\n');
        }
        platform.putText("bronze/bench-small/together/all.ndjson", together.toString());
        platform.awaitLoaded("bronze/bench-small/together/", 1);
        double whole = platform.number(
                "select duration_seconds from scout.ingest_files where starts_with(key, 'bronze/bench-small/together/')");
        check("together", 1);
        return """

                ## Many small files

                """
                + Bench.line(
                        "%,d files of one record each, put by %d clients (which alone takes %.1f s of S3's time): all in bronze %.1f s after the first"
                                + " put, **%,.0f files/s**; one load takes %.1f ms. The same records as one file: %.0f ms, so a record in a file of its own"
                                + " costs %,.0f times as much as one among ten thousand.",
                        FILES,
                        SENDERS,
                        put,
                        seconds,
                        FILES / seconds,
                        perFile * 1000,
                        whole * 1000,
                        perFile * FILES / whole);
    }

    private void check(String which, int files) throws Exception {
        String where = " from scout.ingest_files where starts_with(key, 'bronze/bench-small/" + which + "/')";
        if (platform.number("select sum(rows_loaded)" + where) != FILES
                || platform.number("select count(*)" + where) != files) {
            throw new IllegalStateException("Not every record of bronze/bench-small/" + which + " was loaded once.");
        }
    }

    private void putAll() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        List<Future<?>> sent = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            int number = i;
            sent.add(senders.submit(
                    () -> platform.putText("bronze/bench-small/each/" + number + ".json", record(number))));
        }
        for (Future<?> one : sent) {
            one.get();
        }
        senders.shutdown();
    }

    private static String record(int number) {
        return """
                {"transaction_id":"T%05d","store_id":"S%03d","timestamp":"2026-01-15T10:00:00+08:00","amount":%d.50,"currency":"PHP","payment_method":"cash"}""".formatted(number, number % 500, number % 900 + 10);
    }
}
