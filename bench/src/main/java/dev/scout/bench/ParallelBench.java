package dev.scout.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Two files at once against one: the loader, and as what the machine can give at best, two {@code psql \copy} against one. */
final class ParallelBench implements Section {

    private static final int ROUNDS = 3;

    private final RunningPlatform platform;
    private final RetailFiles retail;
    private final Path scratch;
    private final Peers peers;
    private final int times;

    ParallelBench(RunningPlatform platform, RetailFiles retail, Path scratch, int times) {
        this.platform = platform;
        this.retail = retail;
        this.scratch = scratch;
        this.peers = new Peers(platform, scratch);
        this.times = times;
    }

    @Override
    public String run() throws Exception {
        platform.claim("bench_parallel", "bronze/bench-parallel/**");
        Path file = scratch.resolve("retail.ndjson");
        long rows = retail.write("ndjson", times, file);
        List<Double> loader = new ArrayList<>();
        List<Double> together = new ArrayList<>();
        List<Double> psql = new ArrayList<>();
        for (int round = 0; round <= ROUNDS; round++) {
            double one = load(round, 1, file);
            double two = load(round, 2, file);
            double copiedOne = peers.copyAtOnce(1, file);
            double copiedTwo = peers.copyAtOnce(2, file);
            if (round > 0) {
                loader.add(2 * one / two);
                together.add(2 * rows / two);
                psql.add(2 * copiedOne / copiedTwo);
            }
        }
        return """

                ## Two files at once

                """
                + Bench.line(
                        "Two NDJSON files of %,d rows at once, from the first landing to the last commit, against one: **%.2f** times the rows a second (%,.0f);"
                                + " two `psql \\copy` of the same file at once against one: %.2f times. The database, S3 and the loaders share the"
                                + " machine's %d cores. Medians of three rounds after a warm-up.",
                        rows,
                        Bench.median(loader),
                        Bench.median(together),
                        Bench.median(psql),
                        Runtime.getRuntime().availableProcessors());
    }

    /** Seconds from the first load's beginning to the last one's end. */
    private double load(int round, int files, Path file) throws Exception {
        String prefix = "bronze/bench-parallel/" + round + "-" + files + "/";
        platform.execute("checkpoint");
        // Each gets content of its own place; all are sent before any is whole, so that they land together.
        platform.putTogether(prefix, files, file);
        platform.awaitLoaded(prefix, files);
        double seconds = platform.number("""
                select extract(epoch from max(loaded_at + duration_seconds * interval '1 second') - min(loaded_at))
                from scout.ingest_files where starts_with(key, '%s')""".formatted(prefix));
        platform.execute("truncate scout.bronze_transactions");
        return seconds;
    }
}
