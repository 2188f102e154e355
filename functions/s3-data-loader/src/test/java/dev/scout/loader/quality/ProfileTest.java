package dev.scout.loader.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is told of a file's records. */
class ProfileTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void countsCellsByHand() {
        InspectedRecords file = InspectedRecords.of(
                Standards.NONE,
                true,
                "{\"id\":1,\"name\":\"a\",\"when\":\"2024-01-31\"}",
                " { \"id\" : 2.5 , \"name\" : null } ",
                "{\"id\":3,\"tags\":[1,{\"x\":\"]}\\\"\"}],\"store\":{\"id\":7}}",
                "{\"id\":1,\"name\":\"a\",\"when\":\"2024-01-31\"}");

        FileProfile profile = file.profile();

        assertThat(profile.records()).isEqualTo(4);
        assertThat(profile.columns())
                .containsExactly(
                        new ColumnProfile("id", 4, 0, Types.INTEGER | Types.DECIMAL, 0, 0),
                        new ColumnProfile("name", 3, 1, Types.TEXT, 0, 0),
                        new ColumnProfile("when", 2, 0, Types.DATE, 0, 0),
                        new ColumnProfile("tags", 1, 0, Types.ARRAY, 0, 0),
                        new ColumnProfile("store", 1, 0, Types.OBJECT, 0, 0));
        // 4 + 2 + 2 + 1 + 1 of 4 x 5 cells have a value.
        assertThat(profile.completeness()).isEqualByComparingTo("0.5");
        assertThat(profile.duplicateRate()).isEqualByComparingTo("0.25");
        assertThat(file.accepted).hasSize(4);
    }

    @Test
    void countsANameThatComesTwiceOnce() {
        InspectedRecords file =
                InspectedRecords.of(Standards.NONE, true, "{\"a\":1,\"a\":\"x\",\"\\u0061\":null}", "{\"a\":2}");

        assertThat(file.column("a")).isEqualTo(new ColumnProfile("a", 2, 0, Types.INTEGER | Types.TEXT, 0, 0));
    }

    @Test
    void twoPartsAddUpToTheWhole() {
        Random random = new Random(11);
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            ObjectNode record = JsonNodeFactory.instance.objectNode().put("n", random.nextInt(4000));
            if (random.nextBoolean()) {
                record.put("s", random.nextBoolean() ? "text" : null);
            }
            if (i > 3000) {
                record.put("late", random.nextDouble());
            }
            records.add(record.toString());
        }
        FileProfile whole = profile(records);
        FileProfile first = FileProfile.of(profile(records.subList(0, 1234)).toJson());
        FileProfile second = FileProfile.of(profile(records.subList(1234, 5000)).toJson());

        for (FileProfile merged : List.of(first.merge(second), second.merge(first))) {
            assertThat(merged.columns()).containsExactlyInAnyOrderElementsOf(whole.columns());
            assertThat(merged.records()).isEqualTo(5000);
            assertThat(merged.completeness()).isEqualTo(whole.completeness());
            assertThat(merged.duplicateRate()).isEqualTo(whole.duplicateRate());
        }
    }

    @Test
    void aLargeFileIsComparedBySampleAndACleanOneHasNoDuplicates() {
        DuplicateSketch clean = new DuplicateSketch();
        DuplicateSketch tenth = new DuplicateSketch();
        byte[] record = new byte[16];
        for (int i = 0; i < 3_000_000; i++) {
            JsonBytes.LONGS.set(record, 0, (long) i);
            clean.add(RecordHash.of(record, 0, 16, 0));
            JsonBytes.LONGS.set(record, 0, (long) (i % 10 == 9 ? i - 1 : i));
            tenth.add(RecordHash.of(record, 0, 16, 0));
        }

        assertThat(clean.repeated()).isZero();
        assertThat(clean.sampled()).isBetween((long) DuplicateSketch.MOST / 2 - 2000, (long) DuplicateSketch.MOST);
        assertThat((double) tenth.repeated() / tenth.sampled()).isBetween(0.098, 0.102);

        DuplicateSketch twice = DuplicateSketch.of(tenth.told());
        twice.addAll(DuplicateSketch.of(clean.told()));
        // All that the other holds is in the clean one: of 6 million 3 million are new.
        assertThat((double) twice.repeated() / twice.sampled()).isBetween(0.48, 0.52);
    }

    @Test
    void smallOnesAreExact() {
        DuplicateSketch sketch = new DuplicateSketch();
        byte[] record = new byte[8];
        for (int i = 0; i < 250_000; i++) {
            JsonBytes.LONGS.set(record, 0, (long) (i % 200_001));
            sketch.add(RecordHash.of(record, 0, 8, 0));
        }

        assertThat(sketch.sampled()).isEqualTo(250_000);
        assertThat(sketch.repeated()).isEqualTo(49_999);
    }

    @Test
    void keepsAnEndOfColumns() {
        InspectedRecords file = InspectedRecords.of(Standards.NONE, true);
        for (int i = 0; i < 300; i++) {
            StringBuilder record = new StringBuilder("{\"" + "x".repeat(600) + "\":1");
            for (int j = 0; j < 50; j++) {
                record.append(",\"c").append(i * 50 + j).append("\":").append(j);
            }
            file.read(record.append('}').toString());
        }

        assertThat(file.profile().columns()).hasSize(ColumnIndex.MOST_COLUMNS);
        assertThat(file.profile().moreColumns()).isTrue();
        assertThat(file.accepted).hasSize(300);
    }

    /** Against Jackson, for records of any form. */
    @Test
    void scansWhatJacksonReads() throws JsonProcessingException {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            String record = random(random, 0);
            InspectedRecords file = InspectedRecords.of(Standards.NONE, true, record);
            JsonNode tree = JSON.readTree(record);

            List<String> names = new ArrayList<>();
            tree.fieldNames().forEachRemaining(names::add);
            assertThat(file.profile().columns())
                    .as(record)
                    .extracting(ColumnProfile::name)
                    .containsExactlyElementsOf(names);
            for (ColumnProfile column : file.profile().columns()) {
                assertThat(column.nulls())
                        .as(record)
                        .isEqualTo(tree.get(column.name()).isNull() ? 1 : 0);
                assertThat(Types.names(column.types())).as(record).isEqualTo(type(tree.get(column.name())));
            }
        }
    }

    private static List<String> type(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL -> List.of();
            case BOOLEAN -> List.of("boolean");
            case NUMBER -> List.of(value.isIntegralNumber() ? "integer" : "decimal");
            case STRING -> value.textValue().isBlank() ? List.of() : List.of("text");
            case ARRAY -> List.of("array");
            default -> List.of("object");
        };
    }

    private static String random(Random random, int depth) {
        StringBuilder json = new StringBuilder("{");
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            json.append(i == 0 ? "" : ",")
                    .append(blank(random))
                    .append("\"m")
                    .append(i)
                    .append(text(random))
                    .append('"')
                    .append(blank(random))
                    .append(':')
                    .append(blank(random))
                    .append(value(random, depth))
                    .append(blank(random));
        }
        return json.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 6 : 8)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> Integer.toString(random.nextInt());
            case 3 -> Double.toString(random.nextGaussian());
            case 4 -> "\"\"";
            case 5 -> "\"x" + text(random) + "\"";
            case 6 -> "[" + value(random, depth + 1) + " , " + value(random, depth + 1) + "]";
            default -> random(random, depth + 1);
        };
    }

    private static String text(Random random) {
        String[] pieces = {
            "a",
            "\\\"",
            "\\\\",
            "}",
            "{",
            "[",
            "]",
            ",",
            ":",
            "\\n",
            "\\u0041",
            "é",
            "long text of more than eight",
            "😀"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private static String blank(Random random) {
        return random.nextInt(4) == 0 ? " \t\r\n".substring(random.nextInt(4)) : "";
    }

    private static FileProfile profile(List<String> records) {
        return InspectedRecords.of(Standards.NONE, true, records.toArray(String[]::new))
                .profile();
    }
}
