package dev.scout.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.local.event.EventBus;
import dev.scout.local.event.Events;
import dev.scout.local.event.Scheduler;
import dev.scout.local.http.HttpApi;
import dev.scout.local.lambda.AsyncInvocations;
import dev.scout.local.lambda.InvocationResult;
import dev.scout.local.lambda.InvokeApi;
import dev.scout.local.lambda.LambdaFunction;
import dev.scout.local.queue.LocalQueue;
import dev.scout.local.queue.QueuePoller;
import dev.scout.local.queue.SqsApi;
import dev.scout.local.template.Template;
import dev.scout.local.template.Template.Bucket;
import dev.scout.local.template.Template.Target;
import dev.scout.local.template.TemplateReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The whole platform: what infra/sam/template.yaml deploys, running on this machine and reachable from it alone. */
public final class LocalPlatform implements AutoCloseable {

    private static final Clock CLOCK = Clock.systemUTC();

    private final PlatformOptions options;
    private final Directories directories;
    private final Template template;
    private final Map<String, LambdaFunction> functions = new LinkedHashMap<>();
    private final Map<String, LocalQueue> queues = new LinkedHashMap<>();
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final AsyncInvocations asyncInvocations;
    private final EventBus bus;
    private final LocalDatabase database;
    private final LocalObjectStore objectStore;
    private final HttpApi httpApi;
    private final InvokeApi invokeApi;
    private final SqsApi sqsApi;

