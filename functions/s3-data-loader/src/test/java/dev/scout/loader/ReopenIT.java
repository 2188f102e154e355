package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.LoadRequest.Message;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.LoadRequest.Queue;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What failed or was rejected: how it is told, and how it is tried again. */
class ReopenIT {

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @Test
    void aRejectedFileIsLoadedWhenItsPipelineIsPutRight() {
        at.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, format)"
                + " values ('wrong', 'wrong/**', 'parquet')");
        String key = "wrong/a.csv";
        assertThat(at.land(key, "a,b\n1,2\n").path("status").asText()).isEqualTo("rejected");
        at.execute("update scout.etl_pipelines set format = 'csv' where pipeline_name = 'wrong'");

        Queue again = new Queue(List.of(new Message("m", "{\"bucket\":\"scout-lake\",\"key\":\"" + key + "\"}")));
        assertThat(at.loader.answer(again, LoaderFixture.plentyOfTime()).toString())
                .isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(at.ledger(key)).containsEntry("status", "rejected");
        assertThat(at.quarantine(key))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.get("replayed_at")).isNull());

        ObjectNode answer = at.loader.answer(new Prefix(null, "wrong/", null), LoaderFixture.plentyOfTime());
        assertThat(answer.path("loaded").asInt()).isEqualTo(1);
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("error", null);
        assertThat(at.records(key)).containsExactly("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(at.quarantine(key))
                .allSatisfy(row -> assertThat(row.get("replayed_at")).isNotNull());
        assertThat(at.load(key).path("already").asInt()).isEqualTo(1);
    }

    @Test
    void nulInAHeaderIsSettled() {
        String key = LoaderFixture.DROP + "nul-header.csv";
        JsonNode outcome = at.land(key, "a\0b,c\n1,2\n");

        assertThat(outcome.path("status").asText()).isEqualTo("loaded");
        assertThat(at.ledger(key).get("reader")).contains("a\uFFFDb");
    }

    @Test
    void aRunWithFailuresIsAFailedRun() {
        String good = LoaderFixture.DROP + "good-run.ndjson";
        at.put(good, "{\"id\":1}\n");
        Queue batch = new Queue(List.of(
                new Message("m1", "no event\0"),
                new Message("m2", "{\"bucket\":\"scout-lake\",\"key\":\"" + good + "\"}"),
                new Message("m3", "{\"bucket\":\"scout-lake\",\"key\":\"" + LoaderFixture.DROP + "none.csv\"}")));

        assertThat(at.loader.answer(batch, LoaderFixture.plentyOfTime()).path("batchItemFailures"))
                .hasSize(2);

        var run = at.rows("select * from scout.etl_monitoring where details::text like '%good-run%'")
                .get(0);
        assertThat(run).containsEntry("status", "failed").containsEntry("records_processed", "1");
        assertThat(run.get("error_message")).startsWith("2 of 3 messages failed: ");
        assertThat(run.get("details")).contains("\"unreadable\": 1", "\"failed\": 1");
        assertThat(run.get("details")).containsSubsequence("none.csv", good);
    }

    @Test
    void anErrorOfTheMachineFailsItsMessageAlone() {
        String poison = LoaderFixture.DROP + "poison.ndjson";
        at.put(poison, "{\"id\":1}\n".repeat(50_000));
        String good = LoaderFixture.DROP + "beside-poison.ndjson";
        at.put(good, "{\"id\":1}\n");
        int[] calls = {0};
        Deadline once = () -> {
            if (calls[0]++ == 5) { // In the middle of the COPY.
                throw new StackOverflowError("deep");
            }
            return Duration.ofMinutes(10);
        };
        Queue batch = new Queue(List.of(
                new Message("m1", "{\"bucket\":\"scout-lake\",\"key\":\"" + poison + "\"}"),
                new Message("m2", "{\"bucket\":\"scout-lake\",\"key\":\"" + good + "\"}")));

        assertThat(at.loader.answer(batch, once).toString())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
        assertThat(at.records(good)).hasSize(1);
        assertThat(at.records(poison)).isEmpty();
        assertThat(at.ledger(poison))
                .containsEntry("status", "loading")
                .hasEntrySatisfying("error", error -> assertThat(error).contains("StackOverflowError"));
    }

    @Test
    void aBackfillIsGoneOnWithFromBeforeWhatFailed() throws Exception {
        String held = "bronze/transactions/held/";
        for (int i = 0; i < 4; i++) {
            at.put(held + i + ".csv", "id,n\n" + i + ",1\n");
        }
        at.load(held + "2.csv");
        at.execute("update scout.ingest_files set status = 'skipped' where key = '" + held + "2.csv'");
        ObjectNode answer;
        try (var connection = at.database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from scout.ingest_files where key = '" + held + "2.csv' for update");
            answer = at.loader.answer(new Prefix(null, held, null), () -> Duration.ofSeconds(17));
            connection.rollback();
        }

        assertThat(answer.path("incomplete").asBoolean()).isTrue();
        assertThat(answer.path("after").asText()).isEqualTo(held + "1.csv");
        assertThat(answer.path("objects").path(0).path("code").asText()).isEqualTo("LOAD_UNDER_WAY");
        assertThat(at.records(held + "3.csv")).hasSize(1);
    }

    @Test
    void aPipelineThatCanNotWorkIsRefusedWithASentence() {
        refuses("'x/{a,b', '{}', null", "braces that do not match");
        refuses("'x/}a{', '{}', null", "braces that do not match");
        refuses("'x/*', '{\"encoding\":\"EBCDIC\"}', null", "which is not one of utf-8");
        refuses("'x/*', '{}', '{\"sku\":\"$.a..b\"}'", "empty step");
        refuses("'x/*', '{}', '{\"sku\":{\"columns\":[\"a\",\"@.b[\"]}}'", "empty step");
        at.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, reader_options, mapping) values"
                        + " ('good', 'x/{a,{b,c}}/*', '{\"encoding\":\"UTF-16LE\"}', '{\"items\":\"$.l\",\"sku\":\"$.a[''b c''][0].d\",\"reason\":\"@\"}')");
    }

    private static void refuses(String values, String why) {
        assertThatThrownBy(() -> at.execute(
                        "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, reader_options, mapping) values ('bad', "
                                + values + ")"))
                .rootCause()
                .hasMessageContaining(why);
    }
}
