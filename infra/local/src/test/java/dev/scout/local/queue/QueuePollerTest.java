package dev.scout.local.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.SettableClock;
import dev.scout.local.lambda.InvocationResult;
import dev.scout.local.template.Template;
import dev.scout.local.template.Template.QueueSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueuePollerTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(30);

    private final SettableClock clock = new SettableClock(Instant.parse("2024-01-15T10:00:00Z"));
    private final LocalQueue queue = new LocalQueue(
            new Template.Queue("ingest", "arn:aws:sqs:r:0:ingest", Duration.ZERO, VISIBILITY, Optional.empty(), 5),
            null,
            clock);
    private final List<JsonNode> events = new ArrayList<>();

    @Test
    void handsOverABatchInTheShapeOfSqs() throws InterruptedException {
        queue.send("{\"n\":1}");
        queue.send("{\"n\":2}");
        process(true, event -> "");

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.path("Records")).hasSize(2);
            JsonNode record = event.path("Records").path(0);
            assertThat(record.path("body").asText()).isEqualTo("{\"n\":1}");
            assertThat(record.path("eventSource").asText()).isEqualTo("aws:sqs");
            assertThat(record.path("eventSourceARN").asText()).isEqualTo("arn:aws:sqs:r:0:ingest");
            assertThat(record.at("/attributes/ApproximateReceiveCount").asText())
                    .isEqualTo("1");
            // MD5 of {"n":1}, computed with md5sum
            assertThat(record.path("md5OfBody").asText()).isEqualTo("082c26c8a6bc75226a31da5495cc9292");
        });
        assertThat(queue.size()).isZero();
    }

    @Test
    void keepsJustTheItemsThatFailed() throws InterruptedException {
        List.of("a", "b", "c").forEach(queue::send);
        process(
                true,
                event -> "{\"batchItemFailures\":[{\"itemIdentifier\":\""
                        + event.at("/Records/1/messageId").asText() + "\"}]}");

        assertThat(queue.bodies()).containsExactly("b");
        assertThat(queue.receive(10, Duration.ZERO)).isEmpty();
        clock.advance(VISIBILITY);
        assertThat(queue.receive(10, Duration.ZERO))
                .singleElement()
                .satisfies(message -> assertThat(message.receiveCount()).isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"nobody's\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{}]}",
                "no JSON"
            })
    void failsTheWholeBatchWhereTheAnswerMakesNoSense(String answer) throws InterruptedException {
        List.of("a", "b").forEach(queue::send);
        process(true, event -> answer);
        assertThat(queue.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
    void takesTheWholeBatchAsDoneWhereNoFailureIsNamed(String answer) throws InterruptedException {
        List.of("a", "b").forEach(queue::send);
        process(true, event -> answer);
        assertThat(queue.size()).isZero();
    }

    @Test
    void ignoresItemFailuresThatTheMappingDoesNotAskFor() throws InterruptedException {
        queue.send("a");
        process(false, event -> "{\"batchItemFailures\":[{\"itemIdentifier\":\"x\"}]}");
        assertThat(queue.size()).isZero();
    }

    @Test
    void keepsTheBatchWhereTheFunctionFailed() throws InterruptedException {
        queue.send("a");
        poller(true, event -> new InvocationResult("1", new byte[0], InvocationResult.UNHANDLED))
                .process(queue.receive(10, Duration.ZERO));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void hidesTheBatchForAsLongAsItsInvocationRuns() throws InterruptedException {
        queue.send("slow");
        process(true, event -> {
            clock.advance(VISIBILITY.multipliedBy(3));
            assertThat(receiveNow()).isEmpty();
            return "no JSON";
        });
        // The visibility timeout is over since: it comes again at once.
        assertThat(queue.receive(10, Duration.ZERO)).hasSize(1);
    }

    @Test
    void keepsTheVisibilityThatTheFunctionHasSet() throws InterruptedException {
        queue.send("fails");
        process(true, event -> {
            assertThat(queue.changeVisibility(
                            event.at("/Records/0/receiptHandle").asText(), VISIBILITY.multipliedBy(4)))
                    .isTrue();
            return "no JSON";
        });
        clock.advance(VISIBILITY.multipliedBy(3));
        assertThat(receiveNow()).isEmpty();
        clock.advance(VISIBILITY);
        assertThat(receiveNow()).hasSize(1);
    }

    @Test
    void handsOverMessageAttributes() throws InterruptedException {
        queue.send("a", Map.of("reason", MessageAttribute.text("why")), Duration.ZERO);
        process(true, event -> "");
        assertThat(events.get(0)
                        .at("/Records/0/messageAttributes/reason/stringValue")
                        .asText())
                .isEqualTo("why");
    }

    private List<Message> receiveNow() {
        try {
            return queue.receive(10, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void process(boolean reportsItemFailures, Function<JsonNode, String> answer) throws InterruptedException {
        poller(reportsItemFailures, event -> {
                    JsonNode tree = Json.parse(event).orElseThrow();
                    events.add(tree);
                    return new InvocationResult("1", answer.apply(tree).getBytes(StandardCharsets.UTF_8), null);
                })
                .process(queue.receive(10, Duration.ZERO));
    }

    private QueuePoller poller(boolean reportsItemFailures, Function<byte[], InvocationResult> function) {
        QueueSource source =
                new QueueSource("arn", "loader", 10, Duration.ZERO, reportsItemFailures, OptionalInt.empty());
        return new QueuePoller(source, queue, event -> CompletableFuture.completedFuture(function.apply(event)), clock);
    }
}
