package dev.scout.local.queue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.local.Json;
import dev.scout.local.template.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A message in the shapes of AWS: of ReceiveMessage, and of the events that Lambda makes of them. */
final class SqsMessage {

    private SqsMessage() {}

    /** As ReceiveMessage answers. */
    static ObjectNode received(Message message, List<String> systemNames, List<String> names) {
        ObjectNode answer = Json.object()
                .put("MessageId", message.messageId())
                .put("ReceiptHandle", message.receiptHandle())
                .put("MD5OfBody", Md5.of(message.body()))
                .put("Body", message.body());
        ObjectNode system = Json.object();
        systemAttributes(message).forEach((name, value) -> {
            if (systemNames.contains("All") || systemNames.contains(name)) {
                system.put(name, value);
            }
        });
        if (!system.isEmpty()) {
            answer.set("Attributes", system);
        }
        Map<String, MessageAttribute> selected = SqsRequest.selected(message.attributes(), names);
        if (!selected.isEmpty()) {
            answer.put("MD5OfMessageAttributes", Md5.of(selected));
            ObjectNode own = answer.putObject("MessageAttributes");
            selected.forEach((name, attribute) -> {
                ObjectNode value = own.putObject(name);
                value.put("DataType", attribute.dataType());
                value.put(
                        attribute.isBinary() ? "BinaryValue" : "StringValue",
                        attribute.isBinary() ? attribute.base64() : attribute.text());
            });
        }
        return answer;
    }

    /** As a function gets it from Lambda's event source mapping. */
    static ObjectNode event(Message message, String queueArn) {
        ObjectNode record = Json.object()
                .put("messageId", message.messageId())
                .put("receiptHandle", message.receiptHandle())
                .put("body", message.body());
        ObjectNode system = record.putObject("attributes");
        systemAttributes(message).forEach(system::put);
        ObjectNode own = record.putObject("messageAttributes");
        message.attributes().forEach((name, attribute) -> {
            ObjectNode value = own.putObject(name);
            value.put(
                    attribute.isBinary() ? "binaryValue" : "stringValue",
                    attribute.isBinary() ? attribute.base64() : attribute.text());
            value.putArray("stringListValues");
            value.putArray("binaryListValues");
            value.put("dataType", attribute.dataType());
        });
        return record.put("md5OfBody", Md5.of(message.body()))
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", queueArn)
                .put("awsRegion", Settings.REGION);
    }

    private static Map<String, String> systemAttributes(Message message) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("ApproximateReceiveCount", String.valueOf(message.receiveCount()));
        attributes.put("SentTimestamp", String.valueOf(message.sentAt().toEpochMilli()));
        attributes.put("SenderId", Settings.ACCOUNT);
        attributes.put(
                "ApproximateFirstReceiveTimestamp",
                String.valueOf(message.firstReceivedAt().toEpochMilli()));
        if (message.movedFrom() != null) {
            attributes.put("DeadLetterQueueSourceArn", message.movedFrom());
        }
        return attributes;
    }
}
