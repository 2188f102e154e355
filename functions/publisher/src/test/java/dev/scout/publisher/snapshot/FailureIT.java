package dev.scout.publisher.snapshot;

import static dev.scout.publisher.snapshot.Platform.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import dev.scout.manifest.Manifest;
import dev.scout.publisher.PublishRequest;
import dev.scout.publisher.PublishSummary;
import dev.scout.publisher.snapshot.Relay.Decision;
import dev.scout.publisher.snapshot.Relay.Fate;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** Whatever breaks, and wherever: the manifest before stays in force and complete, and the next run succeeds. */
class FailureIT {

    private static final PublishRequest EVERYTHING = PublishRequest.everythingToday();
    /** Two files each of two datasets, the day's manifest, latest.json. */
    private static final int PUTS = 6;

    private static Platform platform;
    private byte[] latestBefore = {};
    private Manifest before = Manifest.of(MORNING, Map.of());

    @BeforeAll
    static void start() throws IOException {
        platform = Platform.start();
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    /** A first publication, then another state to publish. */
    @BeforeEach
    void publishThenChange() throws SQLException {
        platform.reset();
        platform.sql(Rows.TXN_DAILY, Rows.PRODUCT_MIX);
        before = platform.publication().run(EVERYTHING).manifest();
        latestBefore = platform.bytes(Manifest.LATEST_KEY);
        platform.sql(Rows.store("S3"), "update scout.gold_product_mix set store_count = 9 where sku = 'coke'");
    }

    @AfterEach
    void leavesNoTemporaryFile() throws IOException {
        assertThat(platform.temporaryFiles()).isEmpty();
    }

    @ParameterizedTest(name = "{1} at put {0}")
    @CsvSource({
        "1, BREAK",
        "2, BREAK",
        "3, BREAK",
        "4, BREAK",
        "5, BREAK",
        "6, BREAK",
        "1, BREAK_MIDWAY",
        "2, BREAK_MIDWAY",
        "3, BREAK_MIDWAY",
        "4, BREAK_MIDWAY",
        "5, BREAK_MIDWAY",
        "6, BREAK_MIDWAY",
        "1, LOSE_ANSWER",
        "2, LOSE_ANSWER",
        "3, LOSE_ANSWER",
        "4, LOSE_ANSWER",
        "5, LOSE_ANSWER",
        "1, SLOW_DOWN",
        "6, SLOW_DOWN"
    })
    void theStoreFailsFromOnePutOn(int put, Fate fate) throws IOException {
        AtomicInteger puts = new AtomicInteger();

        assertFailsRetryably("S3_UNAVAILABLE", line -> {
            boolean failing = puts.get() >= put || (line.startsWith("PUT ") && puts.incrementAndGet() == put);
            return failing ? fate : Fate.PASS;
        });

        assertThat(puts).hasValue(put);
        assertTheNextRunSucceeds();
    }

    @Test
    void anAnswerThatGetsLostIsAskedForAgain() throws IOException {
        AtomicInteger puts = new AtomicInteger();
        Decision everyFirstTime =
                line -> line.startsWith("PUT ") && puts.incrementAndGet() % 2 == 1 ? Fate.LOSE_ANSWER : Fate.PASS;
        try (Relay relay = new Relay(platform.store.endpoint(), everyFirstTime)) {
            PublishSummary summary = publication(relay, S3Retries.patient()).run(EVERYTHING);

            assertThat(summary.status()).isEqualTo(PublishSummary.PUBLISHED);
            assertThat(platform.latest()).isEqualTo(summary.manifest());
            platform.assertComplete(summary.manifest());
            assertThat(puts).hasValue(2 * PUTS);
        }
    }

    @Test
    void throttlingIsWaitedOut() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        Decision threeTimes =
                line -> line.startsWith("PUT ") && requests.incrementAndGet() <= 3 ? Fate.SLOW_DOWN : Fate.PASS;
        try (Relay relay = new Relay(platform.store.endpoint(), threeTimes)) {
            publication(relay, S3Retries.patient()).run(EVERYTHING);
        }
        platform.assertComplete(platform.latest());
        assertThat(requests).hasValue(PUTS + 3);
    }

    @Test
    void somebodyElseMovesLatestMeanwhile() throws IOException {
        byte[] theirs = Manifest.of(MORNING, Map.of()).toJson();
        try (Relay relay = new Relay(platform.store.endpoint(), line -> {
            if (line.startsWith("PUT ") && line.contains("/manifest_")) {
                new DatasetsBucket(platform.store.client(), Platform.BUCKET)
                        .overwrite(Manifest.LATEST_KEY, Content.json(theirs));
            }
            return Fate.PASS;
        })) {
            assertThatThrownBy(() -> publication(relay, once()).run(EVERYTHING))
                    .isInstanceOfSatisfying(ScoutException.class, e -> {
                        assertThat(e.code()).isEqualTo("MANIFEST_CONFLICT");
                        assertThat(e.retryable()).isTrue();
                    });
        }
        assertThat(platform.bytes(Manifest.LATEST_KEY)).isEqualTo(theirs);
    }

