package dev.scout.local.queue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Redrive: moves the messages of a dead-letter queue to another queue, at once. */
final class MoveTasks {

    private final Map<String, LocalQueue> queues = new LinkedHashMap<>();
    private final Clock clock;
    private final List<ObjectNode> tasks = new ArrayList<>();

    MoveTasks(Collection<LocalQueue> queues, Clock clock) {
        queues.forEach(queue -> this.queues.put(queue.arn(), queue));
        this.clock = clock;
    }

    synchronized ObjectNode start(SqsRequest request) {
        LocalQueue source = queue(request.text("SourceArn"));
        boolean takesDeadLetters = queues.values().stream()
                .anyMatch(queue -> queue.definition().deadLetterArn().orElse("").equals(source.arn()));
        if (!takesDeadLetters) {
            throw SqsException.invalid(
                    "SourceArn", source.arn(), "Source queue must be configured as a Dead Letter Queue.");
        }
        LocalQueue destination = request.has("DestinationArn") ? queue(request.text("DestinationArn")) : null;
        String handle = Base64.getEncoder()
                .encodeToString(("{\"taskId\":\"" + UUID.randomUUID() + "\",\"sourceArn\":\"" + source.arn() + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        tasks.add(move(source, destination).put("SourceArn", source.arn()).put("StartedTimestamp", clock.millis()));
        return Json.object().put("TaskHandle", handle);
    }

    /** Without a destination each message goes back where it was moved from: SQS does not know that of one which was sent here. */
    private ObjectNode move(LocalQueue source, @Nullable LocalQueue destination) {
        List<Message> messages = source.takeVisible();
        ObjectNode task = Json.object().put("ApproximateNumberOfMessagesToMove", messages.size());
        int moved = 0;
        for (Message message : messages) {
            LocalQueue to = destination != null ? destination : queues.get(String.valueOf(message.movedFrom()));
            if (to == null) {
                source.send(message.body(), message.attributes(), Duration.ZERO);
            } else {
                to.send(message.body(), message.attributes(), Duration.ZERO);
                moved++;
            }
        }
        task.put("Status", moved == messages.size() ? "COMPLETED" : "FAILED")
                .put("ApproximateNumberOfMessagesMoved", moved);
        if (moved < messages.size()) {
            task.put("FailureReason", "CouldNotDetermineMessageSource");
        }
        if (destination != null) {
            task.put("DestinationArn", destination.arn());
        }
        return task;
    }

    /** The latest first. */
    synchronized ObjectNode list(SqsRequest request) {
        String source = queue(request.text("SourceArn")).arn();
        int most = request.integer("MaxResults", 1, 1, 10);
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("Results");
        for (int i = tasks.size() - 1; i >= 0 && results.size() < most; i--) {
            if (tasks.get(i).path("SourceArn").asText().equals(source)) {
                results.add(tasks.get(i));
            }
        }
        return answer;
    }

    private LocalQueue queue(String arn) {
        LocalQueue queue = queues.get(arn);
        if (queue == null) {
            throw SqsException.of(
                    "ResourceNotFoundException",
                    "The resource that you specified for the SourceArn parameter doesn't exist.");
        }
        return queue;
    }
}
