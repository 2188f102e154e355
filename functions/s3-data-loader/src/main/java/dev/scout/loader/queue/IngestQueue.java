package dev.scout.loader.queue;

import dev.scout.ScoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The ingest queue and its dead-letter queue. What can not be done is a {@link ScoutException} with the code {@code QUEUE_UNAVAILABLE}, which
 * a retry may mend.
 */
public final class IngestQueue {

    /** SQS delays no message longer. */
    public static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private static final int MOST_IN_BATCH = 10;
    private static final int MOST_BYTES_IN_BATCH = 250_000;
    private static final int LONGEST_VISIBILITY_SECONDS = 12 * 3600;
    /** A message's limit is 1 MiB with its attributes; a reason has at most as much. */
    private static final int LONGEST_ATTRIBUTE = 1000;

    private final Supplier<SqsClient> client;
    private final String url;
    private final @Nullable String deadLetterUrl;
    private @Nullable SqsClient opened;

    /**
     * @param client made when it is first needed: most invocations send nothing
     * @param deadLetterUrl null where there is none: nothing can be parked or redriven then
     */
    public IngestQueue(Supplier<SqsClient> client, String url, @Nullable String deadLetterUrl) {
        this.client = client;
        this.url = url;
        this.deadLetterUrl = deadLetterUrl;
    }

    /**
     * The queue that the deployment names; null where it names none.
     *
     * @param endpoint another address of SQS than that of AWS; null for AWS
     */
    public static @Nullable IngestQueue of(
            @Nullable String url, @Nullable String deadLetterUrl, @Nullable String endpoint) {
        return url == null ? null : new IngestQueue(() -> SqsClients.create(endpoint), url, deadLetterUrl);
    }

    /** Sends a message to be received as soon as may be. */
    public void send(String body) {
        sendLater(body, Duration.ZERO);
    }

    /** Sends a message that nobody receives before the delay is over; delays above {@link #LONGEST_DELAY} are that. */
    public void sendLater(String body, Duration delay) {
        Duration most = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
        doing(
                "send a message",
                () -> sqs().sendMessage(request ->
                        request.queueUrl(url).messageBody(body).delaySeconds((int) most.toSeconds())));
    }

    /** Sends messages, as many at a time as SQS takes. Where it fails, some may have been sent. */
    public void sendBatch(List<String> bodies) {
        List<String> batch = new ArrayList<>();
        int characters = 0;
        for (String body : bodies) {
            // A character has three bytes at most in UTF-8 (a pair of surrogates four).
            if (batch.size() == MOST_IN_BATCH || (characters + body.length()) * 3 > MOST_BYTES_IN_BATCH) {
                sendTogether(batch);
                batch.clear();
                characters = 0;
            }
            batch.add(body);
            characters += body.length();
        }
        sendTogether(batch);
    }

