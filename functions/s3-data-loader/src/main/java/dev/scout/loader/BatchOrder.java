package dev.scout.loader;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.Parking;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest;
import dev.scout.loader.event.LoadRequest.Message;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.LoadRequest.Task;
import dev.scout.loader.event.ObjectEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order the messages of a batch are dealt with. What may go on for long waits for the others. In a batch that has come before, what
 * was begun then and did not end comes last of all: if it is what kills the function, the others have been dealt with.
 */
final class BatchOrder {

    private static final Set<String> LONG_TASKS = Set.of("reconcile", "backfill", "redrive", "replay", "sync");

    private BatchOrder() {}

    static List<Message> of(List<Message> messages, Parking parking) {
        if (messages.size() == 1) {
            return messages;
        }
        Map<Message, LoadRequest> requests = new LinkedHashMap<>();
        messages.forEach(message -> requests.put(message, request(message)));
        Set<String> begun = messages.stream().anyMatch(message -> message.receiveCount() > 1)
                ? begunBefore(requests, parking)
                : Set.of();
        List<Message> order = new ArrayList<>();
        List<Message> longOnes = new ArrayList<>();
        List<Message> suspects = new ArrayList<>();
        requests.forEach((message, request) -> {
            boolean suspect = objects(request).stream().anyMatch(object -> begun.contains(name(object)));
            boolean goesOn = request instanceof Task task && LONG_TASKS.contains(task.name());
            (suspect ? suspects : goesOn ? longOnes : order).add(message);
        });
        order.addAll(longOnes);
        order.addAll(suspects);
        return order;
    }

    private static Set<String> begunBefore(Map<Message, LoadRequest> requests, Parking parking) {
        List<ObjectEvent> all = requests.values().stream()
                .flatMap(request -> objects(request).stream())
                .toList();
        return parking.begunBefore(
                all.stream().map(ObjectEvent::bucket).toList(),
                all.stream().map(ObjectEvent::key).toList());
    }

    private static List<ObjectEvent> objects(LoadRequest request) {
        return request instanceof Objects named ? named.objects() : List.of();
    }

    private static String name(ObjectEvent object) {
        return object.bucket() + "/" + object.key();
    }

    private static LoadRequest request(Message message) {
        try {
            return EventReader.read(message.body());
        } catch (ScoutException unreadable) {
            return new Objects(List.of(), List.of());
        }
    }
}
