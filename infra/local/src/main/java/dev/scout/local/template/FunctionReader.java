package dev.scout.local.template;

import dev.scout.local.template.Template.AsyncInvocation;
import dev.scout.local.template.Template.Function;
import dev.scout.local.template.Template.QueueSource;
import dev.scout.local.template.Template.Route;
import dev.scout.local.template.Template.Rule;
import dev.scout.local.template.Template.Schedule;
import dev.scout.local.template.Template.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads functions with their events: SQS, Schedule, EventBridgeRule, HttpApi. */
final class FunctionReader {

    private static final String[] FUNCTION_MEMBERS = {
        "FunctionName", "CodeUri", "MemorySize", "Timeout", "Environment", "Events", "EventInvokeConfig",
        "ReservedConcurrentExecutions", "Handler", "Runtime", "Architectures", "Description", "Role", "LoggingConfig",
        "VpcConfig", "Tags", "EphemeralStorage"
    };

    private final Path template;
    private final Section globals;
    private final SecretReferences secrets;

    private final List<Function> functions = new ArrayList<>();
    private final List<QueueSource> queueSources = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Schedule> schedules = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    FunctionReader(Path template, Section globals, Map<String, String> secrets) {
        this.template = template;
        this.globals = globals.knowing(FUNCTION_MEMBERS);
        this.secrets = new SecretReferences(secrets);
    }

    void read(PhysicalResource physical, Section properties) {
        properties.knowing(FUNCTION_MEMBERS);
        functions.add(new Function(
                physical.name(),
                physical.arn(),
                template.resolveSibling(properties.text("CodeUri")).normalize(),
                inherited(properties, "MemorySize").orElse(128),
                Duration.ofSeconds(inherited(properties, "Timeout").orElse(3)),
                inherited(properties, "ReservedConcurrentExecutions"),
                environment(properties),
                asyncInvocation(properties.section("EventInvokeConfig"))));
        Section events = properties.section("Events");
        for (String name : events.names()) {
            Section event = events.section(name).knowing("Type", "Properties");
            event(physical, name, event.text("Type"), event.section("Properties"));
        }
    }

    private OptionalInt inherited(Section properties, String name) {
        return properties.has(name) ? properties.optionalInteger(name) : globals.optionalInteger(name);
    }

    private Map<String, String> environment(Section properties) {
        Map<String, String> variables = new HashMap<>();
        for (Section holder : List.of(globals, properties)) {
            Section own = holder.section("Environment").knowing("Variables").section("Variables");
            own.names().forEach(name -> variables.put(name, secrets.resolve(own.text(name))));
        }
        return variables;
    }

    private static AsyncInvocation asyncInvocation(Section config) {
        config.knowing("MaximumEventAgeInSeconds", "MaximumRetryAttempts", "DestinationConfig");
        Section destinations = config.section("DestinationConfig").knowing("OnSuccess", "OnFailure");
        AsyncInvocation byDefault = AsyncInvocation.DEFAULT;
        return new AsyncInvocation(
                config.integer("MaximumRetryAttempts", byDefault.maximumRetries()),
                Duration.ofSeconds(config.integer(
                        "MaximumEventAgeInSeconds", (int) byDefault.maximumAge().toSeconds())),
                destination(destinations.section("OnSuccess")),
                destination(destinations.section("OnFailure")));
    }

    private static Optional<String> destination(Section destination) {
        return destination.knowing("Type", "Destination").optionalText("Destination");
    }

    private void event(PhysicalResource function, String name, String type, Section event) {
        switch (type) {
            case "SQS" -> queueSource(function, event);
            case "Schedule" -> schedule(function, name, event);
            case "EventBridgeRule" -> {
                event.knowing("Pattern", "Input", "InputPath");
                rules.add(new Rule(
                        function.name() + "-" + name,
                        TemplateReader.json(event.value("Pattern")),
                        List.of(new Target(
                                function.arn(), event.optionalText("Input"), event.optionalText("InputPath")))));
            }
            case "HttpApi" -> {
                event.knowing("ApiId", "Path", "Method", "PayloadFormatVersion");
                if (!event.optionalText("PayloadFormatVersion").orElse("2.0").equals("2.0")) {
                    throw new TemplateException(
                            event.path() + " in the template: the local HTTP API speaks payload format 2.0 only.");
                }
                routes.add(new Route(
                        event.optionalText("Method").orElse("ANY").toUpperCase(java.util.Locale.ROOT),
                        event.text("Path"),
                        function.name()));
            }
            default ->
                throw new TemplateException("The local platform does not understand the event " + event.path()
                        + " of type " + type + " in the template.");
        }
    }

    private void queueSource(PhysicalResource function, Section event) {
        event.knowing(
                "Queue",
                "BatchSize",
                "MaximumBatchingWindowInSeconds",
                "FunctionResponseTypes",
                "ScalingConfig",
                "Enabled");
        queueSources.add(new QueueSource(
                event.text("Queue"),
                function.name(),
                event.integer("BatchSize", 10),
                Duration.ofSeconds(event.integer("MaximumBatchingWindowInSeconds", 0)),
                event.list("FunctionResponseTypes").contains("ReportBatchItemFailures"),
                event.section("ScalingConfig").knowing("MaximumConcurrency").optionalInteger("MaximumConcurrency")));
    }

    private void schedule(PhysicalResource function, String name, Section event) {
        event.knowing("Schedule", "Input", "Description", "Name", "Enabled");
        if (event.optionalText("Enabled").map(Boolean::parseBoolean).orElse(true)) {
            schedules.add(new Schedule(
                    function.name() + "-" + name,
                    event.text("Schedule"),
                    new Target(function.arn(), event.optionalText("Input"), Optional.empty())));
        }
    }

    List<Function> functions() {
        return functions;
    }

    List<QueueSource> queueSources() {
        return queueSources;
    }

    List<Rule> rules() {
        return rules;
    }

    List<Schedule> schedules() {
        return schedules;
    }

    List<Route> routes() {
        return routes;
    }
}
