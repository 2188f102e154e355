package dev.scout.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A manifest as JSON, member by member: nothing is found by reflection, so that it works in a native executable. */
final class ManifestJson {

    static final String INTEGRITY = "integrity";
    static final String MANIFEST_SHA256 = "manifest_sha256";

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Numbers stay as they are written, a member that stands twice is an error. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ManifestJson() {}

    static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw Manifest.invalid("it is not valid JSON", e);
        }
    }

    static byte[] write(Manifest manifest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            Separators separators =
                    Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
            out.setPrettyPrinter(new DefaultPrettyPrinter(separators)
                    .withObjectIndenter(indenter)
                    .withArrayIndenter(indenter));
            writeManifest(manifest, out);
            out.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("A manifest could not be written into memory", e);
        }
        return bytes.toByteArray();
    }

    private static void writeManifest(Manifest manifest, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("generated_at", MILLIS.format(manifest.generatedAt()));
        out.writeStringField("version", manifest.version());
        out.writeNumberField("total_datasets", manifest.datasets().size());
        out.writeObjectFieldStart("datasets");
        for (Map.Entry<String, PublishedDataset> dataset : manifest.datasets().entrySet()) {
            out.writeFieldName(dataset.getKey());
            writeDataset(dataset.getValue(), out);
        }
        out.writeEndObject();
        out.writeObjectFieldStart(INTEGRITY);
        out.writeStringField(MANIFEST_SHA256, manifest.integrity().manifestSha256());
        out.writeNumberField("total_size_bytes", manifest.integrity().totalSizeBytes());
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void writeDataset(PublishedDataset dataset, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("latest_csv", dataset.latestCsv());
        out.writeStringField("latest_parquet", dataset.latestParquet());
        out.writeStringField("date", dataset.date().toString());
        out.writeNumberField("row_count", dataset.rowCount());
        out.writeStringField("sha256", dataset.sha256());
        out.writeNumberField("size_bytes", dataset.sizeBytes());
        out.writeStringField("parquet_sha256", dataset.parquetSha256());
        out.writeNumberField("parquet_size_bytes", dataset.parquetSizeBytes());
        out.writeStringField("content_type", dataset.contentType());
        out.writeStringField("schema_version", dataset.schemaVersion());
        out.writeStringField("last_modified", MILLIS.format(dataset.lastModified()));
        out.writeStringField("description", dataset.description());
        out.writeStringField("update_frequency", dataset.updateFrequency());
        out.writeArrayFieldStart("columns");
        for (Column column : dataset.columns()) {
            out.writeStartObject();
            out.writeStringField("name", column.name());
            out.writeStringField("type", column.type());
            out.writeStringField("description", column.description());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    static Manifest read(byte[] json) {
        JsonNode root = tree(json);
        try {
            Map<String, PublishedDataset> datasets = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> dataset : member(root, "datasets").properties()) {
                datasets.put(dataset.getKey(), readDataset(dataset.getValue()));
            }
            if (count(root, "total_datasets") != datasets.size()) {
                throw Manifest.invalid("total_datasets is not the number of its datasets", null);
            }
            JsonNode integrity = member(root, INTEGRITY);
            return new Manifest(
                    Instant.parse(text(root, "generated_at")),
                    text(root, "version"),
                    datasets,
                    new Integrity(text(integrity, MANIFEST_SHA256), count(integrity, "total_size_bytes")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw Manifest.invalid(String.valueOf(e.getMessage()), e);
        }
    }

    private static PublishedDataset readDataset(JsonNode dataset) {
        return new PublishedDataset(
                text(dataset, "latest_csv"),
                text(dataset, "latest_parquet"),
                LocalDate.parse(text(dataset, "date")),
                count(dataset, "row_count"),
                text(dataset, "sha256"),
                count(dataset, "size_bytes"),
                text(dataset, "parquet_sha256"),
                count(dataset, "parquet_size_bytes"),
                text(dataset, "content_type"),
                text(dataset, "schema_version"),
                Instant.parse(text(dataset, "last_modified")),
                text(dataset, "description"),
                text(dataset, "update_frequency"),
                readColumns(dataset.get("columns")));
    }

    private static List<Column> readColumns(@Nullable JsonNode columns) {
        if (columns == null || !columns.isArray()) {
            throw new IllegalArgumentException("columns is missing or no array");
        }
        List<Column> read = new ArrayList<>();
        for (JsonNode column : columns) {
            read.add(new Column(text(column, "name"), text(column, "type"), text(column, "description")));
        }
        return read;
    }

    private static JsonNode member(JsonNode parent, String name) {
        JsonNode value = parent.get(name);
        if (value == null || !value.isObject()) {
            throw new IllegalArgumentException(name + " is missing or no object");
        }
        return value;
    }

    private static String text(JsonNode parent, String name) {
        JsonNode value = parent.get(name);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException(name + " is missing or no text");
        }
        return value.textValue();
    }

    private static long count(JsonNode parent, String name) {
        JsonNode value = parent.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(name + " is missing or no whole number of 0 or more");
        }
        return value.longValue();
    }
}
