package dev.scout.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.ScoutException;
import dev.scout.loader.event.Deadline;
import dev.scout.loader.event.EventReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was refused comes in after all: once, where it belongs, and only where it will do now. */
class ReplayIT {

    private static LoaderFixture at;

    @BeforeAll
    static void start() {
        at = new LoaderFixture();
    }

    @AfterAll
    static void stop() throws Exception {
        at.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bronze_transactions", "bronze_edge_raw"})
    void whatWillDoNowIsLoadedWithItsOwnNumber(String table) {
        String name = "fix_" + table;
        pipeline(name, table, "[{\"column\":\"n\",\"min\":10}]");
        String key = name + "/a.ndjson";
        at.land(key, "{\"n\":1}\n{\"n\":20}\nnot json\n  {\"n\": 3, \"n2\":[ 1.50 ]} \n{\"n\":4}\n");
        at.execute(
                "update scout.ingest_files set silver_run_id = gen_random_uuid(), loaded_at = loaded_at - interval '1 hour' where key = '"
                        + key + "'");
        String time = table.equals("bronze_edge_raw") ? "created_at" : "_ingested_at";
        String row = table.equals("bronze_edge_raw") ? "source_row" : "_source_row";
        String file = table.equals("bronze_edge_raw") ? "file_path" : "_source_file";
        rules(name, "[{\"column\":\"n\",\"min\":3}]");

        JsonNode answer = replay("{\"file_id\":" + at.ledger(key).get("file_id") + "}");

        assertThat(answer.path("replay").toString())
                .isEqualTo("{\"loaded\":2,\"refused_again\":2,\"files_loaded_again\":0,\"files_failed\":0}");
        assertThat(answer.path("rows_loaded").asInt()).isEqualTo(2);
        assertThat(at.column(
                        "select " + row + " from scout." + table + " where " + file + " = '" + key + "' order by 1"))
                .containsExactly("2", "4", "5");
        assertThat(at.ledger(key))
                .containsEntry("status", "partial")
                .containsEntry("rows_loaded", "3")
                .containsEntry("rows_quarantined", "2")
                .containsEntry("rows_read", "5")
                .containsEntry("silver_run_id", null)
                .containsEntry("error", "Line 1: \"n\" is 1; it must be at least 3.")
                .containsEntry("first_error_row", "1");
        assertThat(at.quarantine(key))
                .extracting(refusal -> refusal.get("source_row") + " " + refusal.get("rule") + " "
                        + refusal.get("replays") + " " + (refusal.get("replayed_at") != null))
                .containsExactlyInAnyOrder(
                        "1 range 1 false", "3 malformed_json 1 false", "4 range 1 true", "5 range 1 true");
        assertThat(at.value("select count(*) from scout." + table + " b, scout.ingest_files f where f.key = '" + key
                        + "' and b." + file + " = f.key and b." + row + " in (4, 5) and b." + time + " = f.loaded_at"))
                .isEqualTo("2");
        assertThat(at.rows(
                        "select record_count, data_quality_score, completeness from scout.data_lake_registry where location like '%"
                                + key + "'"))
                .hasSize(1)
                .allSatisfy(registered -> assertThat(registered)
                        .containsEntry("record_count", "3")
                        .containsEntry("completeness", "0.666667")
                        .containsEntry("data_quality_score", "0.700000"));

        rules(name, "[]");
        assertThat(replay("{\"pipeline\":\"" + name + "\"}")
                        .path("replay")
                        .path("loaded")
                        .asInt())
                .isEqualTo(1);
        correct(key, 3, "{\"fixed\":true}");
        assertThat(replay("{\"rule\":\"malformed_json\",\"pipeline\":\"" + name + "\"}")
                        .path("replay")
                        .path("loaded")
                        .asInt())
                .isEqualTo(1);
        assertThat(at.ledger(key))
                .containsEntry("status", "loaded")
                .containsEntry("rows_quarantined", "0")
                .containsEntry("error", null)
                .containsEntry("first_error_rule", null);
        assertThat(replay("{\"pipeline\":\"" + name + "\"}")
                        .path("replay")
                        .path("loaded")
                        .asInt())
                .isZero();
        assertThat(at.column(
                        "select " + row + " from scout." + table + " where " + file + " = '" + key + "' order by 1"))
                .containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void rowsAreReadInTheDialectOfTheirFile() {
        pipeline(
                "dialect",
                "bronze_transactions",
                "[{\"column\":\"Preis\",\"min\":5},{\"column\":\"Bon\",\"unique\":true}]");
        Charset windows = Charset.forName("windows-1252");
        String content = "Bon;Name;Preis\n1;Käse;9\n2;'Groß; fein';1\n3;Öl\n4;\"Süß \"\"x\"\"\";2\n1;\"neu\";7\n5;;3\n";
        assertThat(at.land("dialect/a.csv", content.getBytes(windows))
                        .path("rows_loaded")
                        .asInt())
                .isEqualTo(1);
        rules("dialect", "[{\"column\":\"Bon\",\"unique\":true}]");
        correct("dialect/a.csv", 2, "2;Groß;\"1\"");
        correct("dialect/a.csv", 3, "{\"Bon\":\"3\",\"Name\":\"Öl\",\"Preis\":null}");

        JsonNode answer = replay("{\"pipeline\":\"dialect\"}");

        assertThat(answer.path("replay").path("loaded").asInt()).isEqualTo(4);
        assertThat(at.records("dialect/a.csv"))
                .containsExactly(
                        "{\"Bon\":\"1\",\"Name\":\"Käse\",\"Preis\":\"9\"}",
                        "{\"Bon\":\"2\",\"Name\":\"Groß\",\"Preis\":\"1\"}",
                        "{\"Bon\":\"3\",\"Name\":\"Öl\",\"Preis\":null}",
                        "{\"Bon\":\"4\",\"Name\":\"Süß \\\"x\\\"\",\"Preis\":\"2\"}",
                        "{\"Bon\":\"5\",\"Name\":null,\"Preis\":\"3\"}");
        assertThat(open("dialect/a.csv"))
                .containsExactly("5 unique \"Bon\" is \"1\", as in record 1 already; it must be unique in the file.");

        correct("dialect/a.csv", 5, "6;a;1\n7;b;2");
        replay("{\"pipeline\":\"dialect\"}");
        assertThat(open("dialect/a.csv"))
                .containsExactly("5 malformed_row The text holds more than one row where there must be one.");
        correct("dialect/a.csv", 5, "{\"Bon\":\"5\"}");
        replay("{\"pipeline\":\"dialect\"}");
        assertThat(open("dialect/a.csv"))
                .containsExactly("5 unique \"Bon\" is \"5\", as in record 6 already; it must be unique in the file.");
        correct("dialect/a.csv", 5, "6;a");
        replay("{\"pipeline\":\"dialect\"}");
        assertThat(open("dialect/a.csv")).containsExactly("5 ragged_row The row has 2 fields where the header has 3.");
        correct("dialect/a.csv", 5, "6;a;1");
        replay("{\"pipeline\":\"dialect\"}");
        assertThat(open("dialect/a.csv")).isEmpty();
        assertThat(at.ledger("dialect/a.csv")).containsEntry("status", "loaded").containsEntry("rows_loaded", "6");
    }

    @Test
    void rowsOfUnusualFilesAreReadLikeTheirFile() {
        pipeline("unusual", "bronze_transactions", "[{\"column\":\"a\",\"pattern\":\"^never$\"}]");
        at.land("unusual/one-column.csv", "a\n#1 2\n'x\n");
        at.land("unusual/titles.csv", "My report\n\na;b;c\n1;2;3\n4;\"x\ny\";6\n7;8;9\n");
        at.land("unusual/escapes.csv", "a,b\n1,\"x \\\"y\\\" z\"\n2,\"q\\\"\"\n");
        at.land("unusual/packed.csv", "a,b\nBZh91AY,1\n\"BZh\",2\n");
        at.land("unusual/tabs.tsv", "a\tb\n1\t\n2\t\"\"\n");
        rules("unusual", "[]");

        int loaded = loaded("{\"pipeline\":\"unusual\"}");
        assertThat(
                        at.column(
                                "select concat_ws(' ', key, source_row, rule, message, raw_text) from scout.quarantine where replayed_at is null and key like 'unusual/%'"))
                .isEmpty();
        assertThat(loaded).isEqualTo(11);

        assertThat(at.records("unusual/one-column.csv")).containsExactly("{\"a\":\"#1 2\"}", "{\"a\":\"'x\"}");
        assertThat(at.records("unusual/titles.csv").get(1)).isEqualTo("{\"a\":\"4\",\"b\":\"x\\ny\",\"c\":\"6\"}");
        assertThat(at.records("unusual/escapes.csv"))
                .containsExactly("{\"a\":\"1\",\"b\":\"x \\\"y\\\" z\"}", "{\"a\":\"2\",\"b\":\"q\\\"\"}");
        assertThat(at.records("unusual/packed.csv").get(0)).isEqualTo("{\"a\":\"BZh91AY\",\"b\":\"1\"}");
        assertThat(at.records("unusual/tabs.tsv"))
                .containsExactly("{\"a\":\"1\",\"b\":null}", "{\"a\":\"2\",\"b\":\"\"}");
    }

    @Test
    void ofACutTextTheRestIsFetchedFromTheObject() {
        pipeline("cut", "bronze_transactions", "[{\"column\":\"n\",\"min\":1}]");
        String large = "{\"n\":0,\"t\":\"" + "äx".repeat(100_000) + "\"}";
        String huge = "{\"n\":5,\"t\":\"" + "y".repeat(2_000_000) + "\"}";
        String content = "{\"n\":1}\n" + large + "\n" + huge + "\n{\"n\":2}\n";
        at.land("cut/a.ndjson", content);
        at.land("cut/b.ndjson.gz", LoaderFixture.gzip(content.getBytes(StandardCharsets.UTF_8)));
        at.land("cut/gone.ndjson", content + " ");
        at.store
                .client()
                .deleteObject(request -> request.bucket(LoaderFixture.BUCKET).key("cut/gone.ndjson"));
        rules("cut", "[]");

        assertThat(replay("{\"pipeline\":\"cut\"}")
                        .path("replay")
                        .path("loaded")
                        .asInt())
                .isEqualTo(2);
        assertThat(open("cut/a.ndjson"))
                .hasSize(1)
                .allSatisfy(reason -> assertThat(reason).startsWith("3 record_too_large The record has 2000014 bytes"));
        assertThat(open("cut/gone.ndjson"))
                .hasSize(2)
                .anySatisfy(reason -> assertThat(reason).contains("Of this record only the beginning is here"));

        assertThat(replay(loader(4 * 1024 * 1024), "{\"pipeline\":\"cut\"}")
                        .path("replay")
                        .path("loaded")
                        .asInt())
                .isEqualTo(2);
        for (String key : List.of("cut/a.ndjson", "cut/b.ndjson.gz")) {
            assertThat(at.records(key)).containsExactly("{\"n\":1}", large, huge, "{\"n\":2}");
        }
        assertThat(at.records("cut/gone.ndjson")).hasSize(2);
    }

    @Test
    void wholeFilesAreLoadedAgainAndCorrectionsAreKept() {
        pipeline("whole", "bronze_transactions", "[{\"column\":\"n\",\"type\":\"integer\"}]");
        at.execute("update scout.etl_pipelines set format = 'parquet' where pipeline_name = 'whole'");
        at.land("whole/a.csv", "n\n1\nx\n");
        at.execute("update scout.etl_pipelines set format = 'auto' where pipeline_name = 'whole'");

        JsonNode answer = replay("{\"pipeline\":\"whole\",\"rule\":\"corrupt_file\"}");
        assertThat(answer.path("replay").path("files_loaded_again").asInt()).isEqualTo(1);
        assertThat(at.records("whole/a.csv")).containsExactly("{\"n\":\"1\"}");
        assertThat(open("whole/a.csv")).hasSize(1);

        byte[] packed =
                LoaderFixture.gzip("{\"n\":\"a\"}\n{\"n\":\"b\"}\n".repeat(50).getBytes(StandardCharsets.UTF_8));
        at.land("whole/b.ndjson.gz", Arrays.copyOf(packed, packed.length - 4));
        assertThat(at.ledger("whole/b.ndjson.gz")).containsEntry("status", "rejected");
        correct("whole/b.ndjson.gz", 2, "{\"n\":7}");
        answer = replay("{\"file_id\":" + at.ledger("whole/b.ndjson.gz").get("file_id") + "}");
        assertThat(answer.path("replay").path("files_loaded_again").asInt()).isEqualTo(1);
        assertThat(at.records("whole/b.ndjson.gz")).containsExactly("{\"n\":7}");
        assertThat(at.ledger("whole/b.ndjson.gz"))
                .containsEntry("status", "partial")
                .containsEntry("rows_loaded", "1");

        answer = replay("{\"file_id\":" + at.ledger("whole/b.ndjson.gz").get("file_id") + "}");
        assertThat(answer.path("replay").path("left").toString()).isEqualTo("{\"not_a_record\":1}");
    }

    @Test
    void aRefusedFileComesInOnceItsDriftIsAccepted() {
        pipeline("drifting", "bronze_transactions", "[]");
        at.execute("update scout.etl_pipelines set on_schema_change = 'refuse' where pipeline_name = 'drifting'");
        at.land("drifting/1.ndjson", "{\"a\":1}\n{\"a\":bad}\n");
        at.land("drifting/2.ndjson", "{\"a\":\"x\",\"b\":1}\n");
        correct("drifting/1.ndjson", 2, "{\"a\":2,\"b\":3}");

        JsonNode answer = replay("{\"pipeline\":\"drifting\"}");
        assertThat(answer.path("replay").path("files_loaded_again").asInt()).isEqualTo(1);
        assertThat(answer.path("replay").path("refused_again").asInt()).isEqualTo(1);
        assertThat(open("drifting/1.ndjson").get(0))
                .startsWith(
                        "2 schema_drift The columns are not those that the pipeline knows: \"b\" is new (integer).");
        assertThat(at.ledger("drifting/2.ndjson")).containsEntry("status", "rejected");

        at.execute("select scout.accept_schema_drift('drifting')");
        replay("{\"pipeline\":\"drifting\",\"rule\":\"schema_drift\"}");
        assertThat(at.records("drifting/1.ndjson")).containsExactly("{\"a\":1}", "{\"a\":2,\"b\":3}");
        assertThat(at.records("drifting/2.ndjson")).containsExactly("{\"a\":\"x\",\"b\":1}");
    }

    @Test
    void whatIsStrangeIsRescuedAlsoFromALateRecord() {
        pipeline("late", "bronze_transactions", "[]");
        at.execute("update scout.etl_pipelines set on_schema_change = 'rescue' where pipeline_name = 'late'");
        at.land("late/1.ndjson", "{\"a\":1}\n{\"a\":}\n");
        correct("late/1.ndjson", 2, "{\"a\":true,\"b\":3}");

        replay("{\"pipeline\":\"late\"}");

        assertThat(at.records("late/1.ndjson"))
                .containsExactly("{\"a\":1}", "{\"_rescued_data\":{\"a\":true,\"b\":3}}");
        assertThat(
                        at.column(
                                "select column_name || ' ' || action from scout.schema_drift where pipeline_name = 'late' order by 1"))
                .containsExactly("a rescued", "b rescued");
    }

    @Test
    void selectsByRuleTimeAndId() {
        pipeline(
                "select",
                "bronze_transactions",
                "[{\"column\":\"a\",\"required\":true},{\"column\":\"b\",\"required\":true,\"name\":\"b_there\"}]");
        at.land("select/1.ndjson", "{\"b\":1}\n{\"a\":1}\n{\"a\":1}\n{}\n");
        rules("select", "[]");
        at.execute(
                "update scout.quarantine set created_at = '2024-01-31T10:00Z' where key = 'select/1.ndjson' and source_row = 2");

        assertThat(loaded(
                        "{\"pipeline\":\"select\",\"rule\":\"b_there\",\"from\":\"2024-01-31\",\"to\":\"2024-01-31\"}"))
                .isEqualTo(1);
        assertThat(loaded("{\"pipeline\":\"select\",\"to\":\"2024-02-01T00:00:00+08:00\"}"))
                .isZero();
        assertThat(loaded("{\"pipeline\":\"none\"}")).isZero();
        String id =
                at.value("select quarantine_id from scout.quarantine where key = 'select/1.ndjson' and source_row = 4");
        assertThat(loaded("{\"quarantine_ids\":[" + id + ",999999]}")).isEqualTo(1);
        assertThat(loaded("{\"quarantine_ids\":[" + id + "]}")).isZero();
        assertThat(
                        at.column(
                                "select _source_row from scout.bronze_transactions where _source_file = 'select/1.ndjson' order by 1"))
                .containsExactly("2", "4");
        for (String bad : List.of(
                "{}",
                "7",
                "{\"file\":1}",
                "{\"file_id\":\"x\"}",
                "{\"pipeline\":\"select\",\"from\":\"soon\"}",
                "{\"quarantine_ids\":[]}")) {
            assertThatThrownBy(() -> replay(bad))
                    .isInstanceOf(ScoutException.class)
                    .hasMessageStartingWith("This replay can not be understood");
        }
    }

    @Test
    void filesThatDoNotCountAreLeftAlone() {
        pipeline("gone", "bronze_transactions", "[{\"column\":\"a\",\"required\":true}]");
        at.land("gone/1.ndjson", "{}\n{\"a\":1}\n");
        at.execute("update scout.ingest_files set status = 'skipped' where key = 'gone/1.ndjson'");
        assertThat(replay("{\"pipeline\":\"gone\"}").path("replay").path("left").toString())
                .isEqualTo("{\"file_not_in_force\":1}");
        at.execute("update scout.ingest_files set status = 'partial' where key = 'gone/1.ndjson'");
        at.execute("delete from scout.etl_pipelines where pipeline_name = 'gone'");
        assertThat(replay("{\"pipeline\":\"gone\"}").path("replay").path("left").toString())
                .isEqualTo("{\"pipeline_gone\":1}");
        assertThat(at.records("gone/1.ndjson")).hasSize(1);
    }

    @Test
    void whatThereIsNoTimeForIsGoneOnWith() {
        pipeline("long", "bronze_transactions", "[{\"column\":\"a\",\"required\":true}]");
        at.land("long/1.ndjson", "{}\n".repeat(5000));
        rules("long", "[]");
        int[] looks = {0};
        Deadline brief = () -> Duration.ofSeconds(looks[0]++ < 4 ? 60 : 3);
        JsonNode first = invoke(loader(1024 * 1024), "{\"pipeline\":\"long\"}", brief);

        assertThat(first.path("incomplete").asBoolean()).isTrue();
        int done = first.path("replay").path("loaded").asInt();
        assertThat(done).isBetween(1, 4999);
        JsonNode second = replay(
                "{\"pipeline\":\"long\",\"after\":" + first.path("replay").path("after") + ",\"upto\":"
                        + first.path("replay").path("upto") + "}");
        assertThat(second.path("replay").path("loaded").asInt()).isEqualTo(5000 - done);
        assertThat(at.ledger("long/1.ndjson")).containsEntry("status", "loaded").containsEntry("rows_loaded", "5000");
    }

    /** Several replays of the same refusals, of which the database ends connections at random, until all is done. */
    @Test
    void whoeverReplaysAndWhateverDiesEachRecordIsThereOnce() throws Exception {
        pipeline("storm", "bronze_transactions", "[{\"column\":\"a\",\"type\":\"text\"}]");
        int records = 6_000;
        for (int file = 0; file < 3; file++) {
            int number = file;
            at.land(
                    "storm/" + file + ".ndjson",
                    IntStream.range(0, records)
                            .mapToObj(i -> "{\"id\":\"" + number + "-" + i + "\",\"a\":" + (i % 3 == 0 ? "\"x\"" : "1")
                                    + "}\n")
                            .collect(Collectors.joining()));
        }
        rules("storm", "[]");
        ExecutorService workers = Executors.newFixedThreadPool(4);
        List<Callable<Integer>> replays = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replays.add(() -> {
                int loaded = 0;
                for (int attempt = 0; attempt < 60; attempt++) {
                    try {
                        JsonNode done = replay(loader(1024 * 1024), "{\"pipeline\":\"storm\"}")
                                .path("replay");
                        loaded += done.path("loaded").asInt();
                        if (done.path("files_failed").asInt() == 0 && !"0".equals(closed())) {
                            break;
                        }
                    } catch (RuntimeException killed) {
                        // The next attempt goes on.
                    }
                }
                return loaded;
            });
        }
        List<Future<Integer>> running = new ArrayList<>();
        replays.forEach(replay -> running.add(workers.submit(replay)));
        for (int i = 0; i < 60 && running.stream().anyMatch(replay -> !replay.isDone()); i++) {
            Thread.sleep(50);
            at.value("select count(pg_terminate_backend(pid)) from (select pid from pg_stat_activity"
                    + " where application_name = 'loader-it' and state <> 'idle' order by random() limit 1) as one");
        }
        for (Future<Integer> replay : running) {
            replay.get();
        }
        workers.shutdown();
        replay("{\"pipeline\":\"storm\"}");

        assertThat(at.value(
                        "select count(*) || ' ' || count(distinct _raw_data ->> 'id') || ' ' || count(distinct _raw_id)"
                                + " from scout.bronze_transactions where _source_file like 'storm/%'"))
                .isEqualTo("18000 18000 18000");
        assertThat(
                        at.column(
                                "select distinct concat_ws(' ', status, rows_loaded, rows_quarantined) from scout.ingest_files where key like 'storm/%'"))
                .containsExactly("loaded 6000 0");
        assertThat(at.value("select count(*) from scout.quarantine where key like 'storm/%' and replayed_at is null"))
                .isEqualTo("0");
        assertThat(at.value("select sum(record_count) from scout.data_lake_registry where pipeline_name = 'storm'"))
                .isEqualTo("18000");
    }

    private static @Nullable String closed() {
        return at.value("select count(*) from scout.quarantine where key like 'storm/%' and replayed_at is not null");
    }

    @Test
    void aValueOfAFileOfValuesIsWrappedAsTheOthersWere() throws Exception {
        pipeline("values", "bronze_transactions", "[]");
        String key = "values/a.json";
        at.land(key, "[1,nil,\"c\"]");
        correct(key, 2, "\"b\"");

        replay("{\"file_id\":" + at.ledger(key).get("file_id") + "}");

        assertThat(at.records(key))
                .containsExactlyInAnyOrder("{\"value\":1}", "{\"value\":\"b\"}", "{\"value\":\"c\"}");
        assertThat(open(key)).isEmpty();
    }

    private static void pipeline(String name, String table, String rules) {
        at.execute("insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, rules) values ('"
                + name + "', '" + name + "/**', '" + table + "', '" + rules + "')");
    }

    private static void rules(String pipeline, String rules) {
        at.execute("update scout.etl_pipelines set rules = '" + rules + "' where pipeline_name = '" + pipeline + "'");
    }

    private static void correct(String key, int row, String text) {
        at.execute("set role scout_steward; update scout.quarantine set corrected_text = '" + text + "' where key = '"
                + key + "' and source_row = " + row);
    }

    private static List<@Nullable String> open(String key) {
        return at.column(
                "select concat_ws(' ', source_row, rule, message) from scout.quarantine where replayed_at is null and key = '"
                        + key + "' order by source_row");
    }

    private static Loader loader(int maxRecordBytes) {
        return at.newLoader(maxRecordBytes);
    }

    private static int loaded(String argument) {
        return replay(argument).path("replay").path("loaded").asInt();
    }

    private static JsonNode replay(String argument) {
        return replay(loader(1024 * 1024), argument);
    }

    private static JsonNode replay(Loader loader, String argument) {
        return invoke(loader, argument, LoaderFixture.plentyOfTime());
    }

    private static JsonNode invoke(Loader loader, String argument, Deadline deadline) {
        return loader.answer(EventReader.read("{\"replay\":" + argument + "}"), deadline);
    }
}
