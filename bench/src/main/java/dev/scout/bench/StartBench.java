package dev.scout.bench;

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
        double cold = putToLoaded("cold");
        java.util.List<Double> warm = new java.util.ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            warm.add(putToLoaded("warm-" + round));
        }
        boolean isNative = platform.loaderIsNative();
        return """

                ## Start and first load

                """
                + Bench.line(
                        "From the put of a file of one record to its commit, the function not running: **%.2f s** (%s package); running: %.3f s (median of"
                                + " five). Run it with `-Dnative` packages for the other figure: the benchmark measures what lies in `target/function.zip`.",
                        cold, isNative ? "native" : "JVM", Bench.median(warm));
    }

    private double putToLoaded(String name) throws Exception {
        String key = "bronze/bench-start/" + name + ".json";
        long begin = System.nanoTime();
        platform.putText(key, "{\"transaction_id\":\"" + name + "\",\"store_id\":\"S1\",\"amount\":1}");
        platform.awaitLoaded(key, 1);
        return (System.nanoTime() - begin) / 1e9;
    }
}
