package dev.scout.local.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the template deploys, with every name and value resolved. Resources that only matter on AWS (roles, alarms, log groups) are not in it. */
public record Template(
        List<Function> functions,
        List<Queue> queues,
        List<QueueSource> queueSources,
        List<Rule> rules,
        List<Schedule> schedules,
        List<Route> routes,
        List<Bucket> buckets) {

    public Template {
        functions = List.copyOf(functions);
        queues = List.copyOf(queues);
        queueSources = List.copyOf(queueSources);
        rules = List.copyOf(rules);
        schedules = List.copyOf(schedules);
        routes = List.copyOf(routes);
        buckets = List.copyOf(buckets);
    }

    /**
     * A Lambda function.
     *
     * @param codeUri the deployed package, function.zip
     * @param reservedConcurrency how many invocations may run at once, where the template limits them
     */
    public record Function(
            String name,
            String arn,
            Path codeUri,
            int memoryMegabytes,
            Duration timeout,
            OptionalInt reservedConcurrency,
            Map<String, String> environment,
            AsyncInvocation asyncInvocation) {

        public Function {
            environment = Map.copyOf(environment);
        }
    }

    /** EventInvokeConfig: what becomes of an asynchronous invocation. Destinations are ARNs. */
    public record AsyncInvocation(
            int maximumRetries, Duration maximumAge, Optional<String> onSuccess, Optional<String> onFailure) {

        static final AsyncInvocation DEFAULT =
                new AsyncInvocation(2, Duration.ofHours(6), Optional.empty(), Optional.empty());
    }

    /**
     * An SQS queue. A message received more often than {@code maximumReceives} goes to the dead-letter queue.
     *
     * @param delay before which nobody receives a message that names no delay of its own
     */
    public record Queue(
            String name,
            String arn,
            Duration delay,
            Duration visibilityTimeout,
            Optional<String> deadLetterArn,
            int maximumReceives) {}

    /** A queue that feeds a function. */
    public record QueueSource(
            String queueArn,
            String functionName,
            int batchSize,
            Duration batchingWindow,
            boolean reportsItemFailures,
            OptionalInt maximumConcurrency) {}

    /** An EventBridge rule on the default bus; the pattern is JSON. */
    public record Rule(String name, String pattern, List<Target> targets) {

        public Rule {
            targets = List.copyOf(targets);
        }
    }

    /** Where a rule or a schedule delivers: constant input, or a part of the event, or the whole event. */
    public record Target(String arn, Optional<String> input, Optional<String> inputPath) {}

    /** A rate or cron expression of EventBridge. */
    public record Schedule(String name, String expression, Target target) {}

    /** A route of the HTTP API, its path in API Gateway's form ({@code /a/{proxy+}}); the method may be {@code ANY}. */
    public record Route(String method, String path, String functionName) {}

    public record Bucket(String name, boolean notifiesEventBridge) {}

    public Optional<Function> function(String nameOrArn) {
        return functions.stream()
                .filter(function -> function.name().equals(nameOrArn)
                        || function.arn().equals(nameOrArn)
                        || nameOrArn.startsWith(function.arn() + ":"))
                .findFirst();
    }
}
