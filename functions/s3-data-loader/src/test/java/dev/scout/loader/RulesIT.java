package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules of a pipeline: refused when they can not work, and records that break them are in quarantine with all that is known of them. */
class RulesIT {

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
        at.execute("""
                insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, rules) values
                ('ruled', 'ruled/**', 'bronze_transactions', '[
                  {"column":"id","required":true,"unique":true,"name":"one_id"},
                  {"column":"peso_value","type":"number","min":0,"max":100000},
                  {"column":"sku","pattern":"^[A-Z]+-[0-9]+$"},
                  {"column":"payment_method","values":["cash","gcash"]},
                  {"column":"$.store.id","type":"integer"},
                  {"column":"day","type":"date","min":"2024-01-01"}]'),
                ('ruled_edge', 'ruled-edge/**', 'bronze_edge_raw', '[{"column":"transaction_id","unique":true}]')""");
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void refusedRecordsAreKeptWithTheirPlaceInEveryTextForm() {
        String ndjson = """
                {"id":"1","peso_value":10,"sku":"A-1","payment_method":"cash","store":{"id":7},"day":"2024-01-31"}
                {"id":"2","peso_value":-0.01}
                  {"id":"2","sku":"a-1"}

                {"id":"é","payment_method":"card"}
                {"id":"1"}
                {"peso_value":3}
                {"id":"6","store":{"id":"x"}}
                {"id":"7","day":"2023-12-31"}
                {"id":"8"}
                """;
        assertThat(at.land("ruled/a.ndjson", ndjson).path("status").asText()).isEqualTo("partial");
        assertThat(at.quarantine("ruled/a.ndjson"))
                .extracting(row -> row.get("source_row") + " " + row.get("source_line") + " " + row.get("byte_offset")
                        + " " + row.get("byte_length") + " " + row.get("source_column") + " " + row.get("rule") + " "
                        + row.get("raw_text"))
                .containsExactly(
                        "2 2 99 29 peso_value range {\"id\":\"2\",\"peso_value\":-0.01}",
                        "3 3 131 22 sku pattern {\"id\":\"2\",\"sku\":\"a-1\"}",
                        "4 5 155 35 payment_method values {\"id\":\"é\",\"payment_method\":\"card\"}",
                        "5 6 191 10 id one_id {\"id\":\"1\"}",
                        "6 7 202 16 id one_id {\"peso_value\":3}",
                        "7 8 219 29 $.store.id type {\"id\":\"6\",\"store\":{\"id\":\"x\"}}",
                        "8 9 249 29 day range {\"id\":\"7\",\"day\":\"2023-12-31\"}");
        assertThat(at.ledger("ruled/a.ndjson"))
                .containsEntry("rows_read", "9")
                .containsEntry("rows_loaded", "2")
                .containsEntry("rows_quarantined", "7")
                .containsEntry("error", "Line 2: \"peso_value\" is -0.01; it must be at least 0.");
        assertThat(at.records("ruled/a.ndjson")).hasSize(2);

        at.land("ruled/b.json", "[{\"id\":1},\n{\"id\":1, \"peso_value\" : 1}, {\"id\":2}]");
        assertThat(at.quarantine("ruled/b.json").get(0))
                .containsEntry("raw_text", "{\"id\":1, \"peso_value\" : 1}")
                .containsEntry("byte_offset", "11")
                .containsEntry("source_line", "2")
                .containsEntry("message", "\"id\" is 1, as in record 1 already; it must be unique in the file.");

        at.land("ruled/c.csv", "id;peso_value\n1;5\n\"2\";\"x\"\n3;\n");
        assertThat(at.quarantine("ruled/c.csv").get(0))
                .containsEntry("raw_text", "\"2\";\"x\"")
                .containsEntry("byte_offset", "18")
                .containsEntry("byte_length", "7")
                .containsEntry("source_row", "2")
                .containsEntry("source_line", "3")
                .containsEntry("rule", "type");
        assertThat(at.records("ruled/c.csv")).hasSize(2);
    }

