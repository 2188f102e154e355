package dev.scout.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The members of a request, or of one entry of a batch, checked as SQS checks them. */
record SqsRequest(JsonNode members) {

    static final int LARGEST_MESSAGE_BYTES = 1024 * 1024;

    private static final int MOST_ENTRIES = 10;
    private static final int LONGEST_VISIBILITY = 12 * 3600;
    private static final int LONGEST_DELAY = 900;

    String text(String name) {
        String text = members.path(name).asText("");
        if (text.isEmpty()) {
            throw SqsException.missing(name);
        }
        return text;
    }

    boolean has(String name) {
        return members.hasNonNull(name);
    }

    int integer(String name, int byDefault, int least, int most) {
        if (!has(name)) {
            return byDefault;
        }
        JsonNode value = members.get(name);
        int number = value.asInt(Integer.MIN_VALUE);
        if (number < least || number > most) {
            throw SqsException.invalid(name, value.asText(), "Must be between " + least + " and " + most + ".");
        }
        return number;
    }

    Duration visibility(Duration byDefault) {
        return Duration.ofSeconds(integer("VisibilityTimeout", (int) byDefault.toSeconds(), 0, LONGEST_VISIBILITY));
    }

    Duration delay(Duration byDefault) {
        return Duration.ofSeconds(integer("DelaySeconds", (int) byDefault.toSeconds(), 0, LONGEST_DELAY));
    }

    String receiptHandle() {
        String handle = text("ReceiptHandle");
        if (!LocalQueue.isReceiptHandle(handle)) {
            throw SqsException.badReceiptHandle(handle);
        }
        return handle;
    }

    List<String> names(String... lists) {
        List<String> names = new ArrayList<>();
        for (String list : lists) {
            members.path(list).forEach(name -> names.add(name.asText()));
        }
        return names;
    }

    /** A batch's entries by their ids. */
    Map<String, SqsRequest> entries() {
        JsonNode list = members.path("Entries");
        if (list.isEmpty()) {
            throw SqsException.of("EmptyBatchRequest", "There should be at least one entry in the request.");
        }
        if (list.size() > MOST_ENTRIES) {
            throw SqsException.of(
                    "TooManyEntriesInBatchRequest",
                    "Maximum number of entries per request are 10. You have sent " + list.size() + ".");
        }
        Map<String, SqsRequest> entries = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            SqsRequest request = new SqsRequest(entry);
            if (entries.put(request.text("Id"), request) != null) {
                throw SqsException.of("BatchEntryIdsNotDistinct", "Id " + request.text("Id") + " repeated.");
            }
        }
        return entries;
    }

    String body() {
        String body = text("MessageBody");
        body.codePoints().filter(point -> !allowed(point)).findFirst().ifPresent(point -> {
            throw SqsException.of(
                    "InvalidMessageContents",
                    "Invalid binary character '#x" + Integer.toHexString(point)
                            + "' was found in the message body, the set of allowed characters is"
                            + " #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
        });
        return body;
    }

    /** What counts against the limit of a message: body and attributes. */
    int sizeBytes() {
        int size = text("MessageBody").getBytes(StandardCharsets.UTF_8).length;
        for (Map.Entry<String, MessageAttribute> entry : attributes().entrySet()) {
            MessageAttribute attribute = entry.getValue();
            size += entry.getKey().length() + attribute.dataType().length();
            size += attribute.base64() != null
                    ? Base64.getDecoder().decode(attribute.base64()).length
                    : String.valueOf(attribute.text()).getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    Map<String, MessageAttribute> attributes() {
        Map<String, MessageAttribute> attributes = new LinkedHashMap<>();
        members.path("MessageAttributes")
                .properties()
                .forEach(entry ->
                        attributes.put(entry.getKey(), attribute(entry.getKey(), new SqsRequest(entry.getValue()))));
        if (attributes.size() > MOST_ENTRIES) {
            throw SqsException.invalid("MessageAttributes", attributes.size(), "A message has 10 attributes at most.");
        }
        return attributes;
    }

    private static MessageAttribute attribute(String name, SqsRequest given) {
        String type = given.text("DataType");
        String kind = type.split("\\.", 2)[0];
        if (!Set.of("String", "Number", "Binary").contains(kind)) {
            throw SqsException.invalid(
                    "MessageAttributes." + name + ".DataType", type, "Must begin with String, Number or Binary.");
        }
        return kind.equals("Binary")
                ? new MessageAttribute(type, null, given.text("BinaryValue"))
                : new MessageAttribute(type, given.text("StringValue"), null);
    }

    /** Which of a message's attributes are asked for: by name, by the beginning of a name, or all. */
    static Map<String, MessageAttribute> selected(Map<String, MessageAttribute> attributes, List<String> names) {
        Set<String> exact = new HashSet<>(names);
        Map<String, MessageAttribute> selected = new LinkedHashMap<>();
        attributes.forEach((name, attribute) -> {
            boolean asked = exact.contains("All")
                    || exact.contains(name)
                    || names.stream()
                            .filter(wanted -> wanted.endsWith(".*"))
                            .anyMatch(wanted -> name.startsWith(wanted.substring(0, wanted.length() - 2)));
            if (asked) {
                selected.put(name, attribute);
            }
        });
        return selected;
    }

    private static boolean allowed(int point) {
        return point == 0x9
                || point == 0xA
                || point == 0xD
                || (point >= 0x20 && point <= 0xD7FF)
                || (point >= 0xE000 && point <= 0xFFFD)
                || point >= 0x10000;
    }
}
