package dev.scout.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.lambda.InvocationResult;
import dev.scout.local.template.Template.QueueSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lambda's event source mapping: takes batches from a queue, invokes the function with each, deletes what it has done. A
 * message is never handed out again while its invocation runs (AWS sees to that by refusing a visibility timeout shorter
 * than the function's timeout), unless the function itself makes it visible. A visibility that the function has set stays.
 */
public final class QueuePoller implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(1);
    /** Longer than any invocation may take. */
    private static final Duration WHILE_INVOKED = Duration.ofHours(1);

    private final QueueSource source;
    private final LocalQueue queue;
    private final Function<byte[], CompletableFuture<InvocationResult>> function;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    public QueuePoller(
            QueueSource source,
            LocalQueue queue,
            Function<byte[], CompletableFuture<InvocationResult>> function,
            Clock clock) {
        this.source = source;
        this.queue = queue;
        this.function = function;
        this.clock = clock;
    }

    /** Starts as many pollers as the function may run at once. */
    public void start(int concurrency) {
        int pollers = Math.min(concurrency, source.maximumConcurrency().orElse(concurrency));
        for (int i = 0; i < pollers; i++) {
            Thread thread = new Thread(this::poll, "poller-" + source.functionName() + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void poll() {
        try {
            while (!closed) {
                List<Message> batch = receive();
                if (!batch.isEmpty()) {
                    process(batch);
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Message> receive() throws InterruptedException {
        List<Message> batch = new ArrayList<>(queue.receive(source.batchSize(), POLL));
        Instant full = clock.instant().plus(source.batchingWindow());
        while (!batch.isEmpty()
                && batch.size() < source.batchSize()
                && clock.instant().isBefore(full)) {
            batch.addAll(queue.receive(source.batchSize() - batch.size(), Duration.ofMillis(100)));
        }
        return batch;
    }

    /** Invokes the function with a batch and settles each of its messages. */
    void process(List<Message> batch) throws InterruptedException {
        Instant received = clock.instant();
        batch.forEach(message -> queue.hide(message, received.plus(WHILE_INVOKED)));
        InvocationResult result = function.apply(Json.bytes(event(batch))).join();
        Set<String> failed = failedItems(batch, result);
        for (Message message : batch) {
            if (failed.contains(message.messageId())) {
                queue.hide(message, received.plus(queue.visibilityTimeout()));
            } else {
                queue.delete(message);
            }
        }
    }

    /** The message ids that have failed: all of them where the function failed or its answer makes no sense. */
    private Set<String> failedItems(List<Message> batch, InvocationResult result) {
        Set<String> all = batch.stream().map(Message::messageId).collect(Collectors.toSet());
        if (result.failed()) {
            return all;
        }
        if (!source.reportsItemFailures() || result.payload().length == 0) {
            return Set.of();
        }
        Optional<JsonNode> answer = Json.parse(result.payload());
        if (answer.isEmpty()) {
            return all;
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : answer.get().path("batchItemFailures")) {
            String messageId = failure.path("itemIdentifier").asText("");
            if (!all.contains(messageId)) {
                return all;
            }
            failed.add(messageId);
        }
        return failed;
    }

    private ObjectNode event(List<Message> batch) {
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        batch.forEach(message -> records.add(SqsMessage.event(message, queue.arn())));
        return event;
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
