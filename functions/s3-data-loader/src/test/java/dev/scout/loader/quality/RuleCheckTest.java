package dev.scout.loader.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.loader.source.Refusal;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of rule, on values that meet it and values that do not. */
class RuleCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"required\":true | 0 | {\"a\":0} | required",
                "\"required\":true | 0 | {\"a\":false} | required",
                "\"required\":true | 1 | {\"b\":1} | required",
                "\"required\":true | 1 | {\"a\":null} | required",
                "\"required\":true | 1 | {\"a\":\"  \"} | required",
                "\"type\":\"number\" | 0 | {\"a\":1.5e3} | type",
                "\"type\":\"number\" | 0 | {\"a\":\" -1.50 \"} | type",
                "\"type\":\"number\" | 0 | {\"a\":null} | type",
                "\"type\":\"number\" | 0 | {\"b\":\"x\"} | type",
                "\"type\":\"number\" | 0 | {\"a\":\"\"} | type",
                "\"type\":\"number\" | 1 | {\"a\":\"1,5\"} | type",
                "\"type\":\"number\" | 1 | {\"a\":true} | type",
                "\"type\":\"number\" | 1 | {\"a\":[1]} | type",
                "\"type\":\"integer\" | 0 | {\"a\":-12} | type",
                "\"type\":\"integer\" | 0 | {\"a\":\"0012\"} | type",
                "\"type\":\"integer\" | 1 | {\"a\":1.0} | type",
                "\"type\":\"integer\" | 1 | {\"a\":1e2} | type",
                "\"type\":\"integer\" | 1 | {\"a\":\"12.0\"} | type",
                "\"type\":\"boolean\" | 0 | {\"a\":false} | type",
                "\"type\":\"boolean\" | 0 | {\"a\":\"True\"} | type",
                "\"type\":\"boolean\" | 1 | {\"a\":1} | type",
                "\"type\":\"text\" | 0 | {\"a\":\"1\"} | type",
                "\"type\":\"text\" | 1 | {\"a\":1} | type",
                "\"type\":\"date\" | 0 | {\"a\":\"2024-02-29\"} | type",
                "\"type\":\"date\" | 1 | {\"a\":\"2023-02-29\"} | type",
                "\"type\":\"date\" | 1 | {\"a\":\"2024-02-29T00:00\"} | type",
                "\"type\":\"timestamp\" | 0 | {\"a\":\"2024-02-29T23:59:59.123456Z\"} | type",
                "\"type\":\"timestamp\" | 0 | {\"a\":\"2024-02-29 23:59+08:00\"} | type",
                "\"type\":\"timestamp\" | 1 | {\"a\":\"2024-02-29\"} | type",
                "\"type\":\"timestamp\" | 1 | {\"a\":\"2024-02-29 25:00\"} | type",
                "\"min\":0,\"max\":100000 | 0 | {\"a\":0} | range",
                "\"min\":0,\"max\":100000 | 0 | {\"a\":\"100000.000\"} | range",
                "\"min\":0,\"max\":100000 | 1 | {\"a\":100000.0000000000000000000000001} | range",
                "\"min\":0,\"max\":100000 | 1 | {\"a\":-1e-400} | range",
                "\"min\":0,\"max\":100000 | 1 | {\"a\":\"many\"} | range",
                "\"min\":0 | 0 | {\"a\":1e999999999} | range",
                "\"type\":\"date\",\"min\":\"2024-01-01\",\"max\":\"2024-12-31\" | 0 | {\"a\":\"2024-12-31\"} | range",
                "\"type\":\"date\",\"min\":\"2024-01-01\",\"max\":\"2024-12-31\" | 1 | {\"a\":\"2025-01-01\"} | range",
                "\"type\":\"timestamp\",\"max\":\"2024-12-31\" | 0 | {\"a\":\"2024-12-31T23:59:59Z\"} | range",
                "\"type\":\"timestamp\",\"min\":\"2024-12-31T10:00\" | 1 | {\"a\":\"2024-12-31T09:59:59+08:00\"} | range",
                "\"pattern\":\"^[A-Z]{2}[0-9]+$\" | 0 | {\"a\":\"AB12\"} | pattern",
                "\"pattern\":\"^[0-9]+$\" | 0 | {\"a\":12} | pattern",
                "\"pattern\":\"^[A-Z]{2}[0-9]+$\" | 1 | {\"a\":\"AB12x\"} | pattern",
                "\"pattern\":\"caf\u00e9\" | 0 | {\"a\":\"caf\\u00e9 ol\u00e9\"} | pattern",
                "\"pattern\":\"x\" | 1 | {\"a\":{\"x\":1}} | pattern",
                "\"values\":[\"cash\",\"gcash\",1,true] | 0 | {\"a\":\"cash\"} | values",
                "\"values\":[\"cash\",\"gcash\",1,true] | 0 | {\"a\":true} | values",
                "\"values\":[\"cash\",\"gcash\",1,true] | 0 | {\"a\":\"1.00\"} | values",
                "\"values\":[\"cash\",\"gcash\",1,true] | 1 | {\"a\":\"Cash\"} | values",
                "\"values\":[\"cash\",\"gcash\",1,true] | 1 | {\"a\":2} | values",
                "\"values\":[\"cash\"],\"name\":\"payment\" | 1 | {\"a\":\"Cash\"} | payment"
            })
    void judgesAValue(String rule, int refused, String record, String name) {
        InspectedRecords file = InspectedRecords.of(
                InspectedRecords.rules("[{\"column\":\"a\"," + rule.strip() + "}]"), true, record.strip());

        assertThat(file.refused).as(rule + record).hasSize(refused);
        assertThat(file.accepted).hasSize(1 - refused);
        assertThat(file.refused).allSatisfy(refusal -> {
            assertThat(refusal.rule()).isEqualTo(name.strip());
            assertThat(refusal.column()).isEqualTo("a");
            assertThat(refusal.number()).isEqualTo(1L);
            assertThat(refusal.raw()).asString().isEqualTo(record.strip());
        });
        assertThat(file.profile().records()).isEqualTo(1 - refused);
    }

    @Test
    void followsPaths() {
        Standards rules = InspectedRecords.rules("""
                [{"column":"$.store.id","required":true,"type":"integer"},
                 {"column":"$.items[1]['unit price']","min":0},
                 {"column":"$.a.b","required":true}]""");

        InspectedRecords file = InspectedRecords.of(
                rules,
                true,
                "{\"store\":{\"x\":\"}\",\"id\":7},\"items\":[{},{\"unit price\":1}],\"a\":{\"b\":1}}",
                "{\"store\":{\"id\":\"x\"},\"a\":{\"b\":1}}",
                "{\"store\":7,\"a\":{\"b\":1}}",
                "{\"store\":{\"id\":1},\"items\":[0,{\"q\":[1,2],\"unit price\":-1}],\"a\":{\"b\":1}}",
                "{\"store\":{\"id\":1,\"id\":2},\"items\":[],\"a\":{\"c\":[{\"b\":1}]}}",
                "{\"store\":{\"id\":1},\"items\":{\"1\":0},\"a\":{\"b\":0}}");

        assertThat(file.messages())
                .containsExactly(
                        "\"$.store.id\" is \"x\"; it must be of the type integer.",
                        "\"$.store.id\" is missing; it must have a value.",
                        "\"$.items[1]['unit price']\" is -1; it must be at least 0.",
                        "\"$.a.b\" is missing; it must have a value.");
        assertThat(file.accepted).hasSize(2);
    }

    @Test
    void readsTheDecimalComma() {
        Standards rules = InspectedRecords.standards("[{\"column\":\"a\",\"max\":10}]", "accept", "[]", ",");

        InspectedRecords file =
                InspectedRecords.of(rules, false, "{\"a\":\"9,99\"}", "{\"a\":\"10,01\"}", "{\"a\":\"9.99\"}");

        assertThat(file.messages())
                .containsExactly(
                        "\"a\" is \"10,01\"; it must be at most 10.", "\"a\" is \"9.99\"; it must be a number.");
    }

    @Test
    void refusesTheLaterOfTwoWithTheSameValue() {
        Standards rules = InspectedRecords.rules(
                "[{\"column\":\"id\",\"unique\":true,\"required\":true},{\"column\":\"$.r.n\",\"unique\":true,\"name\":\"receipt\"}]");

        InspectedRecords file = InspectedRecords.of(
                rules,
                true,
                "{\"id\":\"A\",\"r\":{\"n\":1}}",
                "{\"id\":\"\\u0041\",\"r\":{\"n\":2}}",
                "{\"id\":\"B\",\"r\":{\"n\":2}}",
                "{\"id\":\"C\",\"r\":{\"n\":null}}",
                "{\"id\":\"D\"}",
                "{\"id\":\"\"}",
                "{\"id\":\"1\",\"r\":{\"n\":3}}",
                "{\"id\":1,\"r\":{\"n\":4}}");

        assertThat(file.refused).extracting(Refusal::rule).containsExactly("unique", "receipt", "required", "unique");
        assertThat(file.messages())
                .contains("\"$.r.n\" is 2, as in record 2 already; it must be unique in the file.")
                .contains("\"id\" is 1, as in record 7 already; it must be unique in the file.");
        assertThat(file.accepted).hasSize(4);
        assertThat(file.spooled).isEmpty();
    }

    @Test
    void leavesWhatAPartCanNotKnowToTheSettling() {
        Standards rules = InspectedRecords.rules("[{\"column\":\"id\",\"unique\":true}]");

        InspectedRecords part = InspectedRecords.ofPart(rules, "{\"id\":1}", "{\"id\":1}", "{\"id\":2}");
        part.profile();

        assertThat(part.refused).hasSize(1);
        assertThat(part.spooled).containsExactly(1L, 3L);
    }

    @Test
    void leavesWhatMemoryCanNotHoldToTheSettling() {
        var spooled = new java.util.ArrayList<Long>();
        UniqueValues values =
                new UniqueValues((rules, hashes, rows) -> LongStream.of(rows).forEach(spooled::add), false, 1000);
        Cell cell = new Cell('.');
        long refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] json = Integer.toString(i % 150_000).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            cell.enter(json, 0, json.length);
            refused += values.take(1, cell, i + 1) == UniqueValues.NONE ? 0 : 1;
        }
        values.flush();

        assertThat(refused).isEqualTo(1000);
        assertThat(spooled).hasSize(198_000).doesNotHaveDuplicates();
    }

    @Test
    void noPatternHangs() {
        Standards rules = InspectedRecords.rules(
                "[{\"column\":\"a\",\"pattern\":\"^(a+)+$\"},{\"column\":\"b\",\"pattern\":\"(x|x?){500}y\"}]");
        String evil = "{\"a\":\"" + "a".repeat(90_000) + "!\"}";
        String longer = "{\"a\":\"" + "a".repeat(200_000) + "\"}";

        InspectedRecords file = Assertions.assertTimeout(
                Duration.ofSeconds(30),
                () -> InspectedRecords.of(rules, true, evil, longer, "{\"b\":\"" + "x".repeat(5_000) + "\"}"));

        assertThat(file.refused)
                .extracting(Refusal::rule)
                .containsOnly("pattern")
                .hasSize(3);
        assertThat(file.messages().get(1)).contains("longer than the 100000 characters");
    }
}
