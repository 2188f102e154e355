package dev.scout.bench;

import java.util.ArrayList;
import java.util.List;

/** What the first file after a pause waits for: the start of the packaged function and its first load. */
final class StartBench implements Section {

    private static final int ROUNDS = 5;

    private final RunningPlatform platform;

    StartBench(RunningPlatform platform) {
        this.platform = platform;
    }

    @Override
    public String run() throws Exception {
        platform.claim("bench_start", "bronze/bench-start/**");
        List<Double> cold = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            platform.stopLoaders();
            cold.add(putToLoaded("cold-" + round));
            warm.add(putToLoaded("warm-" + round));
        }
        return """

                ## Start and first load

                """
                + Bench.line(
                        "From the put of a file of one record to its commit, the %s package's process not running: **%.2f s**; running: %.3f s, so the start"
                                + " and first load of a process cost %.0f times a load. Medians of five. What is measured is what lies in"
                                + " `target/function.zip`: build it with `-Dnative` for the native executable's figures.",
                        platform.loaderIsNative() ? "native" : "JVM",
                        Bench.median(cold),
                        Bench.median(warm),
                        Bench.median(cold) / Bench.median(warm));
    }

    private double putToLoaded(String name) throws Exception {
        String key = "bronze/bench-start/" + name + ".json";
        long begin = System.nanoTime();
        platform.putText(key, "{\"transaction_id\":\"" + name + "\",\"store_id\":\"S1\",\"amount\":1}");
        platform.awaitLoaded(key, 1);
        return (System.nanoTime() - begin) / 1e9;
    }
}
