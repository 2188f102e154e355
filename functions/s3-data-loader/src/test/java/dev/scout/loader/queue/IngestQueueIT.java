package dev.scout.loader.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scout.ScoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the SQS endpoint of the local platform. */
final class IngestQueueIT {

    private final LocalSqs sqs = new LocalSqs(Duration.ofSeconds(30), 100);
    private final IngestQueue queue = sqs.queue();

    @AfterEach
    void stop() {
        sqs.close();
    }

    @Test
    void sendsOneManyAndLater() throws InterruptedException {
        queue.send("one");
        queue.sendBatch(IntStream.range(0, 25).mapToObj(n -> "n" + n).toList());
        queue.sendBatch(List.of());
        queue.sendBatch(List.of("x".repeat(80_000), "y".repeat(80_000), "ñ".repeat(80_000)));
        queue.sendLater("later", Duration.ofMinutes(20));

        assertThat(sqs.ingest().bodies()).hasSize(30);
        assertThat(sqs.ingest().receive(100, Duration.ZERO)).hasSize(29);
    }

    @Test
    void hasAMessageComeAgainWhenItIsTold() throws InterruptedException {
        queue.send("again");
        String handle = sqs.ingest().receive(1, Duration.ZERO).get(0).receiptHandle();
        assertThat(sqs.ingest().receive(1, Duration.ZERO)).isEmpty();
        queue.changeVisibility(handle, Duration.ZERO);
        assertThat(sqs.ingest().receive(1, Duration.ZERO)).hasSize(1);
    }

    @Test
    void parksAndRedrivesWithTheReason() throws InterruptedException {
        queue.deadLetter("body", Map.of("reason", "NUL \0 and ñ", "key", "a/b.csv", "none", ""));
        DeadLetter letter = queue.receiveDeadLetters().get(0);
        assertThat(letter.attributes()).isEqualTo(Map.of("reason", "NUL \uFFFD and ñ", "key", "a/b.csv"));
        assertThat(letter.sentAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(queue.receiveDeadLetters()).isEmpty();
        queue.release(letter);

        queue.redrive(queue.receiveDeadLetters().get(0));
        assertThat(sqs.deadLetters().size()).isZero();
        assertThat(sqs.ingest().receive(1, Duration.ZERO)).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo("body");
            assertThat(message.attributes()).containsKeys("reason", "key");
        });
    }

    @Test
    void saysThatTheQueueIsNotThere() {
        sqs.close();
        assertThatThrownBy(() -> queue.send("lost"))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("queue can not be reached")
                .extracting(failure -> ((ScoutException) failure).retryable())
                .isEqualTo(true);
    }
}
