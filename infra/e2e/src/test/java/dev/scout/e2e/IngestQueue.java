package dev.scout.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.queue.LocalQueue;
import dev.scout.local.queue.Message;
import dev.scout.local.queue.SqsApi;
import dev.scout.local.template.Template;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ingest queue with its dead letters behind an SQS endpoint, and Lambda's poller in the hands of a test. Its time passes when nothing can be seen
 * in it, and not otherwise.
 */
final class IngestQueue implements AutoCloseable {

    private static final String ARN = "arn:aws:sqs:ap-southeast-1:000000000000:";
    private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(15);
    private static final int MOST_RECEIVES = 50;
    private static final int MOST_ROUNDS = 200;
    private static final JsonMapper JSON = new JsonMapper();

    private final TestClock clock = new TestClock();
    private final SqsApi api = SqsApi.bind(0);
    private final LocalQueue deadLetters = new LocalQueue(
            new Template.Queue(
                    "dead", ARN + "dead", Duration.ZERO, VISIBILITY_TIMEOUT, Optional.empty(), MOST_RECEIVES),
            null,
            clock);
    private final LocalQueue waiting = new LocalQueue(
            new Template.Queue(
                    "ingest",
                    ARN + "ingest",
                    Duration.ZERO,
                    VISIBILITY_TIMEOUT,
                    Optional.of(ARN + "dead"),
                    MOST_RECEIVES),
            deadLetters,
            clock);

    IngestQueue() {
        api.serve(List.of(deadLetters, waiting), clock);
    }

    URI endpoint() {
        return api.endpoint();
    }

    void send(String body) {
        waiting.send(body);
    }

    /** What was handed out, and not dealt with, can be seen again. */
    void forgetReceivers() {
        clock.now = clock.now.plus(VISIBILITY_TIMEOUT);
    }

    void clear() throws InterruptedException {
        forgetReceivers();
        waiting.receive(Integer.MAX_VALUE, Duration.ZERO).forEach(waiting::delete);
    }

    /**
     * Has the loader deal with what is in the queue, and with what comes into it meanwhile, until it is empty.
     *
     * @param batch how many messages an invocation gets at most
     * @return how often a message was handed back
     * @throws FunctionFailure where the loader fails, or dies
     */
    int empty(MortalLoader loader, int batch) throws InterruptedException {
        int handedBack = 0;
        for (int round = 0; waiting.size() > 0; round++) {
            if (round == MOST_ROUNDS) {
                throw new IllegalStateException("These messages never end: " + waiting.bodies());
            }
            List<Message> messages = waiting.receive(batch, Duration.ZERO);
            if (messages.isEmpty()) {
                forgetReceivers();
                continue;
            }
            Set<String> failed = failed(loader.invoke(event(messages)));
            handedBack += failed.size();
            messages.stream()
                    .filter(message -> !failed.contains(message.messageId()))
                    .forEach(waiting::delete);
        }
        return handedBack;
    }

    List<String> deadLetters() {
        return deadLetters.bodies();
    }

    private static String event(List<Message> messages) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (Message message : messages) {
            ObjectNode record = records.addObject();
            record.put("messageId", message.messageId());
            record.put("receiptHandle", message.receiptHandle());
            record.put("body", message.body());
            record.putObject("attributes").put("ApproximateReceiveCount", String.valueOf(message.receiveCount()));
            record.putObject("messageAttributes");
            record.put("eventSource", "aws:sqs");
            record.put("eventSourceARN", ARN + "ingest");
        }
        return event.toString();
    }

    private static Set<String> failed(String answer) {
        try {
            Set<String> failed = new HashSet<>();
            for (JsonNode failure : JSON.readTree(answer).required("batchItemFailures")) {
                failed.add(failure.path("itemIdentifier").asText());
            }
            return failed;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(answer, e);
        }
    }

    @Override
    public void close() {
        api.close();
    }

    private static final class TestClock extends Clock {

        private volatile Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