    private LocalPlatform(PlatformOptions options) {
        this.options = options;
        int postgresPort = Ports.claim(options.postgresPort(), "PostgreSQL");
        Ports.claim(options.s3Port(), "S3");
        Ports.claim(options.httpPort(), "the HTTP API");
        Ports.claim(options.lambdaPort(), "the Lambda Invoke API");
        this.sqsApi = keep(SqsApi.bind(options.sqsPort()));
        this.template = TemplateReader.read(
                options.projectRoot().resolve("infra/sam/template.yaml"),
                LocalAccount.settings(postgresPort, sqsApi.endpoint(), parameters(options)));
        this.directories = keep(Directories.create(options.dataDirectory()));
        try {
            this.asyncInvocations = new AsyncInvocations(this::deliver, options.retryDelays(), CLOCK);
            this.bus = keep(new EventBus(template.rules(), this::deliver));
            this.database = keep(LocalDatabase.start(directories.database(), postgresPort, directories.durable()));
            this.objectStore = keep(LocalObjectStore.start(directories.objects(), options.s3Port(), this::announce));
            template.buckets().forEach(bucket -> objectStore.createBucket(bucket.name()));
            createFunctions();
            createQueues();
            sqsApi.serve(queues.values(), CLOCK);
            this.httpApi = keep(HttpApi.start(options.httpPort(), template.routes(), this::function));
            this.invokeApi = keep(InvokeApi.start(options.lambdaPort(), this::function, asyncInvocations));
            connectTriggers();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where no schedule fires, arrivals run nothing either, unless that is asked for. */
    private static Map<String, String> parameters(PlatformOptions options) {
        Map<String, String> parameters = new HashMap<>(options.parameters());
        if (!options.schedules()) {
            parameters.putIfAbsent("TransformOnArrival", "false");
        }
        return parameters;
    }

    /** Starts everything; when it returns, an object put is an object loaded soon. */
    public static LocalPlatform start(PlatformOptions options) {
        return new LocalPlatform(options);
    }

    private <T extends AutoCloseable> T keep(T part) {
        running.push(part);
        return part;
    }

    private void createFunctions() {
        Map<String, String> environment =
                new HashMap<>(LocalAccount.environment(objectStore.endpoint(), sqsApi.endpoint()));
        environment.putAll(options.environment());
        for (Template.Function definition : template.functions()) {
            functions.put(
                    definition.name(),
                    keep(new LambdaFunction(
                            definition,
                            environment,
                            options.concurrency(),
                            directories.function(definition.name()),
                            directories.log(definition.name()))));
        }
    }

    /** Dead-letter queues first, for the others lead to them. */
    private void createQueues() {
        Set<String> deadLetterArns = template.queues().stream()
                .flatMap(queue -> queue.deadLetterArn().stream())
                .collect(Collectors.toSet());
        for (boolean deadLetters : new boolean[] {true, false}) {
            template.queues().stream()
                    .filter(queue -> deadLetterArns.contains(queue.arn()) == deadLetters)
                    .forEach(queue -> queues.put(
                            queue.arn(),
                            new LocalQueue(
                                    queue,
                                    queue.deadLetterArn().map(queues::get).orElse(null),
                                    CLOCK)));
        }
    }

    /** Refuses at the start what {@link #deliver} could not do later. */
    private void checkReceivers() {
        Stream<String> targets = template.rules().stream()
                .flatMap(rule -> rule.targets().stream())
                .map(Target::arn);
        Stream<String> scheduled =
                template.schedules().stream().map(schedule -> schedule.target().arn());
        Stream<String> destinations = template.functions().stream()
                .map(Template.Function::asyncInvocation)
                .flatMap(config -> Stream.concat(config.onSuccess().stream(), config.onFailure().stream()));
        Stream.of(targets, scheduled, destinations).flatMap(Function.identity()).forEach(arn -> {
            boolean known = function(arn).isPresent() || queues.containsKey(arn) || arn.endsWith(":event-bus/default");
            if (!known) {
                throw unknown(arn);
            }
        });
    }

    private void connectTriggers() {
        checkReceivers();
        for (Template.QueueSource source : template.queueSources()) {
            LambdaFunction function = function(source.functionName()).orElseThrow();
            QueuePoller poller = keep(new QueuePoller(source, queueOf(source.queueArn()), function::invoke, CLOCK));
            poller.start(function.concurrency());
        }
        if (options.schedules()) {
            keep(new Scheduler(template.schedules(), this::deliver, CLOCK));
        }
    }

    private void announce(ObjectCreated object) {
        boolean notifies = template.buckets().stream()
                .filter(Bucket::notifiesEventBridge)
                .anyMatch(bucket -> bucket.name().equals(object.bucket()));
        if (notifies) {
            bus.put(Events.objectCreated(object));
        }
    }

    /** Rules, schedules and destinations end here: the ARN says who gets the event. */
    private void deliver(String arn, String event) {
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        switch (arn.split(":", 4)[2]) {
            case "lambda" -> asyncInvocations.submit(function(arn).orElseThrow(() -> unknown(arn)), bytes);
            case "sqs" -> queueOf(arn).send(event);
            case "events" -> {
                JsonNode record = Json.parse(bytes).orElseThrow();
                bus.put(Events.lambdaDestination(arn, record, CLOCK.instant()));
            }
            default -> throw unknown(arn);
        }
    }

    private LocalQueue queueOf(String arn) {
        LocalQueue queue = queues.get(arn);
        if (queue == null) {
            throw unknown(arn);
        }
        return queue;
    }

    private static LocalPlatformException unknown(String arn) {
        return new LocalPlatformException(
                "The template sends events to " + arn + ", which the local platform does not have.");
    }

    /** A function by its name or ARN. */
    public Optional<LambdaFunction> function(String nameOrArn) {
        return template.function(nameOrArn).map(definition -> functions.get(definition.name()));
    }

    /** Invokes a function and waits for its answer, however it went. */
    public InvocationResult invoke(String functionName, String event) {
        LambdaFunction function = function(functionName)
                .orElseThrow(() -> new LocalPlatformException("There is no function " + functionName + "; there are "
                        + String.join(", ", functions.keySet()) + "."));
        return function.invoke(event.getBytes(StandardCharsets.UTF_8)).join();
    }

    /** Invokes a function asynchronously: retries and destinations apply. */
    public void invokeAsync(String functionName, String event) {
        asyncInvocations.submit(function(functionName).orElseThrow(), event.getBytes(StandardCharsets.UTF_8));
    }

    /** A queue by its name. */
    public Optional<LocalQueue> queue(String name) {
        return queues.values().stream()
                .filter(queue -> queue.arn().endsWith(":" + name))
                .findFirst();
    }

    public LocalDatabase database() {
        return database;
    }

    public LocalObjectStore objectStore() {
        return objectStore;
    }

    public URI httpEndpoint() {
        return URI.create("http://127.0.0.1:" + httpApi.port());
    }

    public URI lambdaEndpoint() {
        return URI.create("http://127.0.0.1:" + invokeApi.port());
    }

    public URI sqsEndpoint() {
        return sqsApi.endpoint();
    }

    public Path logs() {
        return directories.logs();
    }

    /** Stops everything in the reverse order of its start; no process stays. */
    @Override
    public synchronized void close() {
        RuntimeException failure = null;
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                failure = new IllegalStateException("The platform could not be stopped cleanly", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