    @Test
    void manyUniqueValuesAreJudgedInTheDatabase() {
        String lines = IntStream.range(0, 450_000)
                .mapToObj(i -> "{\"id\":\"" + (i % 430_000) + "\"}\n")
                .collect(Collectors.joining());
        assertThat(at.land("ruled/many.ndjson", lines).path("rows_loaded").asInt())
                .isEqualTo(430_000);

        assertThat(at.value("select count(*) from scout.bronze_transactions where _source_file = 'ruled/many.ndjson'"))
                .isEqualTo("430000");
        assertThat(
                        at.value(
                                "select count(distinct _raw_data ->> 'id') from scout.bronze_transactions where _source_file = 'ruled/many.ndjson'"))
                .isEqualTo("430000");
        assertThat(at.value("select count(*) || ' ' || min(source_row) || ' ' || max(source_row) from scout.quarantine"
                        + " where key = 'ruled/many.ndjson' and rule = 'one_id'"))
                .isEqualTo("20000 430001 450000");
        assertThat(at.value("select count(*) from scout.unique_values")).isEqualTo("0");
        assertThat(at.ledger("ruled/many.ndjson"))
                .containsEntry("rows_quarantined", "20000")
                .containsEntry("status", "partial");
    }

    /** Values that lie beyond memory are those of the end; here all of them are. */
    @Test
    void repeatsThatTheDatabaseFindsKeepTheirRecord() throws SQLException {
        String values =
                "insert into scout.unique_values select file_id, 1, ('00000000-0000-0000-0000-0000000000' || v)::uuid, n"
                        + " from scout.ingest_files, (values (1, '0a'), (2, '0b'), (3, '0a'), (4, '0a')) as t (n, v) where key = ";
        for (String key : new String[] {"ruled-edge/x.ndjson", "bronze/transactions/x.csv"}) {
            boolean edge = key.startsWith("ruled-edge");
            at.land(
                    key,
                    edge
                            ? "{\"transaction_id\":1,\"n\":1e2}\n{}\n{\"b\":\"\\u0000\"}\n{\"a\":[1]}\n"
                            : "x\n1\n2\n3\n4\n");
            at.execute(values + "'" + key + "'");
            assertThat(at.rows(
                            "select * from scout.refuse_repeats((select file_id from scout.ingest_files where key = '"
                                    + key + "'), array['r'], array['c'])"))
                    .hasSize(1)
                    .allSatisfy(
                            row -> assertThat(row).containsEntry("refused", "2").containsEntry("first_row", "3"));
            assertThat(at.quarantine(key))
                    .hasSize(2)
                    .allSatisfy(row -> assertThat(row)
                            .containsEntry("rule", "r")
                            .containsEntry("source_column", "c")
                            .containsEntry("raw_is_json", "t")
                            .containsEntry("message", "The value of \"c\" stands in record 1 already."));
            assertThat(at.quarantine(key).get(0).get("raw_text"))
                    .isEqualTo(edge ? "{\"b\":\"\\u0000\"}" : "{\"x\":\"3\"}");
            assertThat(at.quarantine(key).get(0))
                    .containsEntry("source_row", "3")
                    .containsEntry("source_line", edge ? "3" : "4");
        }
        assertThat(at.value("select count(*) from scout.bronze_edge_raw where file_path = 'ruled-edge/x.ndjson'"))
                .isEqualTo("2");
        assertThat(at.records("bronze/transactions/x.csv")).containsExactly("{\"x\":\"1\"}", "{\"x\":\"2\"}");
    }

