package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.source.json.JsonValidator;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a reader finds. */
public final class RecordedSink implements RecordSink {

    public static final int MAX_RECORD_BYTES = 1024 * 1024;

    public final List<String> records = new ArrayList<>();
    public final List<String> places = new ArrayList<>();
    public final List<Refusal> refusals = new ArrayList<>();
    public String format = "";
    public JsonNode description = JsonNodeFactory.instance.nullNode();

    /** Reads content as a pipeline without any settings would. */
    public static RecordedSink read(String name, byte[] content) {
        return read(name, content, settings("auto", "{}", null));
    }

    public static RecordedSink read(String name, String content) {
        return read(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public static RecordedSink read(String name, byte[] content, SourceSettings settings) {
        RecordedSink sink = new RecordedSink();
        Reading reading = FormatDetector.open(Content.of(new ByteArrayInputStream(content)), name, settings);
        reading.into(sink);
        sink.format = reading.format();
        sink.description = reading.description();
        return sink;
    }

    public static SourceSettings settings(String format, String options, @Nullable String mapping) {
        return new SourceSettings(format, json(options), mapping == null ? null : json(mapping), MAX_RECORD_BYTES);
    }

    public static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of the records that are CSV rows, without their names. */
    public List<List<@Nullable String>> rows() {
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (String text : records) {
            ObjectNode row = (ObjectNode) json(text);
            List<@Nullable String> fields = new ArrayList<>();
            row.forEach(value -> fields.add(value.isNull() ? null : value.textValue()));
            rows.add(fields);
        }
        return rows;
    }

    /** Checks what holds whatever stands in a file: what is loaded is JSON, what is refused has a reason. */
    public void assertWellFormed() {
        JsonValidator validator = new JsonValidator();
        for (String record : records) {
            byte[] json = record.getBytes(StandardCharsets.UTF_8);
            assertThat(json[0] == '{' && validator.isValue(json, 0, json.length))
                    .as(record)
                    .isTrue();
        }
        refusals.forEach(refusal -> assertThat(refusal.message()).isNotBlank());
    }

    public List<String> rules() {
        return refusals.stream().map(Refusal::rule).toList();
    }

    public String raw(int refusal) {
        byte[] raw = refusals.get(refusal).raw();
        return raw == null ? "" : new String(raw, StandardCharsets.UTF_8);
    }

    @Override
    public void accept(long number, long line, byte[] json, int from, int to) {
        records.add(new String(json, from, to - from, StandardCharsets.UTF_8));
        places.add(number + "/" + line);
    }

    @Override
    public void refuse(Refusal refusal) {
        refusals.add(refusal);
    }
}
