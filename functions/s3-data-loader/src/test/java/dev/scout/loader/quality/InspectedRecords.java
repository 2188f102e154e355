package dev.scout.loader.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Records that went through an inspection. */
final class InspectedRecords implements RecordSink {

    private static final JsonMapper JSON = new JsonMapper();

    final List<String> accepted = new ArrayList<>();
    final List<Refusal> refused = new ArrayList<>();
    final List<Long> spooled = new ArrayList<>();
    final Inspection inspection;
    private long number;

    private InspectedRecords(Standards standards, boolean typed, boolean isPart) {
        inspection = new Inspection(
                standards,
                typed,
                refusal -> refusal,
                this,
                (int[] rules, UUID[] values, long[] rows) -> {
                    for (long row : rows) {
                        spooled.add(row);
                    }
                },
                isPart);
    }

    static InspectedRecords of(Standards standards, boolean typed, String... records) {
        InspectedRecords inspected = new InspectedRecords(standards, typed, false);
        inspected.read(records);
        return inspected;
    }

    static InspectedRecords ofPart(Standards standards, String... records) {
        InspectedRecords inspected = new InspectedRecords(standards, true, true);
        inspected.read(records);
        return inspected;
    }

    static Standards standards(String rules, String policy, String columns, String decimal) {
        try {
            return Standards.of(JSON.readTree(rules), policy, JSON.readTree(columns), decimal);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Standards rules(String rules) {
        return standards(rules, "accept", "[]", "");
    }

    FileProfile profile() {
        return inspection.profile();
    }

    ColumnProfile column(String name) {
        return profile().columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<String> messages() {
        return refused.stream().map(Refusal::message).toList();
    }

    /** Each in a buffer that has something else around it, as readers have them. */
    void read(String... records) {
        for (String record : records) {
            byte[] json = ("}\"" + record + "\"{").getBytes(StandardCharsets.UTF_8);
            inspection.accept(++number, number, json, 2, json.length - 2);
        }
    }

    @Override
    public void accept(long recordNumber, long line, byte[] json, int from, int to) {
        accepted.add(new String(json, from, to - from, StandardCharsets.UTF_8));
    }

    @Override
    public void refuse(Refusal refusal) {
        refused.add(refusal);
    }
}
