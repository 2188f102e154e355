package dev.scout.loader.source.avro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes types of a schema's JSON. Names are taken as they are: what wrote the file found them good. */
final class AvroSchema {

    private static final int DEEPEST = 500;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNestingDepth(2 * DEEPEST)
                            .build())
                    .build())
            .build();

    private final Map<String, AvroType> named = new HashMap<>();

    private AvroSchema() {}

    static AvroType parse(String json) {
        try {
            return new AvroSchema().type(JSON.readTree(json), "", "value");
        } catch (JsonProcessingException e) {
            throw new BadAvroException("its schema is not JSON");
        } catch (StackOverflowError e) {
            throw new BadAvroException("its schema is nested too deeply");
        }
    }

    /**
     * @param namespace that names without one are in
     * @param column the field that it is the type of
     */
    private AvroType type(JsonNode schema, String namespace, String column) {
        if (schema.isTextual()) {
            return reference(schema.textValue(), schema, namespace, column);
        }
        if (schema.isArray()) {
            List<AvroType> branches = new ArrayList<>();
            schema.forEach(branch -> branches.add(type(branch, namespace, column)));
            return new AvroParts.Union(List.copyOf(branches));
        }
        JsonNode type = schema.path("type");
        if (!type.isTextual()) {
            if (type.isObject() || type.isArray()) {
                return type(type, namespace, column);
            }
            throw new BadAvroException("its schema has no type for \"" + column + "\"");
        }
        return switch (type.textValue()) {
            case "record", "error" -> record(schema, namespace);
            case "enum" -> {
                List<String> symbols = new ArrayList<>();
                schema.path("symbols").forEach(symbol -> symbols.add(symbol.asText()));
                yield define(schema, namespace, new AvroParts.Symbols(List.copyOf(symbols)));
            }
            case "fixed" -> define(schema, namespace, fixed(schema));
            case "array" -> new AvroParts.Entries(type(schema.path("items"), namespace, column), false, column);
            case "map" -> new AvroParts.Entries(type(schema.path("values"), namespace, column), true, column);
            default -> reference(type.textValue(), schema, namespace, column);
        };
    }

    /** A type by its name: one of Avro's own, or one that was defined before. */
    private AvroType reference(String name, JsonNode schema, String namespace, String column) {
        String logicalType = schema.path("logicalType").asText("");
        return switch (name) {
            case "null" -> AvroScalar.ofNull();
            case "boolean" -> AvroScalar.ofBoolean();
            case "int" -> AvroScalar.ofInt(logicalType);
            case "long" -> AvroScalar.ofLong(logicalType);
            case "float" -> AvroScalar.ofFloat();
            case "double" -> AvroScalar.ofDouble();
            case "string" -> AvroScalar.ofString(logicalType, column);
            case "bytes" -> isDecimal(schema) ? decimal(schema, -1) : AvroScalar.ofBytes();
            default -> {
                AvroType known = named.get(fullName(name, namespace));
                known = known == null ? named.get(name) : known;
                if (known == null) {
                    throw new BadAvroException("its schema names the type \"" + name + "\", which it does not define");
                }
                yield known;
            }
        };
    }

    private AvroType record(JsonNode schema, String namespace) {
        String name = fullName(
                schema.path("name").asText(""), schema.path("namespace").asText(namespace));
        String inner = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
        AvroParts.Struct record = new AvroParts.Struct(name);
        named.put(name, record);
        List<String> names = new ArrayList<>();
        List<AvroType> types = new ArrayList<>();
        for (JsonNode field : schema.path("fields")) {
            String fieldName = field.path("name").asText("");
            names.add(fieldName);
            types.add(type(field.path("type"), inner, fieldName));
        }
        record.fields(names, types);
        return record;
    }

    private static AvroType fixed(JsonNode schema) {
        int size = schema.path("size").asInt(-1);
        if (size < 0) {
            throw new BadAvroException("its schema states no size for a fixed");
        }
        String logicalType = schema.path("logicalType").asText("");
        if (logicalType.equals("duration") && size == 12) {
            return AvroScalar.ofDuration();
        }
        if (logicalType.equals("uuid") && size == 16) {
            return AvroScalar.ofFixedUuid();
        }
        return isDecimal(schema) ? decimal(schema, size) : AvroScalar.ofFixed(size);
    }

    /** As the format says, a decimal that can not be one is just bytes. */
    private static boolean isDecimal(JsonNode schema) {
        int precision = schema.path("precision").asInt(0);
        int scale = schema.path("scale").asInt(0);
        return schema.path("logicalType").asText("").equals("decimal")
                && precision > 0
                && scale >= 0
                && scale <= precision;
    }

    private static AvroType decimal(JsonNode schema, int size) {
        return AvroScalar.ofDecimal(
                schema.path("precision").asInt(), schema.path("scale").asInt(0), size);
    }

    private AvroType define(JsonNode schema, String namespace, AvroType type) {
        named.put(
                fullName(
                        schema.path("name").asText(""), schema.path("namespace").asText(namespace)),
                type);
        return type;
    }

    private static String fullName(String name, String namespace) {
        return name.contains(".") || namespace.isEmpty() ? name : namespace + "." + name;
    }
}
