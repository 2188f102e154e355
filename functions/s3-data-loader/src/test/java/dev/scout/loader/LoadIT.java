package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.LoadRequest.Message;
import dev.scout.loader.event.LoadRequest.Prefix;
import dev.scout.loader.event.LoadRequest.Queue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoadIT {

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
    void loadsEveryRecordOfAnNdjsonFile() {
        String key = LoaderFixture.DROP + "region=NCR/pos.ndjson";

        JsonNode outcome =
                at.land(key, "{\"id\":\"1\",\"peso_value\":12.50}\n{ \"id\" : \"2\" }\r\n\n{\"id\":\"a\\\\b\\tc\"}");

        assertThat(outcome.path("status").asText()).isEqualTo("loaded");
        assertThat(at.records(key))
                .containsExactly(
                        "{\"id\":\"1\",\"peso_value\":12.50}", "{ \"id\" : \"2\" }", "{\"id\":\"a\\\\b\\tc\"}");
        assertThat(at.column(
                        "select _source_row || '/' || _source_line from scout.bronze_transactions where _source_file = '"
                                + key + "' order by _raw_id"))
                .containsExactly("1/1", "2/2", "3/4");
        assertThat(at.value(
                        "select count(*) from scout.bronze_transactions b join scout.ingest_files f on f.file_id = b._file_id"
                                + " where f.key = '" + key
                                + "' and b._ingested_at = f.loaded_at and b._partition = f.partition_values"))
                .isEqualTo("3");
        assertThat(at.ledger(key))
                .containsEntry("status", "loaded")
                .containsEntry("rows_loaded", "3")
                .containsEntry("format", "ndjson")
                .containsEntry("pipeline_name", "daily_transaction_load")
                .containsEntry("partition_values", "{\"dt\": \"2024-01-15\", \"region\": \"NCR\"}")
                .containsEntry("attempts", "1")
                .containsEntry("error", null)
                .hasEntrySatisfying("checksum", sum -> assertThat(sum).hasSize(64));
    }

    @Test
    void keepsWhatJsonbCanNotHold() {
        String key = "bronze/edge/dt=2024-01-15/pi.ndjson";
        String nul = "{\"device_id\":\"pi-1\",\"s\":\"a\\u0000b\"}";
        String twice = "{\"device_id\":\"pi-2\",\"a\":1,\"a\":2}";
        String half = "{\"s\":\"\\ud800\"}";
        String huge = "{\"n\":1e999999999}";

        at.land(key, String.join("\n", "{\"device_id\":\"pi-0\",\"n\":1.10}", nul, twice, half, huge));

        assertThat(at.column("select device_id || ' ' || raw_data from scout.bronze_edge_raw where file_path = '" + key
                        + "' order by id"))
                .containsExactly(
                        "pi-0 {\"n\": 1.10, \"device_id\": \"pi-0\"}",
                        "pi-1 {\"s\": \"a\uFFFDb\", \"device_id\": \"pi-1\"}",
                        "pi-2 {\"a\": 2, \"device_id\": \"pi-2\"}",
                        "unknown {\"s\": \"\uFFFD\"}",
                        "unknown {\"n\": \"1e999999999\"}");
        assertThat(at.column("select raw_text from scout.bronze_edge_raw where file_path = '" + key + "' order by id"))
                .containsExactly(null, nul, twice, half, huge);
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("target_table", "bronze_edge_raw");
    }

    @Test
    void answersEveryFormOfEvent() throws IOException {
        for (String name : new String[] {
            "s3-notification", "eventbridge-object-created", "sqs-eventbridge", "sqs-s3-notification", "direct-object"
        }) {
            JsonNode event = LoaderFixture.JSON.readTree(Files.readString(
                    Path.of(System.getProperty("scout.root", "../.."), "infra/sam/events", name + ".json")));
            JsonNode landed = landWhatItTellsOf(event, name);
            JsonNode answer = at.invoke(landed.toString());
            if (name.startsWith("sqs")) {
                assertThat(answer.toString()).as(name).isEqualTo("{\"batchItemFailures\":[]}");
            } else {
                assertThat(answer.path("rows_loaded").asInt()).as(name).isEqualTo(2);
                assertThat(answer.path("objects").path(0).path("status").asText())
                        .isEqualTo("loaded");
            }
        }
        assertThat(
                        at.value(
                                "select count(*) from scout.ingest_files where key like '%morning+noon%' and status = 'loaded'"))
                .isNotEqualTo("0");
        assertThat(
                        at.value(
                                "select count(*) from scout.ingest_files where key like '%Aling Niña + Sons%' and status = 'loaded'"))
                .isNotEqualTo("0");
    }

    /** Puts the objects that an event of infra/sam/events tells of, each with content of its own, and gives the event their eTags. */
    private static JsonNode landWhatItTellsOf(JsonNode event, String salt) throws IOException {
        if (event.has("key")) {
            at.put(event.path("key").asText(), twoRecords(salt));
        } else if (event.has("detail")) {
            ObjectNode object = (ObjectNode) event.path("detail").path("object");
            object.remove("version-id");
            object.put("etag", at.put(object.path("key").asText(), twoRecords(salt)));
        } else {
            for (JsonNode entry : event.path("Records")) {
                if (entry.has("body")) {
                    JsonNode inner =
                            LoaderFixture.JSON.readTree(entry.path("body").asText());
                    ((ObjectNode) entry)
                            .put("body", landWhatItTellsOf(inner, salt).toString());
                } else {
                    ObjectNode object = (ObjectNode) entry.path("s3").path("object");
                    object.remove("versionId");
                    String key = java.net.URLDecoder.decode(object.path("key").asText(), StandardCharsets.UTF_8);
                    object.put("eTag", at.put(key, twoRecords(salt)));
                }
            }
        }
        return event;
    }

    private static String twoRecords(String salt) {
        return "{\"id\":\"" + salt + "-1\"}\n{\"id\":\"" + salt + "-2\"}\n";
    }

    @Test
    void aMessageThatCanNotBeReadFailsAlone() throws IOException {
        String good = LoaderFixture.DROP + "good.ndjson";
        at.put(good, twoRecords("poison"));
        ObjectNode event = LoaderFixture.JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        records.addObject().put("eventSource", "aws:sqs").put("messageId", "m1").put("body", "not json");
        records.addObject()
                .put("eventSource", "aws:sqs")
                .put("messageId", "m2")
                .put("body", "{\"bucket\":\"" + LoaderFixture.BUCKET + "\",\"key\":\"" + good + "\"}");
        records.addObject()
                .put("eventSource", "aws:sqs")
                .put("messageId", "m3")
                .put("body", "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");

        assertThat(at.invoke(event.toString()).toString())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
        assertThat(at.records(good)).hasSize(2);
    }

    @Test
    void theSameEventAgainChangesNothing() {
        String key = LoaderFixture.DROP + "twice.csv";
        at.land(key, "id,peso_value\n1,5\n2,6\n");
        var before = at.ledger(key);

        JsonNode again = at.load(key);

        assertThat(again.path("already").asInt()).isEqualTo(1);
        assertThat(again.path("rows_loaded").asInt()).isZero();
        assertThat(at.records(key)).hasSize(2);
        assertThat(at.ledger(key)).isEqualTo(before);
    }

    @Test
    void otherContentUnderTheSameKeyIsAnotherFile() {
        String key = LoaderFixture.DROP + "corrected.csv";
        at.land(key, "id,peso_value\n1,5\n");
        at.land(key, "id,peso_value\n1,6\n");

        assertThat(at.records(key)).hasSize(2);
        assertThat(at.value("select count(*) from scout.ingest_files where key = '" + key + "'"))
                .isEqualTo("2");
    }

    @Test
    void theSameContentThatLandsAgainLaterIsOfferedToSilverAgain() {
        String key = LoaderFixture.DROP + "again.csv";
        at.land(key, "id,peso_value\n1,5\n");
        at.execute(
                "update scout.ingest_files set last_modified = last_modified - interval '1 hour', silver_run_id = gen_random_uuid()"
                        + " where key = '" + key + "'");

        at.load(key);

        assertThat(at.records(key)).hasSize(1);
        assertThat(at.ledger(key)).containsEntry("silver_run_id", null);
        assertThat(at.value("select last_modified > now() - interval '30 minutes' from scout.ingest_files where key = '"
                        + key + "'"))
                .isEqualTo("t");
    }

    @Test
    void recordsWhatIsNotToBeLoaded() {
        for (String key : new String[] {
            LoaderFixture.DROP + "_SUCCESS",
            LoaderFixture.DROP + ".part-0.crc",
            LoaderFixture.DROP + "_temporary/0/part-0.csv",
            "elsewhere/a.csv"
        }) {
            JsonNode outcome = at.land(key, "a,b\n1,2\n");
            assertThat(outcome.path("status").asText()).as(key).isEqualTo("skipped");
            assertThat(at.ledger(key))
                    .containsEntry("status", "skipped")
                    .hasEntrySatisfying("error", reason -> assertThat(reason).isNotBlank());
        }
        String empty = LoaderFixture.DROP + "empty.csv";
        assertThat(at.land(empty, "").path("status").asText()).isEqualTo("skipped");
        assertThat(at.ledger(empty)).containsEntry("error", "The object has no bytes.");
    }

    @Test
    void aSkippedKeyIsLoadedOnceAPipelineClaimsIt() {
        String key = "till/acme/2024-01-15.csv";
        assertThat(at.land(key, "Bon;Art\n1;Cola\n").path("status").asText()).isEqualTo("skipped");
        at.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, reader_options, mapping) values"
                        + " ('acme', 'till/acme/{date}.csv', '{\"delimiter\":\";\"}', '{\"transaction_id\":\"Bon\",\"product_name\":\"Art\"}')");

        JsonNode answer = at.load(key);

        assertThat(answer.path("objects").path(0).path("pipeline").asText()).isEqualTo("acme");
        assertThat(at.records(key)).containsExactly("{\"Bon\":\"1\",\"Art\":\"Cola\"}");
        assertThat(at.ledger(key)).containsEntry("status", "loaded").containsEntry("error", null);
    }

    @Test
    void anObjectThatIsGoneIsSaidToBeGone() throws IOException {
        assertThatThrownBy(() -> at.load(LoaderFixture.DROP + "never.csv"))
                .isInstanceOf(ScoutException.class)
                .hasMessageContaining("There is no object s3://scout-lake/");

        String key = LoaderFixture.DROP + "overwritten.csv";
        String etag = at.put(key, "a,b\n1,2\n");
        at.put(key, "a,b\n1,3\n");
        String event = """
                {"detail-type":"Object Created","source":"aws.s3","time":"2024-01-15T10:00:03Z","detail":{"bucket":{"name":"%s"},
                "object":{"key":"%s","etag":"%s","size":8}}}""".formatted(LoaderFixture.BUCKET, key, etag);
        JsonNode answer = at.invoke(event);

        assertThat(answer.path("objects").path(0).path("status").asText()).isEqualTo("skipped");
        assertThat(at.ledger(key)).containsEntry("status", "skipped").containsEntry("etag", etag);
        assertThat(at.records(key)).isEmpty();
    }

    @Test
    void backfillsAPrefixAndStopsInTime() {
        for (int i = 0; i < 5; i++) {
            at.put("bronze/transactions/backfill/" + i + ".csv", "id,n\n" + i + ",1\n");
        }
        String two =
                "select count(*) < 2 from scout.ingest_files where starts_with(key, 'bronze/transactions/backfill/') and status = 'loaded'";
        Deadline twoObjects = () -> "t".equals(at.value(two)) ? Duration.ofMinutes(5) : Duration.ofSeconds(1);

        ObjectNode first = at.loader.answer(new Prefix(null, "bronze/transactions/backfill/", null), twoObjects);
        assertThat(first.path("incomplete").asBoolean()).isTrue();
        assertThat(first.path("after").asText()).isEqualTo("bronze/transactions/backfill/1.csv");

        ObjectNode second = at.loader.answer(
                new Prefix(
                        null,
                        "bronze/transactions/backfill/",
                        first.path("after").asText()),
                LoaderFixture.plentyOfTime());
        assertThat(second.has("incomplete")).isFalse();
        assertThat(second.path("rows_loaded").asInt()).isEqualTo(3);

        ObjectNode third =
                at.loader.answer(new Prefix(null, "bronze/transactions/backfill/", null), LoaderFixture.plentyOfTime());
        assertThat(third.path("already").asInt()).isEqualTo(5);
        assertThat(
                        at.value(
                                "select count(*) from scout.bronze_transactions where _source_file like 'bronze/transactions/backfill/%'"))
                .isEqualTo("5");
    }

    @Test
    void stopsBeforeTheTimeIsUpAndKeepsNothing() {
        String key = LoaderFixture.DROP + "long.ndjson";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append("{\"id\":").append(i).append("}\n");
        }
        at.put(key, text.toString());
        int[] calls = {0};
        Deadline shortly = () -> calls[0]++ < 5 ? Duration.ofMinutes(5) : Duration.ofSeconds(1);
        Queue batch = new Queue(List.of(
                new Message("m1", "{\"bucket\":\"scout-lake\",\"key\":\"" + key + "\"}"),
                new Message("m2", "{\"bucket\":\"scout-lake\",\"key\":\"" + key + "\"}")));

        assertThat(at.loader.answer(batch, shortly).toString())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"},{\"itemIdentifier\":\"m2\"}]}");
        assertThat(at.records(key)).isEmpty();
        assertThat(at.ledger(key))
                .containsEntry("status", "loading")
                .hasEntrySatisfying("error", reason -> assertThat(reason).contains("loaded in parts"));

        assertThat(at.load(key).path("rows_loaded").asInt()).isEqualTo(50_000);
    }

    @Test
    void notesEachInvocation() {
        JsonNode answer = at.load(landed("run.csv", "a,b\n1,2\n3\n"));

        assertThat(at.rows(
                                "select layer, pipeline_name, status, records_processed, records_rejected from scout.etl_monitoring where run_id = '"
                                        + answer.path("run_id").asText() + "'")
                        .get(0))
                .containsEntry("layer", "bronze")
                .containsEntry("pipeline_name", "s3-data-loader")
                .containsEntry("status", "succeeded")
                .containsEntry("records_processed", "1")
                .containsEntry("records_rejected", "1");
        assertThat(at.ledger(LoaderFixture.DROP + "run.csv"))
                .containsEntry("status", "partial")
                .containsEntry("run_id", answer.path("run_id").asText())
                .containsEntry("error", "Line 3: The row has 1 fields where the header has 2.");
    }

    private static String landed(String name, String content) {
        at.put(LoaderFixture.DROP + name, content);
        return LoaderFixture.DROP + name;
    }
}