    private void sendTogether(List<String> bodies) {
        if (bodies.isEmpty()) {
            return;
        }
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (String body : bodies) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(String.valueOf(entries.size()))
                    .messageBody(body)
                    .build());
        }
        List<BatchResultErrorEntry> failed = doing(
                "send messages",
                () -> sqs().sendMessageBatch(request -> request.queueUrl(url).entries(entries))
                        .failed());
        // SQS refuses single entries when it is overloaded: they are tried once more, each by itself.
        failed.forEach(entry -> send(bodies.get(Integer.parseInt(entry.id()))));
    }

    /** How many messages wait to be received, about. */
    public long backlog() {
        Map<QueueAttributeName, String> attributes = doing(
                "ask how many messages wait",
                () -> sqs().getQueueAttributes(request ->
                                request.queueUrl(url).attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                        .attributes());
        return Long.parseLong(attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"));
    }

    /** Has a message that was received come again after that time, and not before. */
    public void changeVisibility(String receiptHandle, Duration pause) {
        int seconds = (int) Math.min(LONGEST_VISIBILITY_SECONDS, Math.max(0, pause.toSeconds()));
        doing(
                "set a message's visibility",
                () -> sqs().changeMessageVisibility(request ->
                        request.queueUrl(url).receiptHandle(receiptHandle).visibilityTimeout(seconds)));
    }

    public boolean takesDeadLetters() {
        return deadLetterUrl != null;
    }

    /**
     * Puts a message into the dead-letter queue.
     *
     * @param attributes become message attributes; empty values are left out, long ones cut
     */
    public void deadLetter(String body, Map<String, String> attributes) {
        Map<String, MessageAttributeValue> values = new HashMap<>();
        attributes.forEach((name, value) -> {
            if (!value.isEmpty()) {
                values.put(name, attribute(value));
            }
        });
        doing(
                "send a dead letter",
                () -> sqs().sendMessage(request ->
                        request.queueUrl(deadLetterUrl).messageBody(body).messageAttributes(values)));
    }

    /** The next dead letters, ten at most; none after a second without any. They are hidden for some minutes. */
    public List<DeadLetter> receiveDeadLetters() {
        return doing(
                "receive dead letters",
                () -> sqs()
                        .receiveMessage(request -> request.queueUrl(deadLetterUrl)
                                .maxNumberOfMessages(MOST_IN_BATCH)
                                .waitTimeSeconds(1)
                                .messageAttributeNames("All")
                                .messageSystemAttributeNames(MessageSystemAttributeName.SENT_TIMESTAMP))
                        .messages()
                        .stream()
                        .map(IngestQueue::deadLetter)
                        .toList());
    }

    /** Moves a dead letter to the ingest queue, with its attributes; if this is cut off in the middle it is in both. */
    public void redrive(DeadLetter letter) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        letter.attributes().forEach((name, value) -> attributes.put(name, attribute(value)));
        doing(
                "send a message",
                () -> sqs().sendMessage(request ->
                        request.queueUrl(url).messageBody(letter.body()).messageAttributes(attributes)));
        doing(
                "delete a dead letter",
                () -> sqs().deleteMessage(
                                request -> request.queueUrl(deadLetterUrl).receiptHandle(letter.receiptHandle())));
    }

    /** Shows a dead letter that was received at once to who receives next. */
    public void release(DeadLetter letter) {
        doing(
                "release a dead letter",
                () -> sqs().changeMessageVisibility(request -> request.queueUrl(deadLetterUrl)
                        .receiptHandle(letter.receiptHandle())
                        .visibilityTimeout(0)));
    }

    private static DeadLetter deadLetter(Message message) {
        Map<String, String> attributes = new HashMap<>();
        message.messageAttributes().forEach((name, value) -> {
            if (value.stringValue() != null) {
                attributes.put(name, value.stringValue());
            }
        });
        String sent = message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0");
        return new DeadLetter(
                message.body(), message.receiptHandle(), attributes, Instant.ofEpochMilli(Long.parseLong(sent)));
    }

    private static MessageAttributeValue attribute(String value) {
        StringBuilder text = new StringBuilder();
        value.codePoints()
                .limit(LONGEST_ATTRIBUTE)
                .forEach(point -> text.appendCodePoint(allowed(point) ? point : '\uFFFD'));
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(text.toString())
                .build();
    }

    /** SQS takes what XML can hold. */
    private static boolean allowed(int point) {
        boolean control = point < ' ' && point != '\t' && point != '\n' && point != '\r';
        return !control && !(point >= 0xD800 && point <= 0xDFFF) && point != 0xFFFE && point != 0xFFFF;
    }

    private synchronized SqsClient sqs() {
        if (opened == null) {
            opened = client.get();
        }
        return opened;
    }

    private <T> T doing(String what, Supplier<T> work) {
        try {
            return work.get();
        } catch (SdkException e) {
            throw new ScoutException(
                    "QUEUE_UNAVAILABLE",
                    true,
                    "The loader could not " + what + ": the queue can not be reached, or refuses it (" + url + ").",
                    e);
        }
    }
}
