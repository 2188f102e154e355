package dev.scout.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.scout.transform.FailingRequests.Death;
import dev.scout.transform.FailingRequests.Fate;
import dev.scout.transform.lake.Lake;
import dev.scout.transform.lake.LakeTables;
import dev.scout.transform.run.ModelSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The layers as files: the same rows as the tables, only what changed is written, and whatever breaks is made whole by the next run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LakeIT {

    private static final String RECORD =
            "{\"transaction_id\":\"%s\",\"store_id\":\"%s\",\"timestamp\":\"%s\",\"amount\":%s}";
    private static final List<String> LAYERS = List.of("silver", "gold", "platinum");

    private final LakeFiles files = new LakeFiles();
    private Lake target = files.writer;
    private final Lakehouse lake = new Lakehouse(
            new ModelSettings(10, 5),
            (layer, run, reading, writing, deadline) -> target.write(layer, run, reading, writing, deadline));

    @AfterAll
    void stop() {
        lake.close();
        files.close();
    }

    @BeforeEach
    void clear() {
        target = files.writer;
        lake.clear();
        files.clear();
    }

    @Test
    void aReaderOfTheFilesGetsTheRowsOfTheTables() {
        landEverything();
        JsonNode answer = lake.run("{}");
        assertThat(answer.path("stages").findValuesAsText("waiting")).containsExactly("0", "0", "0");
        assertThat(lake.rows("select * from scout.lake_changes")).isEmpty();
        assertSame();
        // Two days, and what has no time that could be read.
        assertThat(files.partitions("silver", "silver_transactions"))
                .containsExactly("dt=2024-02-29", "dt=2024-03-01", "dt=__HIVE_DEFAULT_PARTITION__");
        assertThat(files.partitions("silver", "dim_store")).containsExactly("dt=__HIVE_DEFAULT_PARTITION__");
        assertThat(files.partitions("platinum", "platinum_store_perf")).containsExactly("dt=2024-03-01");
        // 1.10 and 75, and 30 of 2024-03-01; 10.25 - 3.5 of the day before.
        assertThat(files.query("select dt, sum(revenue)::decimal(38,2) from " + files.files("gold", "gold_txn_daily")
                        + " group by dt"))
                .containsExactly("2024-02-29|6.75", "2024-03-01|106.10");
    }

    @Test
    void whatIsWrittenIsRegistered() {
        landEverything();
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select layer, location, record_count, data_quality_score is not null, completeness between 0 and 1, partition_values ->> 'dt' from scout.data_lake_registry where table_name = 'silver_transactions' order by partition_name"))
                .containsExactly(
                        "silver|s3://scout-lake/silver/silver_transactions/dt=2024-02-29/part-0000.parquet|2|t|t|2024-02-29",
                        "silver|s3://scout-lake/silver/silver_transactions/dt=2024-03-01/part-0000.parquet|3|t|t|2024-03-01",
                        "silver|s3://scout-lake/silver/silver_transactions/dt=__HIVE_DEFAULT_PARTITION__/part-0000.parquet|1|t|t|");
        assertThat(lake.rows("select location, checksum from scout.data_lake_registry order by 1"))
                .hasSize(files.keys().size() / 3)
                .allSatisfy(row -> {
                    String key = row.substring("s3://scout-lake/".length(), row.indexOf('|'));
                    assertThat(LakeFiles.sha256(files.bytes(key))).isEqualTo(row.substring(row.indexOf('|') + 1));
                });
        JsonNode columns = files.manifest("gold/gold_txn_daily/dt=2024-03-01/").path("columns");
        assertThat(columns.findValuesAsText("name")).startsWith("date_key", "store_id", "region");
        assertThat(columns.findValuesAsText("type")).contains("date", "varchar", "bigint", "decimal(38,6)");
    }

    @Test
    void aSecondRunWritesNothing() {
        landEverything();
        lake.run("{}");
        files.requests.heal();
        lake.run("{}");
        assertThat(files.requests.changes()).isEmpty();
        // All is marked, and all turns out to be the same bytes; only silver's rows bear the id of the run that wrote
        // them.
        lake.run("{'full_refresh':true}");
        assertThat(files.requests.puts()).hasSize(3).allMatch(put -> put.contains("/silver_transactions/"));
        assertSame();
    }

    @Test
    void onlyThePartitionsOfAChangedDayAreWritten() {
        landEverything();
        lake.run("{}");
        files.requests.heal();
        land("late", RECORD.formatted("T9", "S1", "2024-02-29T12:00:00Z", "5"));
        lake.run("{}");
        assertThat(files.requests.puts())
                .containsExactlyInAnyOrder(
                        put("silver/silver_transactions/dt=2024-02-29"),
                        put("gold/scout_gold_transactions/dt=2024-02-29"),
                        put("gold/gold_store_daily_summary/dt=2024-02-29"),
                        put("gold/gold_txn_daily/dt=2024-02-29"),
                        put("gold/gold_request_behavior/dt=2024-02-29"),
                        put("platinum/platinum_store_perf/dt=2024-03-01"),
                        put("platinum/platinum_monitors/dt=2024-03-01"),
                        put("platinum/platinum_store_features/dt=2024-02-29"),
                        put("platinum/platinum_store_features/dt=2024-03-01"));
        assertSame();
    }

    @Test
    void aTransactionThatMovesLeavesItsOldDay() {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5"));
        lake.run("{}");
        land("b", RECORD.formatted("T1", "S1", "2024-03-05", "5"));
        lake.run("{}");
        assertThat(files.partitions("silver", "silver_transactions")).containsExactly("dt=2024-03-05");
        assertThat(files.partitions("gold", "gold_txn_daily")).containsExactly("dt=2024-03-05");
        assertThat(files.partitions("platinum", "platinum_store_perf")).containsExactly("dt=2024-03-05");
        assertThat(
                        lake.rows(
                                "select distinct partition_name from scout.data_lake_registry where partition_name not like '%HIVE%'"))
                .containsExactly("dt=2024-03-05");
        assertSame();
    }

    @Test
    void whatIsGoneFromBronzeIsGoneFromTheLake() {
        long file = land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5"));
        land("b", RECORD.formatted("T2", "S1", "2024-03-02", "6"));
        lake.run("{}");
        lake.execute("delete from scout.bronze_transactions where _file_id = " + file);
        lake.execute("delete from scout.ingest_files where file_id = " + file);
        lake.run("{'full_refresh':true}");
        assertThat(files.partitions("silver", "silver_transactions")).containsExactly("dt=2024-03-02");
        assertSame();
    }

    @Test
    void aNameThatChangesIsWrittenWhereItShows() {
        String item = "{\"id\":\"%s\",\"at\":\"%s\",\"sku\":\"X\",\"name\":%s,\"n\":1,\"price\":2,\"shop\":\"S\"}";
        lake.pipeline(
                "test_till",
                "{\"transaction_id\":\"id\",\"timestamp\":\"at\",\"sku\":\"sku\",\"product_name\":\"name\",\"quantity\":\"n\",\"unit_price\":\"price\",\"store_id\":\"shop\"}",
                null);
        lake.land("test_till", "a", "2024-03-10T00:00:00Z", item.formatted("T1", "2024-03-01", "null"));
        lake.run("{}");
        lake.land("test_till", "b", "2024-03-11T00:00:00Z", item.formatted("T2", "2024-03-02", "\"New\""));
        lake.run("{}");
        assertThat(files.query("select distinct product_name from " + files.files("gold", "gold_product_mix")))
                .containsExactly("New");
        assertSame();
    }

    @Test
    void aColumnIsWidenedInAllOfItsPartitions() {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5.25"));
        lake.run("{}");
        // A till that reckons with floating point: 17 decimals, so decimal(38,18).
        land("b", RECORD.formatted("T2", "S1", "2024-03-02", "0.30000000000000004"));
        JsonNode answer = lake.run("{}");
        assertThat(answer.path("stages").path(0).path("warnings").toString())
                .contains(
                        "Column stated_amount of silver_transactions holds 0.30000000000000004: in the lake it is decimal(38,18)");
        assertThat(files.query(
                        "select distinct typeof(total_amount) from " + files.files("silver", "silver_transactions")))
                .containsExactly("DECIMAL(38,18)");
        assertSame();
        // 14 digits before the point and 25 or more after it have no room in 38.
        lake.pipeline("test_fine", """
                {"transaction_id":"id","timestamp":"at","quantity":"n","unit_price":"price","store_id":"shop","sku":"sku"}""", null);
        lake.land(
                "test_fine",
                "c",
                "2024-03-10T00:00:00Z",
                "{\"id\":\"T3\",\"at\":\"2024-03-03\",\"sku\":\"A\",\"n\":0.000000000000000001,\"price\":0.000000000000000003,\"shop\":\"S\"}",
                "{\"id\":\"T4\",\"at\":\"2024-03-04\",\"sku\":\"B\",\"n\":10,\"price\":1234567890123,\"shop\":\"S\"}");
        lake.run("{}");
        assertThat(files.query(
                        "select distinct typeof(line_total) from " + files.files("silver", "silver_transaction_items")))
                .containsExactly("VARCHAR");
        assertThat(files.query("select line_total from " + files.files("silver", "silver_transaction_items")))
                .contains("0.000000000000000000000000000000000003", "12345678901230");
        lake.run("{}");
        assertThat(lake.rows("select * from scout.lake_changes")).isEmpty();
    }

    /** At each of the four changes of a partition's objects in turn: where its rows come, and where they go. */
    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {"BREAK", "LOSE_ANSWER"})
    void theStoreFailsFromOneRequestOn(Fate fate) {
        for (int move = 1; move <= 4; move++) {
            moveTransaction(move);
            files.requests.failAt(move, fate);
            JsonNode answer = lake.run("{'stage':'gold'}");
            assertThat(answer.path("lake").path("waiting").asInt()).isPositive();
            assertThat(answer.path("warnings").toString()).contains("the next run goes on with them");
            assertThat(answer.path("next").path("stage").asText()).isEqualTo("platinum");
            assertGoldIsMadeWhole(move);
        }
        assertThat(
                        lake.rows(
                                "select distinct pipeline_name, layer, status, error_message like '%S3 could not be reached%' from scout.etl_monitoring where pipeline_name like '%lake'"))
                .containsExactly("gold_lake|gold|failed|t");
    }

    @Test
    void theProcessDiesAtAnyChangeOfTheBucket() {
        for (int move = 1; move <= 4; move++) {
            moveTransaction(move);
            files.requests.failAt(move, Fate.DIE);
            assertThatThrownBy(() -> lake.run("{'stage':'gold'}")).isInstanceOf(Death.class);
            assertGoldIsMadeWhole(move);
        }
    }

    /** From one day to another and back, with the number as its amount. */
    private void moveTransaction(int number) {
        land("b" + number, RECORD.formatted("T1", "S1", "2024-03-0" + (2 - number % 2), number));
        lake.run("{'stage':'silver'}");
    }

    private void assertGoldIsMadeWhole(int revenue) {
        assertThat(lake.rows("select sum(revenue) from scout.gold_txn_daily")).containsExactly("" + revenue);
        assertThat(lake.rows("select * from scout.lake_changes where table_name like '%gold%'"))
                .isNotEmpty();
        files.requests.heal();
        lake.run("{'stage':'gold'}");
        assertThat(lake.rows("select * from scout.lake_changes where table_name like '%gold%'"))
                .isEmpty();
        assertSame("gold");
    }

    @Test
    void theProcessDiesBetweenTheTablesAndTheFiles() {
        landEverything();
        target = (layer, run, reading, writing, deadline) -> {
            throw new Death();
        };
        for (String layer : LAYERS) {
            assertThatThrownBy(() -> lake.run("{'stage':'" + layer + "'}")).isInstanceOf(Death.class);
        }
        assertThat(files.keys()).isEmpty();
        target = files.writer;
        lake.run("{}");
        assertSame();
    }

    @Test
    void aLakeThatBreaksDoesNotFailTheStage() {
        landEverything();
        lake.run("{'stage':'silver'}");
        target = (layer, run, reading, writing, deadline) -> {
            throw new IllegalStateException("there is no connection");
        };
        JsonNode answer = lake.run("{'stage':'gold'}");
        assertThat(answer.path("warnings").toString())
                .contains("The layer gold was not written to the lake: there is no connection.");
        assertThat(answer.path("next").path("stage").asText()).isEqualTo("platinum");
        assertThat(
                        lake.rows(
                                "select pipeline_name, status from scout.etl_monitoring where layer = 'gold' order by started_at, pipeline_name"))
                .containsExactly("gold|succeeded", "gold_lake|failed");
        target = files.writer;
        lake.run("{}");
        assertSame();
    }

    @Test
    void timeThatIsUpLeavesTheRestToTheNextRun() {
        landEverything();
        JsonNode answer = lake.run("{'stage':'silver'}", Lakehouse.NOW.plusSeconds(15));
        assertThat(answer.path("lake").path("written").asInt()).isZero();
        assertThat(answer.path("warnings").toString()).contains("The time was up.");
        assertThat(answer.path("next").path("stage").asText()).isEqualTo("gold");
        lake.run("{}");
        assertSame();
    }

    @Test
    void anObjectThatSomebodyDeletedComesBackWithTheNextChange() {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5"));
        lake.run("{}");
        files.delete("gold/gold_txn_daily/dt=2024-03-01/part-0000.parquet");
        lake.run("{'stage':'gold','from':'2024-03-01','to':'2024-03-01'}");
        assertSame();
    }

    /** 200,000 rows of more than 600 bytes would be 120 MB. */
    @Test
    void memoryDoesNotGrowWithTheRows() throws Exception {
        lake.execute("""
                insert into scout.gold_txn_daily
                select date '2024-03-01', 'store-' || n, repeat(md5(n::text), 10), repeat(md5((n + 1)::text), 10), null, null, 'urban_high', n, n * 1.25, n % 100, null, null, null, null
                from generate_series(1, 200000) as n""");
        lake.execute("insert into scout.lake_changes values ('gold_txn_daily', 'dt=2024-03-01')");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WriteLakeOnce.class.getName(),
                        lake.database().jdbcUrl(),
                        files.endpoint().toString(),
                        files.work().toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        files.assertComplete();
        // 1.25 x 200,000 x 200,001 / 2
        assertThat(files.query("select count(*), sum(revenue)::decimal(38,2), min(dt) from "
                        + files.files("gold", "gold_txn_daily")))
                .containsExactly("200000|25000125000.00|2024-03-01");
    }

    @Test
    void allTablesOfTheContractAreInTheLake() {
        List<String> tables = new ArrayList<>(lake.rows("""
                select relname from pg_class where relnamespace = 'scout'::regnamespace and relkind in ('r', 'p')
                  and relname ~ '^(silver|scout_gold|gold|platinum|dim)_' and relname !~ '_changed_' order by 1"""));
        // What lost, and what reference files said, is silver's own memory: silver_transactions and the dimensions show
        // it.
        tables.removeAll(List.of(
                "silver_superseded",
                "silver_superseded_lines",
                "silver_product_descriptions",
                "silver_store_descriptions"));
        List<String> inLake = LAYERS.stream()
                .flatMap(layer -> LakeTables.names(layer).stream())
                .toList();
        assertThat(inLake).containsExactlyInAnyOrderElementsOf(tables);
    }

    private void assertSame() {
        LAYERS.forEach(this::assertSame);
    }

    private void assertSame(String layer) {
        files.assertSame(lake, layer);
    }

    private static String put(String folder) {
        return "PUT /" + LakeFiles.BUCKET + "/" + folder.replace("=", "%3D") + "/part-0000.parquet";
    }

    private long land(String key, String... records) {
        return lake.land("daily_transaction_load", key, "2024-03-10T00:00:00Z", records);
    }

    /** Two days with all there is: lines, a return, a substitution, a name with signs, a record without a time, one that is not valid. */
    private void landEverything() {
        lake.landEdge(
                "bronze/edge/a.json",
                "2024-03-02T00:00:00Z",
                """
                {"transaction_id":"E1","store":{"id":"S2","tz_offset_min":480},"geo":{"region_id":"13"},"ts_utc":"2024-03-01T02:00:00.123456Z",
                 "items":[{"category_name":"Drinks","brand_name":"Coca-Cola","product_name":"Coke \\"1.5L\\" ñ 😀|","qty":1.5,"unit_price":50,"total_price":75},
                   {"product_name":"No quantity"}],
                 "substitution":{"asked_brand_id":"Pepsi","final_brand_id":"Coca-Cola"},"suggestion":{"offered":true,"accepted":false},
                 "amounts":{"transaction_amount":75}}""",
                "{\"transaction_id\":\"F1\",\"store_id\":\"S3\",\"timestamp\":\"2024-02-29T02:00:00Z\",\"amount\":10.25}",
                "{\"transaction_id\":\"F2\",\"store_id\":\"S3\",\"timestamp\":\"2024-02-29T03:00:00Z\",\"amount\":-3.5}",
                "{\"transaction_id\":\"F3\",\"store_id\":\"S3\",\"timestamp\":\"yesterday\",\"amount\":1}");
        land("b", RECORD.formatted("T1", "S1", "2024-03-01T01:00:00Z", "1.10"), """
                {"id":"P1","store_id":"S4","timestamp":"2024-03-01T11:00:00","peso_value":30,"sku":"A","brand_name":"Acme",
                 "units_per_transaction":3,"combo_basket":[{"sku":"B","quantity":1}],"location":{"region":"NCR"},"handshake_score":0.875}""");
    }
}
