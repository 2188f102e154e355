package dev.scout.loader;

import dev.scout.ScoutException;
import dev.scout.loader.bronze.Parking;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest;
import dev.scout.loader.event.LoadRequest.Message;
import dev.scout.loader.event.LoadRequest.Objects;
import dev.scout.loader.event.ObjectEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The order of a batch that has come before: what was begun then, and did not end, comes last. If it is what kills the function, the others
 * have been dealt with.
 */
final class SuspectsLast {

    private SuspectsLast() {}

    static List<Message> order(List<Message> messages, Parking parking) {
        if (messages.size() == 1 || messages.stream().noneMatch(message -> message.receiveCount() > 1)) {
            return messages;
        }
        Map<Message, List<ObjectEvent>> objects = new LinkedHashMap<>();
        messages.forEach(message -> objects.put(message, objects(message)));
        List<ObjectEvent> all = objects.values().stream().flatMap(List::stream).toList();
        Set<String> begun = parking.begunBefore(
                all.stream().map(ObjectEvent::bucket).toList(),
                all.stream().map(ObjectEvent::key).toList());
        List<Message> order = new ArrayList<>();
        List<Message> suspects = new ArrayList<>();
        objects.forEach((message, named) -> {
            boolean suspect = named.stream().anyMatch(object -> begun.contains(object.bucket() + "/" + object.key()));
            (suspect ? suspects : order).add(message);
        });
        order.addAll(suspects);
        return order;
    }

    private static List<ObjectEvent> objects(Message message) {
        try {
            LoadRequest request = EventReader.read(message.body());
            return request instanceof Objects named ? named.objects() : List.of();
        } catch (ScoutException unreadable) {
            return List.of();
        }
    }
}
