package dev.scout.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.scout.local.template.Template.Bucket;
import dev.scout.local.template.Template.Queue;
import dev.scout.local.template.Template.Rule;
import dev.scout.local.template.Template.Schedule;
import dev.scout.local.template.Template.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the template's resources. What it does not understand is refused, never passed over. */
public final class TemplateReader {

    static final ObjectMapper JSON = new ObjectMapper();

    /** Resources that change nothing on one machine: rights, keys (S3 has one here), logs, alarms. */
    private static final Set<String> ONLY_ON_AWS = Set.of(
            "AWS::S3::BucketPolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::IAM::Role",
            "AWS::IAM::User",
            "AWS::IAM::AccessKey",
            "AWS::Logs::LogGroup",
            "AWS::SNS::Topic",
            "AWS::CloudWatch::Alarm");

    private final Path file;
    private final Settings settings;
    private final Section template;
    private final Evaluator evaluator;

    private final List<Queue> queues = new ArrayList<>();
    private final List<Bucket> buckets = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Schedule> schedules = new ArrayList<>();

    private TemplateReader(Path file, Settings settings) {
        this.file = file;
        this.settings = settings;
        Map<?, ?> document = CloudFormationYaml.read(file);
        this.evaluator = new Evaluator(document, settings);
        this.template = new Section(file.getFileName().toString(), document);
    }

    public static Template read(Path file, Settings settings) {
        return new TemplateReader(file, settings).read();
    }

    private Template read() {
        template.knowing(
                "AWSTemplateFormatVersion",
                "Transform",
                "Description",
                "Metadata",
                "Parameters",
                "Conditions",
                "Globals",
                "Resources",
                "Outputs");
        Section globals = new Section("Globals", evaluator.evaluate(template.value("Globals"))).knowing("Function");
        FunctionReader functions =
                new FunctionReader(file.toAbsolutePath(), globals.section("Function"), settings.secrets());
        Section resources = template.section("Resources");
        for (String logicalId : resources.names()) {
            Section resource = resources.section(logicalId);
            if (resource.optionalText("Condition").map(evaluator::condition).orElse(true)) {
                readResource(logicalId, resource, functions);
            }
        }
        rules.addAll(functions.rules());
        schedules.addAll(functions.schedules());
        return new Template(
                functions.functions(), queues, functions.queueSources(), rules, schedules, functions.routes(), buckets);
    }

    private void readResource(String logicalId, Section resource, FunctionReader functions) {
        resource.knowing(
                "Type", "Properties", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "DependsOn", "Metadata");
        String type = resource.text("Type");
        if (ONLY_ON_AWS.contains(type)) {
            return;
        }
        Section properties = new Section(logicalId, evaluator.evaluate(resource.value("Properties")));
        PhysicalResource physical = PhysicalResource.of(
                logicalId,
                type,
                (Map<?, ?>) java.util.Objects.requireNonNullElse(resource.value("Properties"), Map.of()),
                evaluator);
        switch (type) {
            case "AWS::Serverless::Function" -> functions.read(physical, properties);
            case "AWS::SQS::Queue" -> queues.add(queue(physical, properties));
            case "AWS::S3::Bucket" -> buckets.add(bucket(physical, properties));
            case "AWS::Events::Rule" -> rule(physical, properties);
            case "AWS::Serverless::HttpApi" ->
                properties.knowing(
                        "Name", "Description", "StageName", "DefaultRouteSettings", "AccessLogSettings", "Tags");
            default ->
                throw new TemplateException("The local platform does not understand " + logicalId + " of type " + type
                        + " in the template.");
        }
    }

    private static Queue queue(PhysicalResource physical, Section properties) {
        properties.knowing(
                "QueueName",
                "DelaySeconds",
                "VisibilityTimeout",
                "RedrivePolicy",
                "MessageRetentionPeriod",
                "SqsManagedSseEnabled",
                "Tags");
        Section redrive = properties.section("RedrivePolicy").knowing("deadLetterTargetArn", "maxReceiveCount");
        return new Queue(
                physical.name(),
                physical.arn(),
                Duration.ofSeconds(properties.integer("DelaySeconds", 0)),
                Duration.ofSeconds(properties.integer("VisibilityTimeout", 30)),
                redrive.optionalText("deadLetterTargetArn"),
                redrive.integer("maxReceiveCount", Integer.MAX_VALUE));
    }

    private static Bucket bucket(PhysicalResource physical, Section properties) {
        properties.knowing(
                "BucketName",
                "NotificationConfiguration",
                "VersioningConfiguration",
                "BucketEncryption",
                "PublicAccessBlockConfiguration",
                "OwnershipControls",
                "LifecycleConfiguration",
                "Tags");
        Section eventBridge = properties
                .section("NotificationConfiguration")
                .knowing("EventBridgeConfiguration")
                .section("EventBridgeConfiguration")
                .knowing("EventBridgeEnabled");
        return new Bucket(
                physical.name(),
                eventBridge
                        .optionalText("EventBridgeEnabled")
                        .map(Boolean::parseBoolean)
                        .orElse(false));
    }

    private void rule(PhysicalResource physical, Section properties) {
        properties.knowing("Name", "Description", "State", "EventPattern", "ScheduleExpression", "Targets");
        if (properties.optionalText("State").orElse("ENABLED").equals("DISABLED")) {
            return;
        }
        List<Target> targets = properties.sections("Targets").stream()
                .map(target -> target.knowing("Id", "Arn", "Input", "InputPath"))
                .map(TemplateReader::target)
                .toList();
        if (properties.has("EventPattern")) {
            rules.add(new Rule(physical.name(), json(properties.value("EventPattern")), targets));
        }
        properties
                .optionalText("ScheduleExpression")
                .ifPresent(expression ->
                        targets.forEach(target -> schedules.add(new Schedule(physical.name(), expression, target))));
    }

    private static Target target(Section target) {
        return new Target(target.text("Arn"), target.optionalText("Input"), target.optionalText("InputPath"));
    }

    static String json(@org.jspecify.annotations.Nullable Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new TemplateException(
                    "An event pattern of the template can't be written as JSON: " + e.getMessage(), e);
        }
    }

    static JsonNode parse(String json) throws JsonProcessingException {
        return JSON.readTree(json);
    }
}
