package dev.scout.loader.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            {"a":1}                                              § json   § 1
            {"a":1}\\n{"a":2}                                    § ndjson § 2
            {"a":1}\\n{"a":2}\\n                                 § ndjson § 2
            [{"a":1},{"a":2}]                                    § json   § 2
            [\\n{"a":1},\\n{"a":2}\\n]                           § json   § 2
            [\\n{"a":1}\\n]                                      § json   § 1
            {\\n"records":[\\n{"a":1}\\n]\\n}                    § json   § 1
            {"records":[{"a":1},{"a":2}],"count":2}              § json   § 2
            {"count":0,"records":[{"a":1}]}                      § json   § 1
            {"transaction_id":"t","items":[{"a":1},{"a":2}]}     § json   § 1
            {"lines":[{"a":1},{"a":2}],"id":"t"}                 § json   § 1
            {"a":[{"b":1}],"c":[{"d":1}]}                        § json   § 1
            {"a":{"b":[{"c":1}]}}                                § json   § 1
            {"records":[]}                                       § json   § 0
            {"tags":[1,2],"rows":[{"a":1}]}                      § json   § 1
            []                                                   § json   § 0
            {\\n"a":1\\n}\\n{\\n"a":2\\n}                        § json   § 2
            {"a":1}{"a":2}                                       § json   § 2
            [{"a":1}]\\n[{"a":2}]                                § json   § 2
            """)
    void findsTheRecords(String text, String format, int records) {
        RecordedSink read = RecordedSink.read("file", text.replace("\\n", "\n"));

        assertThat(read.format).isEqualTo(format);
        assertThat(read.records).hasSize(records);
        assertThat(read.refusals).isEmpty();
    }

    @Test
    void keepsTheTextOfARecordAsItCame() {
        RecordedSink read = RecordedSink.read(
                "a.json",
                "[ {\"n\": 1.10, \"n\": 1e400, \"s\":\"\\u00e9 , ] }\"} ,\n  {\"big\":123456789012345678901234567890}\n]");

        assertThat(read.records)
                .containsExactly(
                        "{\"n\": 1.10, \"n\": 1e400, \"s\":\"\\u00e9 , ] }\"}",
                        "{\"big\":123456789012345678901234567890}");
        assertThat(read.places).containsExactly("1/1", "2/2");
    }

    @Test
    void saysWhereTheRecordsWere() {
        assertThat(RecordedSink.read("a.json", "{\"data\":[{\"a\":1}]}")
                        .description
                        .path("records_at")
                        .asText())
                .isEqualTo("$.data");
    }

    @Test
    void anObjectThatTheMappingReadsIsARecord() {
        SourceSettings settings = RecordedSink.settings(
                "auto", "{}", "{\"transaction_id\":\"Bon\",\"items\":\"$.Lines\",\"sku\":\"@.Art\"}");
        byte[] text = "{\"Lines\":[{\"Art\":1},{\"Art\":2}]}".getBytes(StandardCharsets.UTF_8);

        assertThat(RecordedSink.read("a.json", text, settings).records).hasSize(1);
    }

    @Test
    void refusesOneElementAndTakesTheOthers() {
        RecordedSink read = RecordedSink.read("a.json", "[{\"a\":1},\n{\"b\":01},\n7,\n{\"c\":{\"d\":[}},\n{\"e\":2}]");

        assertThat(read.records).containsExactly("{\"a\":1}", "{\"e\":2}");
        assertThat(read.rules()).containsExactly("malformed_json", "not_an_object", "malformed_json");
        assertThat(read.raw(0)).isEqualTo("{\"b\":01}");
        assertThat(read.refusals.get(1).line()).isEqualTo(3);
        assertThat(read.refusals.get(1).byteOffset()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1},{\"a\":2},{\"a\":",
                "[{\"a\":1},{\"a\":2},",
                "[{\"a\":1},{\"a\":2}",
                "{\"x\":[{\"a\":1},{\"a\":2}]",
                "{\"x\":[{\"a\":1},{\"a\":2},{\"a"
            })
    void takesTheWholeElementsOfATornArray(String text) {
        RecordedSink read = RecordedSink.read("a.json", text);

        assertThat(read.records).containsExactly("{\"a\":1}", "{\"a\":2}");
        assertThat(read.rules()).containsExactly("truncated");
    }

    @Test
    void keepsOnlyTheLargestRecordInMemory() {
        String record = "{\"text\":\"" + "x".repeat(1000) + "\"}";
        StringBuilder text = new StringBuilder("{\"exported\":\"now\",\"rows\":[");
        int count = 4000;
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",\n").append(record);
        }
        RecordedSink read = RecordedSink.read("a.json", text.append("]}").toString());

        assertThat(read.records).hasSize(count).containsOnly(record);
        assertThat(read.refusals).isEmpty();
    }

    @Test
    void refusesARecordThatIsTooLarge() {
        String large = "{\"text\":\"" + "x".repeat(RecordedSink.MAX_RECORD_BYTES * 2) + "\"}";
        for (String name : new String[] {"a.json", "a.ndjson"}) {
            String text = name.equals("a.json")
                    ? "[{\"a\":1}," + large + ",{\"b\":2}]"
                    : "{\"a\":1}\n" + large + "\n{\"b\":2}";
            RecordedSink read = RecordedSink.read(name, text);

            assertThat(read.records).containsExactly("{\"a\":1}", "{\"b\":2}");
            assertThat(read.rules()).containsExactly("record_too_large");
            assertThat(read.refusals.get(0).byteLength()).isEqualTo(large.length());
            assertThat(read.refusals.get(0).byteOffset()).isBetween(8L, 9L);
        }
    }

    @Test
    void survivesOneLineOfManyMegabytes() {
        String text = "{\"a\":\"" + "x".repeat(20 * RecordedSink.MAX_RECORD_BYTES);
        for (String name : new String[] {"a.json", "a.ndjson", "a.csv"}) {
            RecordedSink read = RecordedSink.read(name, text);
            assertThat(read.records).as(name).isEmpty();
            assertThat(read.rules()).as(name).containsExactly("record_too_large");
        }
    }

    @Test
    void refusesDeepNestingWithoutFallingOver() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        RecordedSink read = RecordedSink.read("a.ndjson", "{\"a\":" + deep + "}\n{\"b\":1}\n");

        assertThat(read.records).containsExactly("{\"b\":1}");
        assertThat(read.refusals.get(0).message()).contains("500 levels");
        assertThat(RecordedSink.read("b.json", deep).rules()).containsExactly("malformed_json");
    }

    @Test
    void refusesLinesThatAreNoObjects() {
        RecordedSink read = RecordedSink.read("a.ndjson", "{\"a\":1}\n[1]\n\"x\"\n\n{\"b\":\n12\nnull\n{\"c\":3}");

        assertThat(read.records).containsExactly("{\"a\":1}", "{\"c\":3}");
        assertThat(read.rules())
                .containsExactly("not_an_object", "not_an_object", "malformed_json", "not_an_object", "not_an_object");
        assertThat(read.places).containsExactly("1/1", "7/8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            a.json   § "asd"                                 § json   § {"value":"asd"}
            a.json   § " "                                   § json   § {"value":" "}
            a.json   § \\n -0 \\n                            § json   § {"value":-0}
            a.json   § 1\\n2.50\\n\\nnull                    § json   § {"value":1} {"value":2.50} {"value":null}
            a.json   § [1,"a" , [1, 2],true]                 § json   § {"value":1} {"value":"a"} {"value":[1, 2]} {"value":true}
            a        § [[],[[]]]                             § json   § {"value":[]} {"value":[[]]}
            a        § [null,{"a":1},{}]                     § json   § {"value":null} {"a":1} {}
            a        § [1,{"value":1}, { "value" :2,"b":3}]  § json   § {"value":1} {"value":{"value":1}} {"value":{ "value" :2,"b":3}}
            a        § [1]{"a":[{"b":1}]}                    § json   § {"value":1} {"a":[{"b":1}]}
            a.ndjson § 1\\n"a"\\n[1,2]\\n{"a":1}             § ndjson § {"value":1} {"value":"a"} {"value":[1,2]} {"a":1}
            a        § ["a","b"]\\n["c",[{"d":1}]]\\n        § ndjson § {"value":["a","b"]} {"value":["c",[{"d":1}]]}
            """)
    void wrapsValuesWhereAFileHoldsValues(String name, String text, String format, String records) {
        RecordedSink read = RecordedSink.read(name, text.replace("\\n", "\n"));

        assertThat(read.format).isEqualTo(format);
        assertThat(String.join(" ", read.records)).isEqualTo(records);
        assertThat(read.refusals).isEmpty();
        assertThat(read.description.path("wrapped_as").asText()).isEqualTo("value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            a.json   § [{"a":1},5,{"b":2}]       § not_an_object
            a.json   § {"rows":[{"a":1},"x",{"b":2}]}   § not_an_object
            a.ndjson § {"a":1}\\n5\\n{"b":2}     § not_an_object
            a.log    § {"a":1}\\n5\\n{"b":2}     § not_an_object
            """)
    void refusesAValueBetweenObjects(String name, String text, String rule) {
        RecordedSink read = RecordedSink.read(name, text.replace("\\n", "\n"));

        assertThat(read.records).containsExactly("{\"a\":1}", "{\"b\":2}");
        assertThat(read.rules()).containsExactly(rule);
        assertThat(read.description.has("wrapped_as")).isFalse();
    }

    @Test
    void refusesWhatIsNoValueBetweenValues() {
        RecordedSink read = RecordedSink.read("a.json", "[1,nul,\"a\",01]\n2\nx y\n\"b\"");

        assertThat(read.records)
                .containsExactly("{\"value\":1}", "{\"value\":\"a\"}", "{\"value\":2}", "{\"value\":\"b\"}");
        assertThat(read.rules()).containsExactly("malformed_json", "malformed_json", "malformed_json");
        assertThat(read.raw(2)).isEqualTo("x y");
        assertThat(read.refusals.get(2).line()).isEqualTo(3);
        assertThat(read.refusals.get(2).byteOffset()).isEqualTo(17);
    }

    /** Of a number at the end of what is torn nobody knows how it goes on. */
    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            [1,2,3           § {"value":1} {"value":2}              § 3
            [1,"a"           § {"value":1} {"value":"a"}            § ''
            [true,"a         § {"value":true}                       § "a
            """)
    void takesTheWholeValuesOfATornArray(String text, String records, String torn) {
        RecordedSink read = RecordedSink.read("a.json", text);

        assertThat(String.join(" ", read.records)).isEqualTo(records);
        assertThat(read.rules()).containsExactly("truncated");
        assertThat(read.raw(0)).isEqualTo(torn);
    }

    @Test
    void refusesAValueThatIsTooLarge() {
        String large = "\"" + "x".repeat(3 * RecordedSink.MAX_RECORD_BYTES) + "\"";
        for (String text : new String[] {"1\n" + large + "\n2", "[1," + large + ",2]"}) {
            for (String name : new String[] {"a.json", text.startsWith("[") ? "b.json" : "b.ndjson"}) {
                RecordedSink read = RecordedSink.read(name, text);

                assertThat(read.records).containsExactly("{\"value\":1}", "{\"value\":2}");
                assertThat(read.rules()).containsExactly("record_too_large");
                assertThat(read.refusals.get(0).byteLength()).isEqualTo(large.length());
            }
        }
    }

    @Test
    void keepsBytesThatAreNoUtf8() {
        byte[] text = "{\"a\":1}\n{\"b\":\"?\"}\n{\"c\":\"é\"}\n".getBytes(StandardCharsets.UTF_8);
        text[14] = (byte) 0xE9;
        RecordedSink read = RecordedSink.read("a.ndjson", text);

        assertThat(read.records).containsExactly("{\"a\":1}", "{\"c\":\"é\"}");
        assertThat(read.rules()).containsExactly("invalid_encoding");
        assertThat(read.refusals.get(0).raw()).isEqualTo(java.util.Arrays.copyOfRange(text, 8, 17));
    }

    @Test
    void readsUtf16AndByteOrderMarks() {
        String text = "{\"a\":\"ñ\"}\n{\"a\":\"😀\"}\n";
        for (var charset : new java.nio.charset.Charset[] {
            StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
        }) {
            assertThat(RecordedSink.read("a.ndjson", ("\uFEFF" + text).getBytes(charset)).records)
                    .containsExactly("{\"a\":\"ñ\"}", "{\"a\":\"😀\"}");
        }
    }

    @Test
    void tellsATornFirstLineFromADocument() {
        RecordedSink read = RecordedSink.read("upload", "{\"a\":1,\"b\n{\"a\":2}\n{\"a\":3}\n");

        assertThat(read.format).isEqualTo("ndjson");
        assertThat(read.records).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            {"store_id":"S1","date":"d","transactions":[{"transaction_id":1},{"transaction_id":2}]}  § 2
            {"items":[{"transaction_id":"a"},{"transaction_id":"b"}],"next":null}                    § 2
            {"id":"batch-7","records":[{"id":1,"timestamp":"t"},{"id":2,"timestamp":"t"}]}           § 2
            {"id":"batch-7","records":[{"x":{"y":1},"ts_utc":"t"},{}]}                               § 2
            {"transaction_id":"t","items":[{"sku":"a"},{"sku":"b"}]}                                 § 1
            {"store":{"id":1},"items":[{"sku":"a"},{"sku":"b"}],"transaction_id":"t"}                § 1
            {"id":"t","timestamp":"t","combo_basket":[{"sku":"a"},{"sku":"b"}]}                      § 1
            {"id":"t","lines":[{"sku":"a"},{"timestamp":"b"}]}                                       § 1
            """)
    void tellsEnvelopesFromRecords(String text, int records) {
        assertThat(RecordedSink.read("a.json", text).records).hasSize(records);
    }

    @Test
    void onlyTheMappingsMembersTellWhereThereIsAMapping() {
        SourceSettings settings = RecordedSink.settings(
                "auto", "{}", "{\"transaction_id\":\"Bon\",\"store_id\":\"store\",\"sku\":\"Art\"}");
        byte[] around = "{\"store\":1,\"Bons\":[{\"Bon\":1},{\"Bon\":2}]}".getBytes(StandardCharsets.UTF_8);
        byte[] known = "{\"transaction_id\":1,\"Bons\":[{\"Bon\":1},{\"Bon\":2}]}".getBytes(StandardCharsets.UTF_8);
        byte[] record = "{\"Bon\":1,\"lines\":[{\"timestamp\":1},{\"Art\":2}]}".getBytes(StandardCharsets.UTF_8);

        assertThat(RecordedSink.read("a.json", around, settings).records).hasSize(2);
        assertThat(RecordedSink.read("a.json", known, settings).records).hasSize(2);
        assertThat(RecordedSink.read("a.json", record, settings).records).hasSize(1);
    }

    @Test
    void keepsWhatTheEnvelopeSays() {
        RecordedSink read = RecordedSink.read(
                "a.json", "{\"store_id\":\"S1\",\"t\":[{\"transaction_id\":1}], \"next\":{\"page\":2}}\n");
        assertThat(read.description.path("envelope").toString())
                .isEqualTo("{\"store_id\":\"S1\",\"t\":[],\"next\":{\"page\":2}}");

        String large = "{\"x\":\"" + "y".repeat(10_000) + "\",\"t\":[{\"transaction_id\":1}]}";
        assertThat(RecordedSink.read("a.json", large)
                        .description
                        .path("envelope")
                        .asText())
                .hasSize(4096);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', textBlock = """
            a.ndjson   § {"id":"b","records":[{"timestamp":1},{"timestamp":2}]}    § ndjson § 1
            a.jsonl    § {"records":[{"a":1},{"a":2}]}\\n                          § ndjson § 1
            a.ndjson   § {"a":\\n{"a":2}\\n                                        § ndjson § 1
            a.ndjson   § {\\n"a":1\\n}                                             § json   § 1
            """)
    void believesANameThatSaysLines(String name, String text, String format, int records) {
        RecordedSink read = RecordedSink.read(name, text.replace("\\n", "\n"));

        assertThat(read.format).isEqualTo(format);
        assertThat(read.records).hasSize(records);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"encoding\":\"Windows-1252\"}"})
    void readsWindows1252WithAndWithoutBeingTold(String options) {
        byte[] text = "[{\"a\":\"Niño\"},{\"a\":\"€\"}]".getBytes(java.nio.charset.Charset.forName("windows-1252"));
        SourceSettings settings = RecordedSink.settings("auto", options, null);

        assertThat(RecordedSink.read("a.json", text, settings).records)
                .containsExactly("{\"a\":\"Niño\"}", "{\"a\":\"€\"}");
    }

    /** Five bytes are no characters of Windows-1252; CSV has them likewise. */
    @Test
    void losesNoByteOfWindows1252() {
        byte[] text = "{\"a\":\"\u0081\u008D\u00E9\"}".getBytes(StandardCharsets.ISO_8859_1);
        RecordedSink read = RecordedSink.read("a.json", text);

        assertThat(read.records).containsExactly("{\"a\":\"\u0081\u008D\u00E9\"}");
        assertThat(read.description.has("malformed_bytes")).isFalse();
    }

    /** A bracket too many, or something else between the records, costs none of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":[{\"a\":1}],{\"a\":2},{\"a\":3}],\"n\":3}",
                "{\"x\":[{\"a\":1}]{\"a\":2},{\"a\":3}]}",
                "{\"x\":[{\"a\":1}],\"n\":1,{\"a\":2},{\"a\":3}]}",
                "{\"x\":[{\"a\":1}],\"n\":1{\"a\":2},{\"a\":3}]}",
                "[{\"a\":1}],{\"a\":2},{\"a\":3}]",
                "[{\"a\":1}]]{\"a\":2}}[{\"a\":3}]",
                "{\"a\":1},{\"a\":2},,{\"a\":3}",
                "{\"a\":1},{\"a\":2},{\"a\":3},"
            })
    void takesTheRecordsBehindAStrayBracket(String text) {
        RecordedSink read = RecordedSink.read("a.json", text);

        assertThat(read.records).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(read.rules()).isNotEmpty().containsOnly("malformed_json");
    }

    @Test
    void takesObjectsWithCommasBetweenThem() {
        RecordedSink read = RecordedSink.read("a.json", "{\"a\":1},\n {\"a\":2} , {\"a\":3}\n");

        assertThat(read.records).containsExactly("{\"a\":1}", "{\"a\":2}", "{\"a\":3}");
        assertThat(read.refusals).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"n\":.1,\"x\":[{\"a\":1}]}",
                "{\"x\":[{\"a\":1}] \"n\":1}",
                "{\"x\":[{\"a\":1}],\"n\":01}",
                "{\"x\":[{\"a\":1}],}"
            })
    void refusesWhatIsWrongAroundTheRecords(String text) {
        RecordedSink read = RecordedSink.read("a.json", text);

        assertThat(read.records).containsExactly("{\"a\":1}");
        assertThat(read.rules()).isNotEmpty().containsOnly("malformed_json");
    }
}
