package dev.scout.local.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.local.SettableClock;
import dev.scout.local.template.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LocalQueueTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2024-01-15T10:00:00Z"));
    private final LocalQueue deadLetters = new LocalQueue(
            new Template.Queue("dead", "arn:dead", Duration.ZERO, VISIBILITY, Optional.empty(), 1), null, clock);
    private final LocalQueue queue = new LocalQueue(
            new Template.Queue("ingest", "arn:ingest", Duration.ZERO, VISIBILITY, Optional.of("arn:dead"), 2),
            deadLetters,
            clock);

    @Test
    void hidesWhatIsReceivedUntilTheVisibilityTimeoutEnds() throws InterruptedException {
        queue.send("a");
        Message first = receive().get(0);
        assertThat(first.receiveCount()).isEqualTo(1);
        assertThat(receive()).isEmpty();

        clock.advance(VISIBILITY);
        Message second = receive().get(0);
        assertThat(second.messageId()).isEqualTo(first.messageId());
        assertThat(second.receiptHandle()).isNotEqualTo(first.receiptHandle());
        assertThat(second.receiveCount()).isEqualTo(2);
        assertThat(second.firstReceivedAt()).isEqualTo(first.firstReceivedAt());
    }

    @Test
    void doesNotDeleteByAnOldReceipt() throws InterruptedException {
        queue.send("a");
        Message first = receive().get(0);
        clock.advance(VISIBILITY);
        Message second = receive().get(0);

        queue.delete(first);
        assertThat(queue.size()).isEqualTo(1);
        queue.delete(second);
        assertThat(queue.size()).isZero();
    }

    @Test
    void movesToTheDeadLettersWhatWasReceivedTooOften() throws InterruptedException {
        queue.send("poison");
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(receive()).hasSize(1);
            clock.advance(VISIBILITY);
        }
        assertThat(receive()).isEmpty();
        assertThat(queue.size()).isZero();
        assertThat(deadLetters.bodies()).containsExactly("poison");
    }

    @Test
    void handsOutNoMoreThanAskedFor() throws InterruptedException {
        List.of("a", "b", "c").forEach(queue::send);
        assertThat(queue.receive(2, Duration.ZERO)).extracting(Message::body).containsExactly("a", "b");
        assertThat(queue.receive(2, Duration.ZERO)).extracting(Message::body).containsExactly("c");
    }

    @Test
    void handsOutNothingBeforeItsDelayIsOver() throws InterruptedException {
        LocalQueue later = new LocalQueue(
                new Template.Queue("later", "arn:later", Duration.ofSeconds(10), VISIBILITY, Optional.empty(), 1),
                null,
                clock);
        later.send("a");

        clock.advance(Duration.ofSeconds(9));
        assertThat(later.receive(10, Duration.ZERO)).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(later.receive(10, Duration.ZERO)).hasSize(1);
    }

    private List<Message> receive() throws InterruptedException {
        return queue.receive(10, Duration.ZERO);
    }
}
