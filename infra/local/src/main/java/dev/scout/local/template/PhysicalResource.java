package dev.scout.local.template;

import dev.scout.local.LocalObjectStore;
import java.util.Map;

/** What {@code Ref} and {@code GetAtt} answer for a resource: its name, its ARN. */
record PhysicalResource(String logicalId, String type, String name, String queueEndpoint) {

    static PhysicalResource of(String logicalId, String type, Map<?, ?> properties, Evaluator evaluator) {
        Object named = switch (type) {
            case "AWS::Serverless::Function" -> properties.get("FunctionName");
            case "AWS::SQS::Queue" -> properties.get("QueueName");
            case "AWS::S3::Bucket" -> properties.get("BucketName");
            case "AWS::Logs::LogGroup" -> properties.get("LogGroupName");
            case "AWS::Events::Rule" -> properties.get("Name");
            default -> null;
        };
        Object name = evaluator.evaluate(named);
        return new PhysicalResource(
                logicalId, type, name == null ? logicalId : Evaluator.text(name), evaluator.queueEndpoint());
    }

    String reference() {
        return switch (type) {
            case "AWS::SQS::Queue" -> queueEndpoint + "/" + Settings.ACCOUNT + "/" + name;
            case "AWS::IAM::AccessKey" -> LocalObjectStore.ACCESS_KEY;
            default -> name;
        };
    }

    String attribute(String attribute) {
        return switch (attribute) {
            case "SecretAccessKey" -> LocalObjectStore.SECRET_KEY;
            case "Arn" -> arn();
            case "QueueName" -> name;
            case "QueueUrl" -> reference();
            default ->
                throw new TemplateException("The local platform does not know " + logicalId + "." + attribute
                        + " of an " + type + " in the template.");
        };
    }

    String arn() {
        return switch (type) {
            case "AWS::Serverless::Function" -> arn("lambda", "function:" + name);
            case "AWS::SQS::Queue" -> arn("sqs", name);
            case "AWS::S3::Bucket" -> "arn:aws:s3:::" + name;
            case "AWS::Events::Rule" -> arn("events", "rule/" + name);
            case "AWS::Logs::LogGroup" -> arn("logs", "log-group:" + name + ":*");
            case "AWS::IAM::Role" -> "arn:aws:iam::" + Settings.ACCOUNT + ":role/" + name;
            default ->
                throw new TemplateException(
                        "The local platform knows no ARN of an " + type + " (" + logicalId + " in the template).");
        };
    }

    private static String arn(String service, String rest) {
        return "arn:aws:" + service + ":" + Settings.REGION + ":" + Settings.ACCOUNT + ":" + rest;
    }
}
