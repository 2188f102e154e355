package dev.scout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Runs the benchmarks on one platform and writes {@code bench/RESULTS.md}. */
public final class Bench {

    /** Throughput that the platform's first architecture paper promises, in transactions a second. */
    private static final double PROMISED = 10_000;

    private Bench() {}

    /** Arguments: loader, whole or all; and for the loader how many times over the 245,903 lines are taken (default 4). */
    public static void main(String[] arguments) throws Exception {
        String which = arguments.length > 0 ? arguments[0] : "all";
        int times = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        Path root =
                Path.of(System.getProperty("scout.root", ".")).toAbsolutePath().normalize();
        RetailFiles retail = RetailFiles.find();
        Path scratch = Files.createTempDirectory("scout-bench");
        StringBuilder report = new StringBuilder(heading());
        try (RunningPlatform platform = RunningPlatform.start(root, scratch.resolve("platform"))) {
            if (!which.equals("loader")) {
                report.append(describe(new WholeWayBench(platform, retail).run()));
            }
            if (!which.equals("whole")) {
                report.append(describe(new LoaderBench(platform, retail, scratch).run(times)));
            }
        } finally {
            delete(scratch);
        }
        System.out.print(report);
        if (which.equals("all")) {
            Files.writeString(root.resolve("bench/RESULTS.md"), report);
        }
    }

    private static String heading() {
        return String.format(
                Locale.ROOT,
                """
                # Results

                %s · %d processors, %s, Java %s · PostgreSQL with fsync on, S3 and the functions on the same machine · `bench/run`

                Absolute figures swing with the machine; the ratios of one run are what counts.
                """,
                LocalDate.now(Clock.systemUTC()),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                Runtime.version().feature());
    }

    private static String describe(WholeWayBench.Result result) {
        return String.format(
                Locale.ROOT,
                """

                ## The whole way

                %d real daily files, %,d records, put one by one through the S3 API → loaded by events → silver → gold → platinum → published.
                The functions start cold.

                | step | seconds |
                | --- | ---: |
                | put and load | %.1f |
                | silver | %.1f |
                | gold | %.1f |
                | platinum | %.1f |
                | publish | %.1f |
                | all | %.1f |

                **%,.0f records/s**: %.2f times the 10,000 transactions/s that the seed documents promise.
                """,
                result.files(),
                result.records(),
                result.load(),
                result.silver(),
                result.gold(),
                result.platinum(),
                result.publish(),
                result.seconds(),
                result.recordsPerSecond(),
                result.recordsPerSecond() / PROMISED);
    }

    private static String describe(List<LoaderBench.Result> results) {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, """

                ## The loader against COPY

                One file, loaded by its event; the time is that of the load in the ledger (S3 read, parse, COPY, commit). The limit is `%s`
                of the same bronze rows, already rendered, into the same table. Medians of three pairs after a warm-up.

                | format | rows | MB | loader rows/s | limit rows/s | ratio |
                | --- | ---: | ---: | ---: | ---: | ---: |
                """, LoaderBench.hasPsql() ? "psql \\copy" : "COPY by the JDBC driver"));
        for (LoaderBench.Result result : results) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,.0f | %,.0f | %,.0f | %.2f |%n",
                    result.format(),
                    result.rows(),
                    result.megabytes(),
                    result.loader(),
                    result.limit(),
                    result.ratio()));
        }
        return text.toString();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
