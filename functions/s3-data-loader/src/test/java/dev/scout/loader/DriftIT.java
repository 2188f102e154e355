package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.loader.event.EventReader;
import dev.scout.loader.event.LoadRequest.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** New, missing and retyped columns, under each policy, in either order, in typed and untyped formats, and two files at once. */
class DriftIT {

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    /** The second file of either order; what is left of its first record in bronze; and what the pipeline knows in the end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                // policy | first | second | drift of the second | its record in bronze | known
                "accept | {'a':1} | {'a':2,'b':'x'} | new b null {text} accepted | {'a':2,'b':'x'} | a integer always, b text optional",
                "accept | {'a':2,'b':'x'} | {'a':1} | missing b {text} null accepted | {'a':1} | a integer always, b text optional",
                "accept | {'a':1} | {'a':'x'} | retyped a {integer} {text} accepted | {'a':'x'} | a integer text always",
                "accept | {'a':'x'} | {'a':1} | retyped a {text} {integer} accepted | {'a':1} | a integer text always",
                "accept | {'a':1} | {'a':1.5} | - | {'a':1.5} | a decimal always",
                "accept | {'a':null} | {'a':{'x':1}} | - | {'a':{'x':1}} | a object always",
                "rescue | {'a':1} | {'a':2,'b':'x'} | new b null {text} rescued | {'a':2,'_rescued_data':{'b':'x'}} | a integer always",
                "rescue | {'a':2,'b':'x'} | {'a':1} | missing b {text} null accepted | {'a':1} | a integer always, b text optional",
                "rescue | {'a':1} | {'a':'x'} | retyped a {integer} {text} rescued | {'_rescued_data':{'a':'x'}} | a integer always",
                "rescue | {'a':'x'} | {'a':1} | retyped a {text} {integer} rescued | {'_rescued_data':{'a':1}} | a text always",
                "rescue | {'a':1} | {'a':1.5} | - | {'a':1.5} | a decimal always",
                "refuse | {'a':1} | {'a':2,'b':'x'} | new b null {text} refused | - | a integer always",
                "refuse | {'a':2,'b':'x'} | {'a':1} | missing b {text} null refused | - | a integer always, b text always",
                "refuse | {'a':1} | {'a':'x'} | retyped a {integer} {text} refused | - | a integer always",
                "refuse | {'a':'x'} | {'a':1} | retyped a {text} {integer} refused | - | a text always",
                "refuse | {'a':1} | {'a':1.5} | - | {'a':1.5} | a decimal always",
                "refuse | {'a':1} | {'a':null} | - | {'a':null} | a integer always",
                "accept | a¶1 | a,b¶2,x | new b null {text} accepted | {'a':'2','b':'x'} | a integer always, b text optional",
                "accept | a¶1 | a¶x | retyped a {integer} {text} accepted | {'a':'x'} | a integer text always",
                "accept | a¶x | a¶1 | - | {'a':'1'} | a integer text always",
                "accept | a¶1 | a¶1.5 | - | {'a':'1.5'} | a decimal always",
                "accept | a,b¶1,2024-01-31 | a,b¶, | - | {'a':null,'b':null} | a integer always, b date always",
                "accept | a,b¶1,x | b¶y | missing a {integer} null accepted | {'b':'y'} | a integer optional, b text always",
                "rescue | a¶1 | a,b¶n/a,x | new b null {text} rescued; retyped a {integer} {text} rescued | {'_rescued_data':{'a':'n/a','b':'x'}} | a integer always",
                "refuse | a¶1 | a¶true | retyped a {integer} {boolean} refused | - | a integer always",
                "refuse | a¶x | a¶1 | - | {'a':'1'} | a text always"
            })
    void isNoticedAndDealtWith(String policy, String first, String second, String drift, String record, String known) {
        String name = "drift_" + Integer.toHexString((policy + first + second).hashCode());
        pipeline(name, policy);
        assertThat(land(name + "/1", first).path("status").asText()).isEqualTo("loaded");

        JsonNode outcome = land(name + "/2", second);

        assertThat(drift(name)).isEqualTo(drift);
        assertThat(known(name)).isEqualTo(known);
        String key = outcome.path("key").asText();
        if (record == null) {
            assertThat(outcome.path("status").asText()).isEqualTo("rejected");
            assertThat(outcome.path("message").asText())
                    .startsWith("The columns are not those that the pipeline knows: \"");
            assertThat(at.records(key)).isEmpty();
            assertThat(at.ledger(key)).containsEntry("rows_loaded", "0").containsEntry("rows_quarantined", "1");
            assertThat(at.quarantine(key))
                    .hasSize(1)
                    .allSatisfy(row -> assertThat(row)
                            .containsEntry("rule", "schema_drift")
                            .containsEntry("source_row", null));
            assertThat(at.value("select count(*) from scout.data_lake_registry where location like '%" + key + "'"))
                    .isEqualTo("0");
        } else {
            assertThat(outcome.path("status").asText()).isEqualTo("loaded");
            assertThat(at.records(key)).containsExactly(record.replace('\'', '"'));
        }
    }

    @Test
    void acceptingLetsWhatWasRefusedIn() {
        pipeline("accepting", "refuse");
        land("accepting/1", "{'a':1,'gone':true}");
        String bad = "{\"a\":\"x\",\"b\":[]}\nnot json\n{\"a\":2,\"b\":[1]}\n";
        assertThat(at.land("accepting/2.ndjson", bad).path("status").asText()).isEqualTo("rejected");
        assertThat(at.quarantine("accepting/2.ndjson")).hasSize(1);
        assertThat(at.ledger("accepting/2.ndjson"))
                .hasEntrySatisfying(
                        "error",
                        error -> assertThat(error)
                                .contains(
                                        "\"a\" is integer or text and was integer, \"b\" is new (array), \"gone\" is missing (boolean)."));

        assertThat(at.value("select scout.accept_schema_drift('accepting')")).isEqualTo("3");
        at.loader.answer(new Prefix(null, "accepting/", null), LoaderFixture.plentyOfTime());

        assertThat(at.ledger("accepting/2.ndjson"))
                .containsEntry("status", "partial")
                .containsEntry("rows_loaded", "2");
        assertThat(known("accepting")).isEqualTo("a integer text always, b array optional, gone boolean optional");
        assertThat(
                        at.value(
                                "select count(*) from scout.schema_drift where pipeline_name = 'accepting' and accepted_at is null"))
                .isEqualTo("0");
        assertThat(at.value("select scout.accept_schema_drift('accepting')")).isEqualTo("0");
    }

    @Test
    void declaredColumnsCountFromTheFirstFileOn() {
        pipeline("declared", "rescue");
        at.execute("insert into scout.pipeline_columns (pipeline_name, column_name, types, is_optional) values"
                + " ('declared', 'id', '{integer}', false), ('declared', 'note', '{text}', true)");

        at.land("declared/1.csv", "id,note,more\n1,x,2024-01-31\nx,,\n");

        assertThat(at.records("declared/1.csv"))
                .containsExactly(
                        "{\"id\":\"1\",\"note\":\"x\",\"_rescued_data\":{\"more\":\"2024-01-31\"}}",
                        "{\"note\":null,\"_rescued_data\":{\"id\":\"x\",\"more\":null}}");
        assertThat(drift("declared")).isEqualTo("new more null {date} rescued; retyped id {integer} {text} rescued");
        assertThat(at.column("select is_declared::text from scout.pipeline_columns where pipeline_name = 'declared'"))
                .containsExactly("true", "true");
    }

    @Test
    void strangeNamesAreNoticedOnce() {
        pipeline("strange", "accept");
        String record = "{\"\":1,\"a\\u0000b\":2,\"\\ud800\":3,\"" + "x".repeat(600) + "\":4,\"_rescued_data\":5}";
        for (int i = 0; i < 3; i++) {
            at.land("strange/" + i + ".ndjson", record + "\n" + " ".repeat(i));
        }

        assertThat(drift("strange")).isNull();
        assertThat(at.value("select count(*) from scout.pipeline_columns where pipeline_name = 'strange'"))
                .isEqualTo("3");
        assertThat(at.records("strange/2.ndjson")).containsExactly(record);
    }

    /** Of files that come first at once, one is what is known, and the others are judged by it, however they interleave. */
    @ParameterizedTest
    @CsvSource({"accept", "rescue", "refuse"})
    void filesThatComeFirstAtOnceAgreeOnWhatIsKnown(String policy) throws Exception {
        int files = 6;
        for (int round = 0; round < 5; round++) {
            String name = "race_" + policy + round;
            pipeline(name, policy);
            for (int i = 0; i < files; i++) {
                at.put(name + "/" + i + ".ndjson", "{\"id\":" + i + ",\"c\":" + (i % 2 == 0 ? "1" : "\"x\"") + "}\n");
            }
            ExecutorService workers = Executors.newFixedThreadPool(files);
            List<Future<JsonNode>> loads = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                Loader loader = at.newLoader(1024 * 1024);
                String key = name + "/" + i + ".ndjson";
                loads.add(workers.submit(() -> loader.answer(
                                EventReader.read("{\"bucket\":\"scout-lake\",\"key\":\"" + key + "\"}"),
                                LoaderFixture.plentyOfTime())
                        .path("objects")
                        .path(0)));
            }
            List<String> statuses = new ArrayList<>();
            for (Future<JsonNode> load : loads) {
                statuses.add(load.get().path("status").asText());
            }
            workers.shutdown();

            String type = at.value("select types::text from scout.pipeline_columns where pipeline_name = '" + name
                    + "' and column_name = 'c'");
            String inPlace = at.value("select count(*) from scout.bronze_transactions where _source_file like '" + name
                    + "/%' and json_typeof(_raw_data -> 'c') = '" + ("{text}".equals(type) ? "string" : "number")
                    + "'");
            String rescued = at.value("select count(*) from scout.bronze_transactions where _source_file like '" + name
                    + "/%' and _raw_data::jsonb ? '_rescued_data'");
            switch (policy) {
                case "accept" -> {
                    assertThat(statuses).containsOnly("loaded");
                    assertThat(type).isEqualTo("{integer,text}");
                }
                case "rescue" -> {
                    assertThat(statuses).containsOnly("loaded");
                    assertThat(inPlace + " " + rescued).isEqualTo("3 3");
                }
                default -> {
                    assertThat(statuses.stream().filter("rejected"::equals)).hasSize(3);
                    assertThat(inPlace + " " + rescued).isEqualTo("3 0");
                }
            }
        }
    }

    private static void pipeline(String name, String policy) {
        at.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, on_schema_change) values ('"
                + name + "', '" + name + "/**', '" + policy + "')");
    }

    private static JsonNode land(String name, String content) {
        return content.startsWith("{")
                ? at.land(name + ".ndjson", content.replace('\'', '"') + "\n")
                : at.land(name + ".csv", content.replace('¶', '\n') + "\n");
    }

    private static @Nullable String drift(String pipeline) {
        return at.value(
                "select string_agg(concat_ws(' ', change, column_name, coalesce(was::text, 'null'), coalesce(\"is\"::text, 'null'), action), '; ' order by change, column_name)"
                        + " from scout.schema_drift where pipeline_name = '" + pipeline + "'");
    }

    private static @Nullable String known(String pipeline) {
        return at.value(
                "select string_agg(concat_ws(' ', column_name, array_to_string(types, ' '), case when is_optional then 'optional' else 'always' end), ', ' order by column_name)"
                        + " from scout.pipeline_columns where pipeline_name = '" + pipeline + "'");
    }
}
