package dev.scout.local.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.Json;
import dev.scout.local.LocalPlatformException;
import dev.scout.local.template.Template.Rule;
import dev.scout.local.template.Template.Target;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.event.ruler.Machine;

/** The default event bus: AWS's own matching of patterns, delivery in the order in which events came. */
public final class EventBus implements AutoCloseable {

    private final Map<String, Rule> rules = new HashMap<>();
    private final Machine machine = Machine.builder().build();
    private final Delivery delivery;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "event-bus");
        thread.setDaemon(true);
        return thread;
    });

    public EventBus(List<Rule> rules, Delivery delivery) {
        this.delivery = delivery;
        for (Rule rule : rules) {
            rule.targets().forEach(TargetInput::check);
            this.rules.put(rule.name(), rule);
            try {
                machine.addRule(rule.name(), rule.pattern());
            } catch (IOException e) {
                throw new LocalPlatformException(
                        "The pattern of the rule " + rule.name() + " is not understood: " + e.getMessage(), e);
            }
        }
    }

    /** Takes the event and returns at once. */
    public void put(JsonNode event) {
        executor.execute(() -> match(event));
    }

    private void match(JsonNode event) {
        List<String> matching;
        try {
            matching = machine.rulesForJSONEvent(Json.text(event));
        } catch (Exception e) {
            throw new IllegalStateException("An event of the platform's own could not be matched: " + event, e);
        }
        for (String name : matching) {
            Rule rule = rules.get(name);
            if (rule != null) {
                for (Target target : rule.targets()) {
                    delivery.deliver(target.arn(), TargetInput.of(target, event));
                }
            }
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
