package dev.scout.loader.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.scout.loader.quality.KnownColumns.Known;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What of a file's columns is new, missing or of another type. */
class DriftTest {

    @Test
    void theFirstFileIsWhatIsKnown() {
        Drift drift = drift(KnownColumns.NONE, SchemaPolicy.REFUSE, true, "{\"a\":1,\"b\":null}", "{\"a\":2.5}");

        assertThat(drift.changes()).isEmpty();
        assertThat(drift.learned())
                .containsExactly(Map.entry("a", new Known(Types.DECIMAL, false)), Map.entry("b", new Known(0, true)));
    }

    @Test
    void noticesNewMissingAndRetyped() {
        KnownColumns known = known(Map.of(
                "a",
                new Known(Types.INTEGER, false),
                "gone",
                new Known(Types.TEXT, false),
                "rare",
                new Known(Types.TEXT, true)));

        Drift drift = drift(known, SchemaPolicy.ACCEPT, true, "{\"a\":\"x\",\"n\":true}", "{\"a\":1}");

        assertThat(drift.told())
                .isEqualTo(
                        "\"a\" is integer or text and was integer, \"n\" is new (boolean), \"gone\" is missing (text)");
        assertThat(drift.learned())
                .containsEntry("a", new Known(Types.INTEGER | Types.TEXT, false))
                .containsEntry("n", new Known(Types.BOOLEAN, true))
                .containsEntry("gone", new Known(Types.TEXT, true))
                .hasSize(3);
    }

    @Test
    void wideningIsNoDrift() {
        KnownColumns known = known(Map.of(
                "n",
                new Known(Types.INTEGER, false),
                "d",
                new Known(Types.DATE, false),
                "x",
                new Known(0, false),
                "t",
                new Known(Types.TEXT, false)));

        for (SchemaPolicy policy : SchemaPolicy.values()) {
            Drift drift = drift(
                    known, policy, false, "{\"n\":\"1.5\",\"d\":\"2024-01-31 10:00\",\"x\":\"true\",\"t\":\"5\"}");

            assertThat(drift.changes()).as(policy.name()).isEmpty();
            assertThat(drift.learned())
                    .containsEntry("n", new Known(Types.DECIMAL, false))
                    .containsEntry("d", new Known(Types.TIMESTAMP, false))
                    .containsEntry("x", new Known(Types.BOOLEAN, false));
        }
    }

    @Test
    void emptyFieldsAreOfNoType() {
        KnownColumns known = known(Map.of("n", new Known(Types.INTEGER, false)));

        assertThat(drift(known, SchemaPolicy.REFUSE, false, "{\"n\":null}", "{\"n\":\"\"}")
                        .isNothing())
                .isTrue();
    }

    @Test
    void aColumnThatSomeRecordsLackIsOptionalFromThenOn() {
        KnownColumns known = known(Map.of("n", new Known(Types.INTEGER, false)));

        Drift drift = drift(known, SchemaPolicy.REFUSE, true, "{\"n\":1}", "{}");

        assertThat(drift.changes()).isEmpty();
        assertThat(drift.learned()).containsEntry("n", new Known(Types.INTEGER, true));
    }

    /** Where drift is accepted, what is known in the end depends on the files and not on their order. */
    @Test
    void whatIsKnownDoesNotDependOnTheOrder() {
        Random random = new Random(5);
        String[] values = {
            "null", "1", "1.5", "\"x\"", "\"2024-01-31\"", "\"2024-01-31 10:00\"", "true", "{}", "[]", "\"\""
        };
        for (int round = 0; round < 300; round++) {
            List<FileProfile> files = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                List<String> records = new ArrayList<>();
                for (int j = 1 + random.nextInt(3); j > 0; j--) {
                    StringBuilder record = new StringBuilder("{\"always\":1");
                    for (char name = 'a'; name < 'd'; name++) {
                        if (random.nextInt(3) > 0) {
                            record.append(",\"")
                                    .append(name)
                                    .append("\":")
                                    .append(values[random.nextInt(values.length)]);
                        }
                    }
                    records.add(record.append('}').toString());
                }
                files.add(InspectedRecords.of(Standards.NONE, random.nextInt(4) > 0, records.toArray(String[]::new))
                        .profile());
            }
            Map<String, Known> inOrder = after(files);
            Collections.shuffle(files, random);
            assertThat(after(files)).isEqualTo(inOrder);
        }
    }

    @Test
    void standardsCanBeWrittenDown() {
        Standards standards = InspectedRecords.standards(
                "[{\"column\":\"a\",\"required\":true}]",
                "rescue",
                "[{\"name\":\"x\",\"types\":[],\"optional\":true},{\"name\":\"y\",\"types\":[\"date\"]}]",
                ",");

        Standards again = Standards.of(standards.toJson());

        assertThat(again.toJson()).isEqualTo(standards.toJson());
        assertThat(again.known()).isEqualTo(standards.known());
        assertThat(again.policy()).isEqualTo(SchemaPolicy.RESCUE);
        assertThat(again.decimalPoint()).isEqualTo(',');
        assertThat(again.rules()).hasSize(1);
        assertThat(KnownColumns.of(JsonNodeFactory.instance.arrayNode()).isEmpty())
                .isTrue();
    }

    private static Map<String, Known> after(List<FileProfile> files) {
        Map<String, Known> known = new LinkedHashMap<>();
        for (FileProfile file : files) {
            known.putAll(Drift.between(new KnownColumns(known), file, SchemaPolicy.ACCEPT)
                    .learned());
        }
        return known;
    }

    private static KnownColumns known(Map<String, Known> columns) {
        return new KnownColumns(columns);
    }

    private static Drift drift(KnownColumns known, SchemaPolicy policy, boolean typed, String... records) {
        return Drift.between(
                known, InspectedRecords.of(Standards.NONE, typed, records).profile(), policy);
    }
}
