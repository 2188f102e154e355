package dev.scout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the benchmarks, each on a platform of its own, and writes {@code bench/RESULTS.md}. */
public final class Bench {

    /** More than a million lines. */
    private static final int TIMES = 5;

    /** Of the longest history that is transformed. */
    private static final long LINES = Long.getLong("scout.lines", 10_000_000);

    private static final int DAYS = Integer.getInteger("scout.days", 730);

    /** Nothing runs but what is measured. */
    private static final List<String> BY_ITSELF = List.of(
            "TransformOnArrival=false",
            "TransformSchedule=rate(1 day)",
            "ExternalSyncSchedule=rate(1 day)",
            "ReconcileSchedule=rate(1 day)");

    private Bench() {}

    /** Arguments: the names of the sections to run, or {@code all}; all of them are also written down. */
    public static void main(String[] arguments) throws Exception {
        Path root =
                Path.of(System.getProperty("scout.root", ".")).toAbsolutePath().normalize();
        List<String> names = List.of(arguments);
        boolean all = names.isEmpty() || names.contains("all");
        StringBuilder report = new StringBuilder(heading());
        for (Map.Entry<String, Factory> section : sections(root).entrySet()) {
            if (all || names.contains(section.getKey())) {
                String text =
                        run(section.getValue(), root, section.getKey().equals("freshness") ? List.of() : BY_ITSELF);
                System.out.print(text);
                report.append(text);
            }
        }
        if (all) {
            Files.writeString(root.resolve("bench/RESULTS.md"), report);
        }
    }

    @FunctionalInterface
    private interface Factory {
        Section on(RunningPlatform platform, RetailFiles retail, Path scratch);
    }

    private static Map<String, Factory> sections(Path root) {
        Map<String, Factory> sections = new LinkedHashMap<>();
        sections.put("start", (platform, retail, scratch) -> new StartBench(platform));
        sections.put("whole", (platform, retail, scratch) -> new WholeWayBench(platform, retail));
        sections.put("loader", (platform, retail, scratch) -> new LoaderBench(platform, retail, scratch, TIMES));
        sections.put("parallel", (platform, retail, scratch) -> new ParallelBench(platform, retail, scratch, TIMES));
        sections.put("small", (platform, retail, scratch) -> new SmallFilesBench(platform));
        sections.put(
                "transform",
                (platform, retail, scratch) ->
                        new TransformBench(platform, scratch, LINES, DAYS, root.resolve("docs")));
        sections.put("freshness", (platform, retail, scratch) -> new FreshnessBench(platform, scratch));
        sections.put("memory", (platform, retail, scratch) -> new MemoryBench(platform, retail, scratch));
        return sections;
    }

    private static String run(Factory section, Path root, List<String> parameters) throws Exception {
        Path scratch = Files.createTempDirectory("scout-bench");
        try (RunningPlatform platform = RunningPlatform.start(root, scratch.resolve("platform"), parameters)) {
            return section.on(platform, RetailFiles.find(), scratch).run();
        } finally {
            delete(scratch);
        }
    }

    private static String heading() {
        return String.format(
                Locale.ROOT,
                """
                # Results

                %s · %d processors, %s, Java %s · PostgreSQL with fsync on, S3 and the functions on the same machine, each function its
                packaged self in a process of its own, fed by events through the queue · `bench/run`

                Absolute figures swing with the machine; the ratios of one run are what counts.
                """,
                LocalDate.now(Clock.systemUTC()),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                Runtime.version().feature());
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
