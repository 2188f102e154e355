package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.scout.e2e.CrashScenario.Landed;
import dev.scout.e2e.Kill.Side;
import dev.scout.e2e.Step.Channel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The loader is killed before and after each request that it makes of the database, of S3 and of the queue. Then its message comes again, together
 * with the same and with older ones, and another process deals with them: in the end each record of the source is in bronze once.
 */
final class EachStepCanBeTheLastIT {

    /** {@code -Dscout.crash=all} kills on both sides of each step everywhere. */
    private static final boolean IS_ALL_WANTED = "all".equals(System.getProperty("scout.crash"));

    private static CrashLake lake;
    private static Path directory;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        lake = new CrashLake(new Lake(directory), directory.resolve("loader.jsa"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (lake != null) {
            lake.close();
        }
    }

    @AfterEach
    void clear() throws Exception {
        lake.queue().clear();
    }

    /** By a process that has not loaded anything before: the making of its connections is among its steps. */
    @Test
    void ofAFileThatIsLoadedWhole() throws Exception {
        lake.addPipeline("whole", "append_version");
        CrashScenario scenario = new NdjsonScenario("whole", false, 250);
        List<Step> steps = uninterrupted(scenario, lake.newLoader());
        assertThat(steps).extracting(Step::channel).contains(Channel.CONNECTION, Channel.DATABASE, Channel.S3);
        assertSteps(
                steps,
                "connect",
                "BEGIN",
                "insert into scout.ingest_files",
                "for no key update",
                "copy scout.bronze_transactions",
                "piece of a COPY",
                "end of a COPY",
                "copy scout.quarantine",
                "insert into scout.data_lake_registry",
                "update scout.ingest_files as f set status",
                "COMMIT",
                "HEAD object",
                "GET object");
        firstKilledAt(bothSidesOf(steps), scenario);
    }

    @Test
    void ofAFileThatReplacesAnother() throws Exception {
        lake.addPipeline("replaced", "replace");
        CrashScenario scenario = new NdjsonScenario("replaced", true, 60);
        List<Step> steps = stepsOf(scenario);
        assertSteps(steps, "SAVEPOINT", "scout.key.", "scout.retract_rows", "set status = 'skipped', replaced_by");
        killedAt(eachOf(steps), scenario);
    }

    @Test
    void ofAFileInParts() throws Exception {
        lake.addPipeline("parts", "append_version");
        CrashScenario scenario = new NdjsonScenario("parts", false, 400);
        List<Step> steps = stepsOf(scenario);
        assertSteps(
                steps,
                "scout.begin_split",
                "insert into scout.ingest_parts",
                "SendMessageBatch",
                "copy scout.bronze_transactions_split_N",
                "copy scout.quarantine_split_N",
                "scout.settle_split");
        killedAt(eachOf(steps), scenario);
    }

    @Test
    void ofAParquetFile() throws Exception {
        lake.addPipeline("parquet", "append_version");
        lake.setRules("parquet", "[{\"column\": \"n\", \"type\": \"number\", \"max\": 4000}]");
        ParquetFile file = ParquetFile.of(directory, 1, 4096);
        lake.load(lake.put("crash/parquet/first.parquet", file.content())); // So its content is known each time.
        CrashScenario scenario = new ParquetScenario("parquet", file, 96);
        // By processes that have not loaded anything: others remember for a minute where there is no Delta table.
        List<Step> steps = withoutConnecting(uninterrupted(scenario, lake.newLoader()));
        assertSteps(
                steps, "copy scout.bronze_transactions", "copy scout.quarantine", "insert into scout.pipeline_columns");
        firstKilledAt(eachOf(steps), scenario);
    }

    @Test
    void ofAReplay() throws Exception {
        lake.addPipeline("replay", "append_version");
        CrashScenario scenario = new ReplayScenario("replay");
        List<Step> steps = stepsOf(scenario);
        assertSteps(steps, "copy scout.bronze_transactions", "update scout.quarantine set replayed_at");
        killedAt(eachOf(steps), scenario);
    }

    @Test
    void ofADeltaCommit() throws Exception {
        lake.addPipeline("delta", "append_version");
        CrashScenario scenario = new DeltaScenario(
                "delta",
                ParquetFile.of(directory, 1, 30),
                ParquetFile.of(directory, 31, 50),
                ParquetFile.of(directory, 51, 90));
        List<Step> steps = stepsOf(scenario);
        assertSteps(steps, "copy scout.bronze_transactions", "scout.retract_rows", "scout.delta_files");
        killedAt(eachOf(steps), scenario);
    }

    private static List<Kill> bothSidesOf(List<Step> steps) {
        List<Kill> kills = new ArrayList<>();
        for (Step step : steps) {
            kills.add(new Kill(step, Side.BEFORE));
            kills.add(new Kill(step, Side.AFTER));
        }
        return kills;
    }

    /** What the servers have before a step is what they have after the one before it: one side will do where the time is short. */
    private static List<Kill> eachOf(List<Step> steps) {
        return IS_ALL_WANTED
                ? bothSidesOf(steps)
                : steps.stream().map(step -> new Kill(step, Side.AFTER)).toList();
    }

    private static void assertSteps(List<Step> steps, String... parts) {
        for (String part : parts) {
            assertThat(steps)
                    .as("a step with \"%s\"", part)
                    .anyMatch(step -> step.name().contains(part));
        }
    }

    /** The steps of a process that has its connections already. */
    private static List<Step> stepsOf(CrashScenario scenario) throws Exception {
        return withoutConnecting(uninterrupted(scenario, lake.usedLoader()));
    }

    private static List<Step> withoutConnecting(List<Step> steps) {
        return steps.stream()
                .filter(step -> step.channel() != Channel.CONNECTION)
                .toList();
    }

    /** The steps of a run that nobody disturbs. */
    private static List<Step> uninterrupted(CrashScenario scenario, MortalLoader loader) throws Exception {
        Landed landed = scenario.land(lake, "crash/" + scenario + "/uninterrupted/");
        loader.steps().count();
        landed.messages().forEach(lake.queue()::send);
        assertThat(lake.queue().empty(loader, 1))
                .as("messages handed back\n%s", loader.log())
                .isZero();
        List<Step> steps = loader.steps().taken();
        landed.outcome().assertIn(lake.database(), scenario + " uninterrupted");

        landed.late().get().forEach(lake.queue()::send);
        lake.queue().empty(loader, 10);
        landed.outcome().assertIn(lake.database(), scenario + " uninterrupted, and all of it again");
        assertThat(loader.steps().unguarded())
                .as("steps that leave a transaction open for long where a machine vanishes")
                .isEmpty();
        lake.keep(loader);
        return steps;
    }

    /** Each process is killed in the first thing that it does. */
    private static void firstKilledAt(List<Kill> kills, CrashScenario scenario) throws Exception {
        for (Kill kill : kills) {
            try (MortalLoader loader = lake.newLoader()) {
                killed(scenario, kill, loader, lake.immortal());
            }
        }
    }

    /** Each process is first the one that takes up what another was killed in, and then killed itself. */
    private static void killedAt(List<Kill> kills, CrashScenario scenario) throws Exception {
        for (Kill kill : kills) {
            MortalLoader next = lake.newLoader();
            try (MortalLoader loader = lake.usedLoader()) {
                killed(scenario, kill, loader, next);
            } finally {
                lake.keep(next);
            }
        }
    }

    private static void killed(CrashScenario scenario, Kill kill, MortalLoader loader, MortalLoader next)
            throws Exception {
        String when = scenario + " " + kill;
        Landed landed = scenario.land(
                lake,
                "crash/%s/%s-%d-%s/"
                        .formatted(scenario, kill.step().channel(), kill.step().number(), kill.side()));
        landed.messages().forEach(lake.queue()::send);
        loader.killAt(kill);
        Throwable end = catchThrowable(() -> lake.queue().empty(loader, 1));
        assertThat(loader.steps().hasKilled())
                .as(
                        "%s; it ended with %s, and its steps were %s",
                        when, end, loader.steps().taken())
                .isTrue();
        assertThat(end).as(when).isInstanceOf(FunctionFailure.class);

        landed.late().get().forEach(lake.queue()::send);
        lake.queue().forgetReceivers();
        assertThat(lake.queue().empty(next, 10))
                .as("%s: messages handed back\n%s", when, next.log())
                .isZero();
        assertThat(lake.queue().deadLetters()).as(when).isEmpty();
        landed.outcome().assertIn(lake.database(), when);
    }
}
