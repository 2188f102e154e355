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

    public String name() {
        return definition.name();
    }

    public String arn() {
        return definition.arn();
    }

    Template.Queue definition() {
        return definition;
    }

    public void send(String body) {
        send(body, Map.of(), definition.delay());
    }

    /** Answers the message's id. */
    String send(String body, Map<String, MessageAttribute> attributes, Duration delay) {
        Instant now = clock.instant();
        return add(new Stored(UUID.randomUUID().toString(), body, attributes, now, now.plus(delay), null));
    }

    private synchronized String add(Stored message) {
        messages.put(message.messageId, message);
        notifyAll();
        return message.messageId;
    }

    /** Up to {@code most} visible messages, hidden for the queue's own timeout; waits for the first as long as {@code wait}. */
    public List<Message> receive(int most, Duration wait) throws InterruptedException {
        return receive(most, wait, definition.visibilityTimeout());
    }

    synchronized List<Message> receive(int most, Duration wait, Duration visibilityTimeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        List<Message> received = receiveVisible(most, visibilityTimeout);
        while (received.isEmpty() && System.nanoTime() < deadline) {
            // Wakes for what is sent, and often enough for what becomes visible again.
            wait(Math.max(1, Math.min(200, (deadline - System.nanoTime()) / 1_000_000)));
            received = receiveVisible(most, visibilityTimeout);
        }
        return received;
    }

    private List<Message> receiveVisible(int most, Duration visibilityTimeout) {
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
                deadLetters.add(message.movedFrom(arn(), now));
            } else {
                received.add(message.hand(now, visibilityTimeout));
            }
        }
        return received;
    }

    /** Removes the message, unless it has been handed out again since. */
    public void delete(Message message) {
        delete(message.receiptHandle());
    }

    synchronized void delete(String receiptHandle) {
        Stored stored = handedOut(receiptHandle);
        if (stored != null) {
            messages.remove(stored.messageId);
        }
    }

    /** ChangeMessageVisibility. Answers false where the message is not in flight any more. */
    synchronized boolean changeVisibility(String receiptHandle, Duration timeout) {
        Stored stored = handedOut(receiptHandle);
        Instant now = clock.instant();
        if (stored == null || !stored.visibleAt.isAfter(now)) {
            return false;
        }
        stored.visibleAt = now.plus(timeout);
        stored.changedByReceiver = true;
        notifyAll();
        return true;
    }

    /** Hides the message until then; a visibility that its receiver has set stays as it is. */
    synchronized void hide(Message message, Instant until) {
        Stored stored = handedOut(message.receiptHandle());
        if (stored != null && !stored.changedByReceiver) {
            stored.visibleAt = until;
            notifyAll();
        }
    }

    private @Nullable Stored handedOut(String receiptHandle) {
        int end = receiptHandle.indexOf('_');
        Stored stored = end < 0 ? null : messages.get(receiptHandle.substring(0, end));
        return stored != null && receiptHandle.equals(stored.receiptHandle) ? stored : null;
    }

    /** Whether this has the form of a receipt handle of ours, current or not. */
    static boolean isReceiptHandle(String text) {
        return text.length() == 2 * 36 + 1 && text.charAt(36) == '_';
    }

    synchronized void purge() {
        messages.clear();
    }

    /** Takes every message that can be seen now out of the queue; in a dead-letter queue to move them elsewhere. */
    synchronized List<Message> takeVisible() {
        List<Message> taken = receiveVisible(Integer.MAX_VALUE, Duration.ZERO);
        taken.forEach(message -> messages.remove(message.messageId()));
        return taken;
    }

    /** How many messages it holds, handed out or not. */
    public synchronized int size() {
        return messages.size();
    }

    synchronized Counts counts() {
        Instant now = clock.instant();
        int visible = 0;
        int inFlight = 0;
        for (Stored message : messages.values()) {
            boolean hidden = message.visibleAt.isAfter(now);
            visible += hidden ? 0 : 1;
            inFlight += hidden && message.receiveCount > 0 ? 1 : 0;
        }
        return new Counts(visible, inFlight, messages.size() - visible - inFlight);
    }

    /** The bodies of all its messages, oldest first. */
    public synchronized List<String> bodies() {
        return messages.values().stream().map(message -> message.body).toList();
    }

    Duration visibilityTimeout() {
        return definition.visibilityTimeout();
    }

    record Counts(int visible, int inFlight, int delayed) {}

    private static final class Stored {

        private final String messageId;
        private final String body;
        private final Map<String, MessageAttribute> attributes;
        private final Instant sentAt;
        private final @Nullable String movedFrom;
        private Instant visibleAt;
        private boolean changedByReceiver;
        private int receiveCount;
        private @Nullable Instant firstReceivedAt;
        private @Nullable String receiptHandle;

        private Stored(
                String messageId,
                String body,
                Map<String, MessageAttribute> attributes,
                Instant sentAt,
                Instant visibleAt,
                @Nullable String movedFrom) {
            this.messageId = messageId;
            this.body = body;
            this.attributes = attributes;
            this.sentAt = sentAt;
            this.visibleAt = visibleAt;
            this.movedFrom = movedFrom;
        }

        /** The same in a dead-letter queue: id and age stay. */
        private Stored movedFrom(String arn, Instant now) {
            return new Stored(messageId, body, attributes, sentAt, now, arn);
        }

        private Message hand(Instant now, Duration visibilityTimeout) {
            String receipt = messageId + "_" + UUID.randomUUID();
            Instant first = firstReceivedAt == null ? now : firstReceivedAt;
            receiptHandle = receipt;
            firstReceivedAt = first;
            receiveCount++;
            changedByReceiver = false;
            visibleAt = now.plus(visibilityTimeout);
            return new Message(messageId, receipt, body, attributes, receiveCount, sentAt, first, movedFrom);
        }
    }
}
