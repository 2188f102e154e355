package dev.scout.local.queue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.template.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** SQS's actions on the template's queues. */
final class SqsActions {

    private static final int MOST_RECEIVED = 10;
    private static final int LONGEST_WAIT = 20;

    private final Map<String, LocalQueue> queues = new LinkedHashMap<>();
    private final String address;
    private final MoveTasks moveTasks;

    /**
     * @param address the beginning of the queues' URLs
     */
    SqsActions(Collection<LocalQueue> queues, String address, MoveTasks moveTasks) {
        queues.forEach(queue -> this.queues.put(queue.name(), queue));
        this.address = address;
        this.moveTasks = moveTasks;
    }

    ObjectNode perform(String action, SqsRequest request) throws InterruptedException {
        return switch (action) {
            case "SendMessage" -> send(queue(request), request);
            case "SendMessageBatch" -> {
                LocalQueue queue = queue(request);
                checkSize(request.entries().values().stream()
                        .mapToInt(SqsRequest::sizeBytes)
                        .sum());
                yield batch(request, (entry, successful) -> successful.setAll(send(queue, entry)));
            }
            case "ReceiveMessage" -> receive(queue(request), request);
            case "DeleteMessage" -> {
                queue(request).delete(request.receiptHandle());
                yield Json.object();
            }
            case "DeleteMessageBatch" -> {
                LocalQueue queue = queue(request);
                yield batch(request, (entry, successful) -> queue.delete(entry.receiptHandle()));
            }
            case "ChangeMessageVisibility" -> {
                changeVisibility(queue(request), request);
                yield Json.object();
            }
            case "ChangeMessageVisibilityBatch" -> {
                LocalQueue queue = queue(request);
                yield batch(request, (entry, successful) -> changeVisibility(queue, entry));
            }
            case "GetQueueUrl" -> Json.object().put("QueueUrl", url(named(request.text("QueueName"))));
            case "GetQueueAttributes" -> attributes(queue(request), request);
            case "ListQueues" -> list(request.members().path("QueueNamePrefix").asText(""));
            case "PurgeQueue" -> {
                queue(request).purge();
                yield Json.object();
            }
            case "StartMessageMoveTask" -> moveTasks.start(request);
            case "ListMessageMoveTasks" -> moveTasks.list(request);
            default -> throw SqsException.notServed(action);
        };
    }

    /** The last part of the queue's URL is its name, whatever stands before. */
    private LocalQueue queue(SqsRequest request) {
        String url = request.text("QueueUrl");
        return named(url.substring(url.lastIndexOf('/') + 1));
    }

    private LocalQueue named(String name) {
        return Optional.ofNullable(queues.get(name)).orElseThrow(SqsException::noSuchQueue);
    }

    private String url(LocalQueue queue) {
        return address + "/" + Settings.ACCOUNT + "/" + queue.name();
    }

    private static ObjectNode send(LocalQueue queue, SqsRequest request) {
        String body = request.body();
        checkSize(request.sizeBytes());
        Map<String, MessageAttribute> attributes = request.attributes();
        ObjectNode answer = Json.object()
                .put(
                        "MessageId",
                        queue.send(
                                body,
                                attributes,
                                request.delay(queue.definition().delay())))
                .put("MD5OfMessageBody", Md5.of(body));
        if (!attributes.isEmpty()) {
            answer.put("MD5OfMessageAttributes", Md5.of(attributes));
        }
        return answer;
    }

    private static void checkSize(int bytes) {
        if (bytes > SqsRequest.LARGEST_MESSAGE_BYTES) {
            throw SqsException.invalid(
                    "MessageBody", bytes, "Must be shorter than " + SqsRequest.LARGEST_MESSAGE_BYTES + " bytes.");
        }
    }

    private static ObjectNode batch(SqsRequest request, BiConsumer<SqsRequest, ObjectNode> work) {
        ObjectNode answer = Json.object();
        ArrayNode successful = answer.putArray("Successful");
        ArrayNode failed = answer.putArray("Failed");
        request.entries().forEach((id, entry) -> {
            ObjectNode result = Json.object().put("Id", id);
            try {
                work.accept(entry, result);
                successful.add(result);
            } catch (SqsException e) {
                failed.add(result.put("SenderFault", true)
                        .put("Code", e.queryCode())
                        .put("Message", e.getMessage()));
            }
        });
        return answer;
    }

    private static ObjectNode receive(LocalQueue queue, SqsRequest request) throws InterruptedException {
        List<String> system = request.names("AttributeNames", "MessageSystemAttributeNames");
        List<String> own = request.names("MessageAttributeNames");
        List<Message> received = queue.receive(
                request.integer("MaxNumberOfMessages", 1, 1, MOST_RECEIVED),
                Duration.ofSeconds(request.integer("WaitTimeSeconds", 0, 0, LONGEST_WAIT)),
                request.visibility(queue.visibilityTimeout()));
        ObjectNode answer = Json.object();
        if (!received.isEmpty()) {
            ArrayNode messages = answer.putArray("Messages");
            received.forEach(message -> messages.add(SqsMessage.received(message, system, own)));
        }
        return answer;
    }

    private static void changeVisibility(LocalQueue queue, SqsRequest request) {
        if (!request.has("VisibilityTimeout")) {
            throw SqsException.missing("VisibilityTimeout");
        }
        if (!queue.changeVisibility(request.receiptHandle(), request.visibility(Duration.ZERO))) {
            throw SqsException.of("MessageNotInflight", "The message referred to is not in flight.");
        }
    }

    private static ObjectNode attributes(LocalQueue queue, SqsRequest request) {
        List<String> names = request.names("AttributeNames");
        LocalQueue.Counts counts = queue.counts();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("QueueArn", queue.arn());
        all.put("ApproximateNumberOfMessages", String.valueOf(counts.visible()));
        all.put("ApproximateNumberOfMessagesNotVisible", String.valueOf(counts.inFlight()));
        all.put("ApproximateNumberOfMessagesDelayed", String.valueOf(counts.delayed()));
        all.put("VisibilityTimeout", String.valueOf(queue.visibilityTimeout().toSeconds()));
        all.put("MaximumMessageSize", String.valueOf(SqsRequest.LARGEST_MESSAGE_BYTES));
        queue.definition()
                .deadLetterArn()
                .ifPresent(arn -> all.put(
                        "RedrivePolicy",
                        Json.text(Json.object()
                                .put("deadLetterTargetArn", arn)
                                .put("maxReceiveCount", queue.definition().maximumReceives()))));
        ObjectNode answer = Json.object();
        ObjectNode told = answer.putObject("Attributes");
        all.forEach((name, value) -> {
            if (names.contains("All") || names.contains(name)) {
                told.put(name, value);
            }
        });
        return answer;
    }

    private ObjectNode list(String prefix) {
        ObjectNode answer = Json.object();
        ArrayNode urls = answer.putArray("QueueUrls");
        queues.values().stream()
                .filter(queue -> queue.name().startsWith(prefix))
                .forEach(queue -> urls.add(url(queue)));
        return answer;
    }
}
