package dev.scout.e2e;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A loader in a process of its own, of which each step is seen, and which can be killed at any of them. */
final class MortalLoader implements AutoCloseable {

    /** Longer than a loader waits for rows that another has. */
    private static final long LONGEST_WAIT_SECONDS = 150;

    /** What a short life is best begun with. */
    private static final List<String> JVM_OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xshare:auto");

    private final Steps steps;
    private final PostgresRelay database;
    private final HttpRelay store;
    private final HttpRelay queue;
    private final FunctionProcess process;

    /**
     * @param partBytes a larger object is loaded in parts
     * @param classes the JVM option that says where classes are shared
     */
    MortalLoader(Lake lake, IngestQueue ingest, int partBytes, String classes) throws IOException {
        steps = new Steps();
        database = new PostgresRelay(lake.database().port(), steps);
        store = new HttpRelay(lake.storeEndpoint(), Step.Channel.S3, steps);
        queue = new HttpRelay(ingest.endpoint(), Step.Channel.SQS, steps);
        process = lake.loader(
                Map.of(
                        "SCOUT_DB_URL", database.jdbcUrl(),
                        "SCOUT_S3_ENDPOINT", store.endpoint(),
                        "SCOUT_SQS_ENDPOINT", queue.endpoint(),
                        "SCOUT_INGEST_QUEUE_URL", queue.endpoint() + "/000000000000/ingest",
                        "SCOUT_DEAD_LETTER_QUEUE_URL", queue.endpoint() + "/000000000000/dead",
                        "SCOUT_PART_BYTES", String.valueOf(partBytes)),
                Stream.concat(JVM_OPTIONS.stream(), Stream.of(classes)).toArray(String[]::new));
    }

    Steps steps() {
        return steps;
    }

    void killAt(Kill moment) {
        steps.killAt(moment, process::kill);
    }

    /** @throws FunctionFailure where it fails, or dies */
    String invoke(String event) throws InterruptedException {
        try {
            return process.invokeAsync(event).get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new FunctionFailure(e.getMessage() + "\n" + log());
        } catch (TimeoutException e) {
            throw new IllegalStateException("No answer after " + LONGEST_WAIT_SECONDS + " s.\n" + log(), e);
        }
    }

    /** Ends the process as it would like to end. */
    void end() {
        process.end();
    }

    String log() {
        return process.logTail();
    }

    @Override
    public void close() throws IOException {
        process.close();
        database.close();
        store.close();
        queue.close();
    }
}
