package dev.scout.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The loader's peak resident memory while it loads files of two gigabytes; {@code -Dscout.formats=orc,avro} for some of them. */
final class MemoryBench implements Section {

    /** How many times over the 245,903 lines, made wide, are two gigabytes. */
    private static final Map<String, Integer> TIMES = times();

    private static final double MOST_MEGABYTES = 300;

    private final RunningPlatform platform;
    private final RetailFiles retail;
    private final Path scratch;

    MemoryBench(RunningPlatform platform, RetailFiles retail, Path scratch) {
        this.platform = platform;
        this.retail = retail;
        this.scratch = scratch;
    }

    private static Map<String, Integer> times() {
        Map<String, Integer> times = new LinkedHashMap<>();
        times.put("ndjson", 20);
        times.put("json", 20);
        times.put("csv", 31);
        times.put("csv.gz", 31);
        times.put("parquet", 64);
        times.put("parquet-1m", 48);
        times.put("avro", 40);
        times.put("orc", 46);
        return times;
    }

    @Override
    public String run() throws Exception {
        platform.claim("bench_memory", "bronze/bench-memory/**");
        StringBuilder text = new StringBuilder("""

                ## Memory

                Peak resident memory of the largest loader process (VmHWM) while one file is loaded, with the heap that the template gives it (128 MB); the
                aim is 300 MB at most. Parquet has row groups of DuckDB's size (122,880 rows), and of a million rows with pages of 100 MB.

                | format | rows | MB | seconds | loader processes | peak MB | of 300 |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        Set<String> wanted = Set.of(System.getProperty("scout.formats", "").split(","));
        for (String format : TIMES.keySet()) {
            if (wanted.contains(format) || wanted.contains("")) {
                text.append(measure(format));
            }
        }
        return text.toString();
    }

    private String measure(String format) throws Exception {
        Path file = scratch.resolve("large." + format);
        long rows = retail.writeWide(format, TIMES.getOrDefault(format, 1), file);
        double megabytes = Files.size(file) / 1e6;
        String key = "bronze/bench-memory/large." + format;
        platform.putInParts(key, file);
        Files.delete(file);
        long begin = System.nanoTime();
        platform.awaitLoaded(key, 1);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double loaded = platform.number("select rows_loaded from scout.ingest_files where key = '" + key + "'");
        if (loaded != rows) {
            throw new IllegalStateException(key + ": " + (long) loaded + " of " + rows + " rows were loaded.");
        }
        RunningPlatform.Resident peak = platform.loaderMemory();
        platform.execute("truncate scout.bronze_transactions");
        platform.stopLoaders();
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,.0f | %.0f | %d | %.0f | %.2f |%n",
                format,
                rows,
                megabytes,
                seconds,
                peak.processes(),
                peak.megabytes(),
                peak.megabytes() / MOST_MEGABYTES);
    }
}