    @Test
    void rulesThatCanNotWorkAreRefusedWithASentence() {
        refuses("{}", "must be a JSON array");
        refuses("[7]", "rule 1 is no JSON object");
        refuses("[{\"required\":true}]", "needs \"column\"");
        refuses("[{\"column\":\"$.a..b\",\"required\":true}]", "empty step");
        refuses("[{\"column\":\"a\"}]", "rule 1 (\"a\") checks nothing");
        refuses("[{\"column\":\"a\",\"required\":false}]", "checks nothing");
        refuses(
                "[{\"column\":\"a\",\"unique\":true},{\"column\":\"b\",\"regexp\":\"x\"}]",
                "rule 2 (\"b\") has \"regexp\", which is not one of");
        refuses("[{\"column\":\"a\",\"type\":\"float\"}]", "the type \"float\", which is not one of number");
        refuses("[{\"column\":\"a\",\"type\":null}]", "the type null");
        refuses("[{\"column\":\"a\",\"required\":\"yes\"}]", "neither true nor false");
        refuses("[{\"column\":\"a\",\"min\":2,\"max\":1}]", "has a min of 2 above its max of 1");
        refuses("[{\"column\":\"a\",\"min\":\"2\"}]", "a \"min\" that is no number");
        refuses("[{\"column\":\"a\",\"type\":\"text\",\"max\":2}]", "which the type text does not have");
        refuses("[{\"column\":\"a\",\"type\":\"date\",\"min\":\"2024-02-30\"}]", "no moment of its type");
        refuses(
                "[{\"column\":\"a\",\"type\":\"date\",\"min\":\"2024-02-02\",\"max\":\"2024-02-01\"}]",
                "above its max");
        refuses("[{\"column\":\"a\",\"values\":[]}]", "no array of 1 to 10000");
        refuses("[{\"column\":\"a\",\"values\":[null]}]", "no array of 1 to 10000");
        refuses("[{\"column\":\"a\",\"pattern\":\"(a\"}]", "has a \"(\" that is not closed");
        refuses("[{\"column\":\"a\",\"pattern\":\"(?=a)\"}]", "nothing looks around or back");
        refuses("[{\"column\":\"a\",\"pattern\":\"(a)\\\\1\"}]", "looks back with");
        refuses("[{\"column\":\"a\",\"pattern\":\"((a{100}){100}){100}\"}]", "too large");
        refuses("[{\"column\":\"a\",\"pattern\":7}]", "is no text");
        refuses("[{\"column\":\"a\",\"unique\":true,\"name\":\"truncated\"}]", "which the loader itself uses");
        at.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, rules) values ('fine', 'fine/**',"
                        + " '[{\"column\":\"$.a[''b c''][0]\",\"type\":\"timestamp\",\"min\":\"2024-01-31T10:00\",\"pattern\":\"(?i)^[^\\\\]x-z]{2,}\\\\d+?(a|b)*$\"}]')");
    }

    /** Whatever is saved, the loader can compile. */
    @Test
    void aPatternThatIsSavedCompiles() {
        String[] pieces = {
            "a",
            "b",
            "(",
            ")",
            "(?:",
            "(?i)",
            "(?=",
            "(?P<n>",
            "[",
            "]",
            "[^",
            "-",
            "z",
            "\\\\d",
            "\\\\w",
            "\\\\1",
            "\\\\pL",
            "\\\\p{Greek}",
            "\\\\p{Nope}",
            "*",
            "+",
            "?",
            "{2}",
            "{2,3}",
            "{3,2}",
            "{",
            "}",
            "|",
            "^",
            "$",
            ".",
            "[:alpha:]",
            "[:nope:]",
            "\\\\Q",
            "\\\\E",
            "\\\\x41",
            "\\\\h",
            "\\\\.",
            "{1000}",
            "é"
        };
        Random random = new Random(17);
        List<String> patterns = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            patterns.add(IntStream.range(0, 1 + random.nextInt(7))
                    .mapToObj(j -> pieces[random.nextInt(pieces.length)])
                    .collect(Collectors.joining())
                    .replace("\\\\", "\\"));
        }
        List<@Nullable String> problems = at.column(patterns.stream()
                .map(pattern -> "('" + pattern + "')")
                .collect(Collectors.joining(",", "select scout.text_pattern_error(p) from (values ", ") as t (p)")));
        for (int i = 0; i < patterns.size(); i++) {
            if (problems.get(i) == null) {
                assertThat(Pattern.compile(patterns.get(i)).programSize()).isLessThan(20_000);
            }
        }
        assertThat(problems.stream().filter(problem -> problem == null).count()).isGreaterThan(4000);
    }

    @Test
    void aPersonMayOnlyWriteTheCorrection() {
        at.land("ruled/steward.ndjson", "{}\n");
        String one = " where key = 'ruled/steward.ndjson'";
        at.execute("set role scout_steward; update scout.quarantine set corrected_text = '{\"id\":1}'" + one);
        assertThatThrownBy(() -> at.execute("set role scout_steward; update scout.quarantine set raw_text = ''" + one))
                .rootCause()
                .hasMessageContaining("permission denied");
        assertThat(at.quarantine("ruled/steward.ndjson").get(0)).containsEntry("corrected_text", "{\"id\":1}");
    }

    private static void refuses(String rules, String why) {
        assertThatThrownBy(() -> at.execute(
                        "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, rules) values ('bad', 'bad/**', '"
                                + rules + "')"))
                .rootCause()
                .hasMessageContaining(why);
    }
}
