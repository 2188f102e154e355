package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How stages run: one transaction, one at a time, recorded, only what is new. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StagesIT {

    private static final String RECORD =
            "{\"transaction_id\":\"%s\",\"store_id\":\"S\",\"timestamp\":\"%s\",\"amount\":%s}";

    private final Lakehouse lake = new Lakehouse();

    @AfterAll
    void stop() {
        lake.close();
    }

    @BeforeEach
    void clear() {
        lake.clear();
    }

    @Test
    void aStageNamesTheNext() {
        land("a", RECORD.formatted("T", "2024-03-01", "1"));
        ObjectNode silver = lake.run("{'stage':'silver'}");
        assertThat(silver.path("next").toString()).isEqualTo("{\"stage\":\"gold\"}");
        assertThat(silver.path("files").asInt()).isEqualTo(1);
        ObjectNode gold = lake.run("{'stage':'gold','from':'2024-03-01','to':'2024-03-02'}");
        assertThat(gold.path("next").toString())
                .isEqualTo("{\"stage\":\"platinum\",\"from\":\"2024-03-01\",\"to\":\"2024-03-02\"}");
        assertThat(lake.run("{'stage':'platinum'}").has("next")).isFalse();
        assertThat(lake.run("{}").has("next")).isFalse();
        assertThat(
                        lake.rows(
                                "select pipeline_name, layer, status, records_processed, records_rejected, error_message, details ->> 'stage' from scout.etl_monitoring order by started_at limit 2"))
                .first()
                .isEqualTo("silver|silver|succeeded|1|0||silver");
        assertThat(
                        lake.rows(
                                "select f.silver_run_id = m.run_id from scout.ingest_files as f, scout.etl_monitoring as m order by m.started_at limit 1"))
                .containsExactly("t");
    }

    @Test
    void filesOfAPipelineThatIsGoneWaitAndAreNotForgotten() {
        lake.pipeline("test_gone", "{\"transaction_id\":\"id\"}", null);
        lake.land("test_gone", "x", "2024-03-10T00:00:00Z", "{\"id\":\"X\"}");
        land("a", RECORD.formatted("T", "2024-03-01", "1"));
        lake.run("{}");
        lake.execute("delete from scout.etl_pipelines where pipeline_name = 'test_gone'");

        assertThatThrownBy(() -> lake.run("{'stage':'silver','full_refresh':true}"))
                .hasMessageContaining("\"test_gone\" wait until")
                .hasMessageContaining("nothing was changed");
        assertThat(lake.rows("select count(*) from scout.silver_transactions")).containsExactly("2");
    }

    @Test
    void refusesToBuildAHalfOfSilver() {
        assertThatThrownBy(() -> lake.run("{'stage':'silver','models':['dim_store']}"))
                .hasMessageContaining("as a whole");
        assertThatThrownBy(() -> lake.run("{'stage':'silver','full_refresh':true,'from':'2024-03-01'}"))
                .hasMessageContaining("as a whole");
    }

    @Test
    void nothingNewChangesNothing() {
        land("a", RECORD.formatted("T", "2024-03-01", "1"));
        lake.run("{}");
        List<String> before = lake.rows(
                "select xmin from scout.silver_transactions union all select xmin from scout.gold_txn_daily union all select xmin from scout.platinum_features_sales_7d");
        ObjectNode answer = lake.run("{}");
        assertThat(answer.path("stages").get(0).path("files").asInt()).isZero();
        assertThat(answer.path("stages").get(1).path("days").asInt()).isZero();
        assertThat(
                        lake.rows(
                                "select xmin from scout.silver_transactions union all select xmin from scout.gold_txn_daily union all select xmin from scout.platinum_features_sales_7d"))
                .isEqualTo(before);
    }

    @Test
    void goldRebuildsOnlyTheDaysThatChanged() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"), RECORD.formatted("T2", "2024-03-02", "2"));
        lake.run("{}");
        String untouched = "select xmin from scout.gold_txn_daily where date_key = '2024-03-01'";
        List<String> before = lake.rows(untouched);
        land("b", RECORD.formatted("T3", "2024-03-02", "3"));
        assertThat(lake.run("{}").path("stages").get(1).path("days").asInt()).isEqualTo(1);
        assertThat(lake.rows("select date_key, revenue from scout.gold_txn_daily order by 1"))
                .containsExactly("2024-03-01|1", "2024-03-02|5");
        assertThat(lake.rows(untouched)).isEqualTo(before);
    }

    @Test
    void namedDaysAndModelsAreBuiltAgain() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"), RECORD.formatted("T2", "2024-03-02", "2"));
        lake.run("{}");
        lake.execute("update scout.gold_txn_daily set revenue = 99");
        lake.execute("update scout.gold_store_daily_summary set total_revenue = 99");
        lake.run("{'stage':'gold','from':'2024-03-02','models':['gold_txn_daily']}");
        assertThat(lake.rows("select revenue from scout.gold_txn_daily order by date_key"))
                .containsExactly("99", "2");
        assertThat(lake.rows("select total_revenue from scout.gold_store_daily_summary order by transaction_date"))
                .containsExactly("99", "99");
        lake.run("{'stage':'gold','full_refresh':true}");
        assertThat(lake.rows("select revenue from scout.gold_txn_daily order by date_key"))
                .containsExactly("1", "2");
        assertThat(lake.rows("select total_revenue from scout.gold_store_daily_summary order by transaction_date"))
                .containsExactly("1", "2");
    }

    @Test
    void aModelAloneLeavesTheMarksForTheOthers() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{'stage':'silver'}");
        lake.run("{'stage':'gold','models':['gold_txn_daily']}");
        assertThat(lake.rows("select count(*) from scout.gold_txn_daily")).containsExactly("1");
        assertThat(lake.rows("select count(*) from scout.gold_store_daily_summary"))
                .containsExactly("0");
        lake.run("{'stage':'gold'}");
        assertThat(lake.rows("select count(*) from scout.gold_store_daily_summary"))
                .containsExactly("1");
    }

    @Test
    void aFailingStageChangesNothingAndSaysWhy() {
        land("a", RECORD.formatted("T", "2024-03-01", "1"));
        lake.execute("alter table scout.silver_transactions add constraint test_limit check (total_amount < 1)");
        try {
            assertThatThrownBy(() -> lake.run("{'stage':'silver'}"))
                    .isInstanceOfSatisfying(ScoutException.class, e -> {
                        assertThat(e.code()).isEqualTo("CHECK_FAILED");
                        assertThat(e.retryable()).isFalse();
                    })
                    .hasMessage(
                            "The model silver_transactions breaks a constraint of its table (test_limit). Nothing was changed.");
        } finally {
            lake.execute("alter table scout.silver_transactions drop constraint test_limit");
        }
        assertThat(
                        lake.rows(
                                "select (select count(*) from scout.silver_transactions) + (select count(*) from scout.gold_changed_days) + (select count(*) from scout.dim_store)"))
                .containsExactly("0");
        assertThat(lake.rows("select silver_run_id from scout.ingest_files")).containsExactly("");
        assertThat(lake.rows("select status, error_message from scout.etl_monitoring"))
                .containsExactly(
                        "failed|The model silver_transactions breaks a constraint of its table (test_limit). Nothing was changed.");
        lake.run("{}");
        assertThat(lake.rows("select revenue from scout.gold_txn_daily")).containsExactly("1");
    }

    @Test
    void twoRunsOfAStageExcludeEachOther() throws SQLException {
        try (Connection other = lake.database().connect();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('scout.transform.silver', 0))");
            assertThatThrownBy(() -> lake.run("{'stage':'silver'}")).isInstanceOfSatisfying(ScoutException.class, e -> {
                assertThat(e.code()).isEqualTo("STAGE_BUSY");
                assertThat(e.retryable()).isTrue();
            });
            lake.run("{'stage':'gold'}");
            // A message that something landed is not to come back: who has the lock takes it, or the schedule.
            assertThat(lake.run("{'Records':[{'eventSource':'aws:sqs'}]}")
                            .path("left")
                            .asText())
                    .startsWith("Another run of the stage silver");
        }
    }

    @Test
    void runsAtTheSameTimeEndAsOneAfterTheOther() {
        for (int file = 0; file < 20; file++) {
            land(
                    "f" + file,
                    RECORD.formatted("T" + file, "2024-03-0" + (1 + file % 9), "1"),
                    RECORD.formatted("X", "2024-03-01", String.valueOf(file)));
        }
        List<CompletableFuture<Void>> runs = List.of(
                CompletableFuture.runAsync(() -> lake.run("{}")),
                CompletableFuture.runAsync(() -> lake.run("{}")),
                CompletableFuture.runAsync(() -> lake.run("{}")));
        runs.forEach(CompletableFuture::join);
        lake.run("{}");
        // 20 transactions of 1 and the latest X of those with the greatest key: f9.
        assertThat(lake.rows(
                        "select count(*), sum(total_amount), sum(superseded_count) from scout.silver_transactions"))
                .containsExactly("21|29|19");
        assertThat(lake.rows("select sum(revenue) from scout.gold_txn_daily")).containsExactly("29");
    }

    @Test
    void timeThatIsUpEndsAStageCleanly() {
        land("a", RECORD.formatted("T", "2024-03-01", "1"));
        assertThatThrownBy(() -> lake.run("{'stage':'silver'}", Lakehouse.NOW))
                .isInstanceOfSatisfying(
                        ScoutException.class, e -> assertThat(e.retryable()).isTrue());
        assertThat(lake.rows("select count(*) from scout.silver_transactions")).containsExactly("0");
    }

    @Test
    void aFullRefreshForgetsWhatBronzeDoesNotHaveAnyMore() {
        long gone = land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        land("b", RECORD.formatted("T2", "2024-03-05", "2"));
        lake.run("{}");
        lake.execute("delete from scout.bronze_transactions where _file_id = " + gone);
        lake.execute("delete from scout.ingest_files where file_id = " + gone);
        lake.run("{'full_refresh':true}");
        assertThat(lake.rows("select date_key, revenue from scout.gold_txn_daily"))
                .containsExactly("2024-03-05|2");
        assertThat(lake.rows("select transaction_id from scout.scout_gold_transactions"))
                .containsExactly("T2");
    }

    @Test
    void aFileWithFewerRecordsThanTheLedgerSaysIsReported() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.execute("update scout.ingest_files set rows_loaded = 2, rows_read = 2");
        assertThat(lake.run("{'stage':'silver'}").path("warnings").toString())
                .isEqualTo("[\"The ledger says that a has 2 records in bronze; there are 1.\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "{'stage':'diamond'} @ There is no stage \"diamond\"; there are silver, gold, platinum.",
                "{'full_refesh':true} @ The event has \"full_refesh\", which means nothing here.",
                "{'full_refresh':'yes'} @ \"full_refresh\" must be true or false.",
                "{'from':'01.01.2024'} @ \"from\" must be a day such as 2024-01-31.",
                "{'from':'2024-02-01','to':'2024-01-01'} @ \"from\" is after \"to\".",
                "{'stage':'platinum','models':['gold_txn_daily']} @ There is no model \"gold_txn_daily\" to run here; there are platinum_customer_segments, platinum_features_sales_7d, platinum_monitors, platinum_store_features, platinum_store_perf.",
                "[] @ The event is not a JSON object."
            })
    void refusesAnEventWithASentence(String event, String sentence) {
        assertThatThrownBy(() -> lake.run(event))
                .isInstanceOf(ScoutException.class)
                .hasMessage(sentence);
    }

    private long land(String key, String... records) {
        return lake.land("daily_transaction_load", key, "2024-03-10T00:00:00Z", records);
    }
}