    @Test
    void theDatabaseRestartsBetweenTwoDatasets() throws IOException {
        AtomicBoolean restarted = new AtomicBoolean();
        assertFailsRetryably("DATABASE_UNAVAILABLE", line -> {
            if (line.startsWith("PUT ") && restarted.compareAndSet(false, true)) {
                platform.database.restart();
            }
            return Fate.PASS;
        });
        assertTheNextRunSucceeds();
    }

    @Test
    void theLockGetsLostBeforeTheManifest() throws IOException {
        AtomicInteger puts = new AtomicInteger();
        assertFailsRetryably("DATABASE_UNAVAILABLE", line -> {
            if (line.startsWith("PUT ") && puts.incrementAndGet() == PUTS - 2) {
                platform.sql("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'");
            }
            return Fate.PASS;
        });
        assertTheNextRunSucceeds();
    }

    @Test
    void allDatasetsShowOneMoment() throws IOException {
        AtomicBoolean changed = new AtomicBoolean();
        try (Relay relay = new Relay(platform.store.endpoint(), line -> {
            if (line.startsWith("PUT ") && changed.compareAndSet(false, true)) {
                assertThat(line).contains("product_mix");
                platform.sql(Rows.store("TOO-LATE"));
            }
            return Fate.PASS;
        })) {
            publication(relay, once()).run(EVERYTHING);
        }
        assertThat(changed).isTrue();
        assertThat(platform.text(Rows.dailyKey(platform.latest())))
                .contains("S3")
                .doesNotContain("TOO-LATE");

        platform.publication().run(EVERYTHING);
        assertThat(platform.text(Rows.dailyKey(platform.latest()))).contains("TOO-LATE");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void publishersAtOnceFollowOneAnother(int publishers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(publishers);
        try {
            Callable<PublishSummary> publish = () -> platform.publication().run(EVERYTHING);
            List<String> statuses = new ArrayList<>();
            for (Future<PublishSummary> result : threads.invokeAll(Collections.nCopies(publishers, publish))) {
                statuses.add(result.get().status());
            }
            assertThat(statuses).containsOnlyOnce(PublishSummary.PUBLISHED);
            assertThat(statuses.stream().filter(PublishSummary.UNCHANGED::equals))
                    .hasSize(publishers - 1);
        } finally {
            threads.shutdownNow();
        }
        platform.assertComplete(platform.latest());
    }

    @Test
    void aPublisherThatCanNotWaitSaysSo() throws SQLException {
        try (PublisherLock other = PublisherLock.take(platform.dataSource(), Duration.ZERO)) {
            assertThatThrownBy(() -> platform.publication(MORNING, platform.store.client(), Duration.ZERO)
                            .run(EVERYTHING))
                    .isInstanceOfSatisfying(ScoutException.class, e -> {
                        assertThat(e.code()).isEqualTo("PUBLISHER_BUSY");
                        assertThat(e.retryable()).isTrue();
                    });
            other.confirm();
        }
        assertTheNextRunSucceeds();
    }

    @Test
    void aReaderWhoFollowsLatestNeverMeetsAMismatch() throws Exception {
        AtomicBoolean publishing = new AtomicBoolean(true);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Connection connection = platform.database.connect();
                Statement statement = connection.createStatement()) {
            Future<Integer> reader = threads.submit(() -> {
                int readings = 0;
                while (publishing.get()) {
                    platform.assertComplete(platform.latest());
                    readings++;
                }
                return readings;
            });
            for (int i = 0; i < 10; i++) {
                statement.execute(Rows.store("R" + i));
                platform.publication().run(EVERYTHING);
            }
            publishing.set(false);
            assertThat(reader.get()).isPositive();
        } finally {
            threads.shutdownNow();
        }
        platform.assertComplete(before);
    }

    private void assertFailsRetryably(String code, Decision decision) throws IOException {
        try (Relay relay = new Relay(platform.store.endpoint(), decision)) {
            assertThatThrownBy(() -> publication(relay, once()).run(EVERYTHING))
                    .isInstanceOfSatisfying(ScoutException.class, e -> {
                        assertThat(e.code()).isEqualTo(code);
                        assertThat(e.retryable()).isTrue();
                    });
        }
        assertThat(platform.bytes(Manifest.LATEST_KEY)).isEqualTo(latestBefore);
        platform.assertComplete(before);
    }

    private void assertTheNextRunSucceeds() {
        PublishSummary summary = platform.publication().run(EVERYTHING);
        assertThat(summary.status()).isEqualTo(PublishSummary.PUBLISHED);
        platform.assertComplete(platform.latest());
        platform.assertComplete(before);
        assertThat(platform.text(Rows.dailyKey(platform.latest()))).contains("S3");
    }

    private static Publication publication(Relay relay, RetryStrategy retries) {
        S3Client s3 = Platform.client(relay, retries);
        return platform.publication(MORNING, s3, Duration.ofSeconds(60));
    }

    private static RetryStrategy once() {
        return StandardRetryStrategy.builder().maxAttempts(1).build();
    }
}
