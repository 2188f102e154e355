package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.backfill.BackfillSettings;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.queue.DeadLetter;
import dev.scout.loader.queue.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What fails is tried again, and what fails again and again is parked: for its own failures sooner than for others'. */
class RetryIT {

    private static final int ATTEMPTS = 3;

    private static LoaderFixture at;
    private static FaultyS3 s3;
    private final Delivery delivery = new Delivery(queue -> new Loader(
            at.loaderSource(),
            new ObjectStore(s3.client()),
            queue,
            new LoaderSettings(
                    LoaderFixture.BUCKET,
                    1024 * 1024,
                    new RetryPolicy(ATTEMPTS, Duration.ofMillis(1), Duration.ofMillis(1)),
                    BackfillSettings.DEFAULT),
            List.of()));

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
        s3 = new FaultyS3(at.store.client());
    }

    @AfterEach
    void stopDelivery() {
        delivery.close();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void whatKillsTheFunctionEachTimeIsParkedAndTheOthersAreLoaded() throws Exception {
        String killer = announce("killer.ndjson");
        s3.kill(killer, Integer.MAX_VALUE);
        List<String> others = List.of(
                announce("beside-1.ndjson"),
                announce("beside-2.ndjson"),
                announce("beside-3.ndjson"),
                announce("beside-4.ndjson"));
        delivery.start();
        Delivery.await(
                "the others",
                () -> others.stream().allMatch(key -> at.records(key).size() == 1));
        delivery.awaitEmpty();

        assertThat(at.ledger(killer)).containsEntry("status", "loading").containsEntry("attempts", "3");
        assertThat(at.ledger(killer).get("parked_at")).isNotNull();
        assertThat(at.ledger(killer).get("error")).startsWith("Given up after 3 attempts. No attempt could say why");
        // The batch came twice before the killer was known to be one of it, then the others were before it.
        assertThat(at.column("select attempts from scout.ingest_files where key like '%beside-%'"))
                .containsOnly("1");
        DeadLetter letter = delivery.queue.receiveDeadLetters().get(0);
        assertThat(letter.attributes())
                .containsEntry("bucket", LoaderFixture.BUCKET)
                .containsEntry("key", killer)
                .containsEntry("file_id", at.ledger(killer).get("file_id"))
                .hasEntrySatisfying("reason", reason -> assertThat(reason).startsWith("Given up after 3"));

        s3.heal(killer);
        delivery.queue.redrive(letter);
        delivery.awaitEmpty();
        assertThat(at.records(killer)).hasSize(1);
        assertThat(at.ledger(killer)).containsEntry("attempts", "1").containsEntry("parked_at", null);
    }

    @Test
    void whatFailsForOthersReasonsIsLoadedOnceTheyAreGone() throws Exception {
        String key = announce("flaky.ndjson");
        s3.answerGet(key, 503, ATTEMPTS + 2);
        delivery.start();
        delivery.awaitEmpty();

        assertThat(at.records(key)).hasSize(1);
        assertThat(at.ledger(key))
                .containsEntry("status", "loaded")
                .containsEntry("attempts", "6")
                .containsEntry("passing_failures", "5");
        assertThat(delivery.sqs.deadLetters().size()).isZero();
    }

    @Test
    void butNotForEver() throws Exception {
        String key = announce("always-flaky.ndjson");
        s3.answerGet(key, 503, Integer.MAX_VALUE);
        delivery.start();
        delivery.awaitEmpty();
        assertThat(at.ledger(key)).containsEntry("attempts", "15");
        assertThat(at.ledger(key).get("parked_at")).isNotNull();
    }

    @Test
    void parkedStaysParkedUntilItLandsAnew() throws Exception {
        String key = announce("refused.ndjson");
        s3.answerGet(key, 403, Integer.MAX_VALUE);
        delivery.start();
        delivery.awaitEmpty();
        assertThat(at.ledger(key).get("error"))
                .startsWith("Given up after 3 attempts. ")
                .contains("s3:GetObject");

        s3.heal(key);
        announceAgain(key);
        delivery.awaitEmpty();
        assertThat(at.records(key)).isEmpty();
        assertThat(delivery.sqs.deadLetters().size()).isEqualTo(2);

        at.execute("update scout.ingest_files set parked_at = parked_at - interval '1 hour' where key = '" + key + "'");
        announceAgain(key);
        delivery.awaitEmpty();
        assertThat(at.records(key)).hasSize(1);
    }

    @Test
    void aPersonCanHaveItLoadedWithoutTheQueue() throws Exception {
        String key = announce("asked-for.ndjson");
        s3.kill(key, Integer.MAX_VALUE);
        delivery.start();
        delivery.awaitEmpty();
        assertThat(at.ledger(key).get("parked_at")).isNotNull();
        assertThat(at.load(key).path("loaded").asInt()).isEqualTo(1);
    }

    @Test
    void whatNoRetryMendsIsADeadLetterAtOnce() throws Exception {
        delivery.queue.send("no event");
        delivery.start();
        delivery.awaitEmpty();
        assertThat(delivery.queue.receiveDeadLetters())
                .singleElement()
                .satisfies(
                        letter -> assertThat(letter.attributes().get("reason")).contains("can not be understood"));
    }

    @Test
    void whatCanNotEvenBeLookedAtIsParkedInTheLedgerToo() throws Exception {
        String key = announce("forbidden.ndjson");
        s3.answerHead(key, 403, Integer.MAX_VALUE);
        delivery.start();
        delivery.awaitEmpty();
        assertThat(at.ledger(key)).containsEntry("status", "loading").containsEntry("attempts", "0");
        assertThat(at.ledger(key).get("parked_at")).isNotNull();
        assertThat(delivery.sqs.deadLetters().size()).isEqualTo(1);
    }

    private String announce(String name) {
        String key = LoaderFixture.DROP + name;
        at.put(key, "{\"id\":\"" + name + "\"}\n");
        announceAgain(key);
        return key;
    }

    private void announceAgain(String key) {
        String etag = at.store
                .client()
                .headObject(request -> request.bucket(LoaderFixture.BUCKET).key(key))
                .eTag()
                .replace("\"", "");
        delivery.queue.send(
                "{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + key + "\",\"etag\":\"" + etag + "\"}");
    }
}
