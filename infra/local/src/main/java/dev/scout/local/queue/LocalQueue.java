package dev.scout.local.queue;

import dev.scout.local.template.Template;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A standard SQS queue in memory: at least once, in no promised order. A message that is neither deleted nor released comes
 * again after the visibility timeout; one received more often than allowed goes to the dead-letter queue.
 */
public final class LocalQueue {

    private final Template.Queue definition;
    private final @Nullable LocalQueue deadLetters;
    private final Clock clock;
    private final Map<String, Stored> messages = new LinkedHashMap<>();

    public LocalQueue(Template.Queue definition, @Nullable LocalQueue deadLetters, Clock clock) {
        this.definition = definition;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    public String arn() {
        return definition.arn();
    }

    public synchronized void send(String body) {
        Stored stored = new Stored(UUID.randomUUID().toString(), body, clock.instant());
        messages.put(stored.messageId, stored);
        notifyAll();
    }

    /** Up to {@code most} visible messages; waits for the first as long as {@code wait}. */
    public synchronized List<Message> receive(int most, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        List<Message> received = receiveVisible(most);
        while (received.isEmpty() && System.nanoTime() < deadline) {
            // Wakes for what is sent, and often enough for what becomes visible again.
            wait(Math.max(1, Math.min(200, (deadline - System.nanoTime()) / 1_000_000)));
            received = receiveVisible(most);
        }
        return received;
    }

    private List<Message> receiveVisible(int most) {
        Instant now = clock.instant();
        List<Message> received = new ArrayList<>();
        Iterator<Stored> stored = messages.values().iterator();
        while (stored.hasNext() && received.size() < most) {
            Stored message = stored.next();
            if (message.visibleAt.isAfter(now)) {
                continue;
            }
            if (deadLetters != null && message.receiveCount >= definition.maximumReceives()) {
                stored.remove();
                deadLetters.send(message.body);
            } else {
                received.add(message.hand(now, definition.visibilityTimeout()));
            }
        }
        return received;
    }

    /** Removes the message, unless it has been handed out again since. */
    public synchronized void delete(Message message) {
        Stored stored = messages.get(message.messageId());
        if (stored != null && message.receiptHandle().equals(stored.receiptHandle)) {
            messages.remove(message.messageId());
        }
    }

    /** Makes the message visible again at a time of its own (ChangeMessageVisibility). */
    public synchronized void changeVisibility(Message message, Instant visibleAt) {
        Stored stored = messages.get(message.messageId());
        if (stored != null && message.receiptHandle().equals(stored.receiptHandle)) {
            stored.visibleAt = visibleAt;
            notifyAll();
        }
    }

    /** How many messages it holds, handed out or not. */
    public synchronized int size() {
        return messages.size();
    }

    /** The bodies of all its messages, oldest first. */
    public synchronized List<String> bodies() {
        return messages.values().stream().map(message -> message.body).toList();
    }

    Duration visibilityTimeout() {
        return definition.visibilityTimeout();
    }

    private static final class Stored {

        private final String messageId;
        private final String body;
        private final Instant sentAt;
        private Instant visibleAt;
        private int receiveCount;
        private @Nullable Instant firstReceivedAt;
        private @Nullable String receiptHandle;

        private Stored(String messageId, String body, Instant sentAt) {
            this.messageId = messageId;
            this.body = body;
            this.sentAt = sentAt;
            this.visibleAt = sentAt;
        }

        private Message hand(Instant now, Duration visibilityTimeout) {
            String receipt = UUID.randomUUID().toString();
            Instant first = firstReceivedAt == null ? now : firstReceivedAt;
            receiptHandle = receipt;
            firstReceivedAt = first;
            receiveCount++;
            visibleAt = now.plus(visibilityTimeout);
            return new Message(messageId, receipt, body, receiveCount, sentAt, first);
        }
    }
}
