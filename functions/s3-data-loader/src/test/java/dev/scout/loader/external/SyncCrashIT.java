package dev.scout.loader.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.ScoutException;
import dev.scout.loader.external.Relay.Fate;
import dev.scout.local.ObjectCreated;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A sync is killed at each of its steps, on either side of it: each request to the lake, each call to the database. From then on nothing that it does reaches
 * either. The next sync finishes the work, and each content is in the lake once.
 */
class SyncCrashIT {

    private static final int PART_BYTES = 1024;
    private static final String LARGE = "0123456789".repeat(250);

    private static SyncFixture at;

    /** Counts the steps; which of them is the last, on which side. */
    private final AtomicInteger steps = new AtomicInteger();

    private volatile int lastStep = Integer.MAX_VALUE;
    private volatile boolean doesLastStep;
    private volatile boolean killed;
    private Relay relay;
    private S3Client lake;

    @BeforeAll
    static void start() {
        at = new SyncFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @BeforeEach
    void connect() throws Exception {
        relay = new Relay(at.lake.endpoint(), line -> begins() ? Fate.PASS : Fate.BREAK);
        relay.afterAnswer = this::ends;
        lake = SyncFixture.lakeClient(relay.endpoint());
    }

    @AfterEach
    void disconnect() throws Exception {
        lake.close();
        relay.close();
    }

    @Test
    void eachStepCanBeTheLast() {
        int all = stepsOf("counted");
        assertThat(all).isGreaterThan(15);
        for (int step = 1; step <= all; step++) {
            for (boolean does : List.of(false, true)) {
                String environment = "step-" + step + (does ? "-after" : "-before");
                prepare(environment);
                killAt(environment, step, does);

                at.sync(environment);
                assertThat(at.lake("bronze/" + environment + "/"))
                        .as(environment)
                        .isEqualTo(Map.of(
                                "bronze/" + environment + "/large.txt",
                                LARGE,
                                "bronze/" + environment + "/small.txt",
                                "small"));
                assertSettled(environment, 2);
            }
        }
    }

    @Test
    void whatChangedMeanwhileIsCopiedToo() {
        int all = stepsOf("counted-changed");
        for (int step = 1; step <= all; step++) {
            String environment = "changed-" + step;
            prepare(environment);
            killAt(environment, step, true);
            at.putSource(environment + "/small.txt", "other");
            at.putSource(environment + "/large.txt", LARGE + "more");

            at.sync(environment);

            // Whatever came into the lake before stays there; what is at the source now lies at the last key.
            List<String> small = contents(environment, "small");
            List<String> large = contents(environment, "large");
            assertThat(small).as(environment).isIn(List.of("other"), List.of("small", "other"));
            assertThat(large).as(environment).isIn(List.of(LARGE + "more"), List.of(LARGE, LARGE + "more"));
            assertSettled(environment, small.size() + large.size());
        }
    }

    @Test
    void whatIsRemovedMeanwhileIsLandedOrGone() {
        int all = stepsOf("counted-removed");
        for (int step = 1; step <= all; step++) {
            String environment = "removed-" + step;
            prepare(environment);
            killAt(environment, step, true);
            at.removeSource(environment + "/small.txt");
            at.removeSource(environment + "/large.txt");

            at.sync(environment);

            List<String> keys = at.lakeKeys("bronze/" + environment + "/");
            assertThat(at.rows(
                            "select target_key from scout.external_objects where status = 'copied' and environment = '"
                                    + environment + "' order by 1"))
                    .as(environment)
                    .extracting(row -> row.get("target_key"))
                    .isEqualTo(keys);
            assertThat(at.rows(
                            "select * from scout.external_objects where status not in ('copied', 'gone') and environment = '"
                                    + environment + "'"))
                    .isEmpty();
        }
    }

    private static List<String> contents(String environment, String name) {
        return Stream.of(name + ".txt", name + "_v000002.txt", name + "_v000003.txt")
                .map(file -> "bronze/" + environment + "/" + file)
                .filter(at.lakeKeys("bronze/" + environment + "/")::contains)
                .map(key -> new String(at.lakeBytes(key), UTF_8))
                .toList();
    }

    private static void assertSettled(String environment, int contents) {
        assertThat(at.rows("select * from scout.external_objects where environment = '" + environment + "'"))
                .as(environment)
                .hasSize(contents)
                .allSatisfy(
                        row -> assertThat(row).containsEntry("status", "copied").containsEntry("upload_id", null));
        assertThat(at.landed.stream()
                        .map(ObjectCreated::key)
                        .filter(key -> key.startsWith("bronze/" + environment + "/")))
                .as(environment)
                .hasSize(contents)
                .doesNotHaveDuplicates();
        assertThat(at.sync(environment).path("copied").asInt()).isZero();
    }

    private int stepsOf(String environment) {
        prepare(environment);
        killAt(environment, Integer.MAX_VALUE, true);
        return steps.get();
    }

    private static void prepare(String environment) {
        at.addS3Source(environment, environment + "/");
        at.putSource(environment + "/small.txt", "small");
        at.putSource(environment + "/large.txt", LARGE);
    }

    private void killAt(String environment, int step, boolean does) {
        steps.set(0);
        lastStep = step;
        doesLastStep = does;
        killed = false;
        ExternalSync sync = new ExternalSync(
                mortal(at.loaderSource()),
                new LakeBucket(lake, SyncFixture.LAKE),
                new Secrets(at.variables::get, SyncFixture.NO_STORE),
                null,
                PART_BYTES);
        try {
            SyncFixture.sync(sync, environment);
        } catch (ScoutException dead) {
            assertThat(killed).as(dead.getMessage()).isTrue();
        }
        at.execute(
                "update scout.external_syncs set leased_until = now() - interval '1 second' where leased_until is not null");
    }

    /** Whether a step happens. */
    private synchronized boolean begins() {
        if (killed) {
            return false;
        }
        if (steps.incrementAndGet() == lastStep) {
            killed = true;
            return doesLastStep;
        }
        return true;
    }

    private void ends() {
        if (killed) {
            throw new IllegalStateException("Nobody is there to hear the answer");
        }
    }

    /** Gives out connections until the end; a step's answer is heard when its connection is given back. */
    private DataSource mortal(PGSimpleDataSource dataSource) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    if (!begins()) {
                        throw new SQLException("Dead", "08006");
                    }
                    return mortal(dataSource.getConnection());
                });
    }

    private Connection mortal(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (method.getName().equals("close") && killed) {
                            throw new SQLException("Dead", "08006");
                        }
                        return result;
                    } catch (java.lang.reflect.InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
