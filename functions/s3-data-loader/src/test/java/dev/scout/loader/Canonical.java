package dev.scout.loader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Records as texts that are alike where two engines mean the same: without members that are null, in the order of their names, maps as
 * objects, times without zeros at their end, and numbers that may be floating point with 6 digits.
 */
final class Canonical {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Canonical() {}

    /** In an order of their own. */
    static List<String> records(Collection<String> records) {
        return records.stream().map(Canonical::record).sorted().toList();
    }

    static String record(String json) {
        try {
            return text(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static String text(JsonNode node) {
        if (node.isNumber()) {
            return number(node.decimalValue());
        }
        if (node.isTextual()) {
            return '"' + time(node.textValue()) + '"';
        }
        if (node.isArray()
                && !node.isEmpty()
                && StreamSupport.stream(node.spliterator(), false).allMatch(Canonical::isEntry)) {
            Map<String, String> entries = new TreeMap<>();
            node.forEach(entry -> entries.put(entry.get("key").asText(), text(entry.get("value"))));
            return entries.toString();
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(Canonical::text)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (node.isObject()) {
            Map<String, String> members = new TreeMap<>();
            node.properties().stream()
                    .filter(member -> !member.getValue().isNull())
                    .forEach(member -> members.put(member.getKey(), text(member.getValue())));
            return members.toString();
        }
        return node.toString();
    }

    private static boolean isEntry(JsonNode node) {
        return node.isObject() && node.size() == 2 && node.has("key") && node.has("value");
    }

    private static String number(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        boolean mayBeReal = plain.scale() > 0 && plain.precision() <= 17 && plain.scale() > 3;
        return (mayBeReal ? plain.round(new MathContext(6)).stripTrailingZeros() : plain).toPlainString();
    }

    private static String time(String text) {
        if (!text.matches("-?\\d{4,}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d.*")) {
            return text;
        }
        return text.replace(' ', 'T')
                .replaceAll("(Z|\\+00(:00)?)$", "")
                .replaceAll("(\\.\\d*?)0+$", "$1")
                .replaceAll("\\.$", "");
    }
}
