package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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

/** How far each model has come: one that fails holds back what reads it and nothing else, and what it owes is never forgotten. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProgressIT {

    private static final String RECORD =
            "{\"transaction_id\":\"%s\",\"store_id\":\"S\",\"timestamp\":\"%s\",\"amount\":%s}";
    private static final String SALE =
            "{\"id\":\"%s\",\"store_id\":\"S\",\"timestamp\":\"%s\",\"peso_value\":%s,\"sku\":\"P\",\"brand_name\":%s,\"units_per_transaction\":1}";
    private static final String STATES =
            "select model, batch_no, status from scout.model_progress where model = any ('{gold_txn_daily,gold_product_mix,platinum_features_sales_7d,platinum_store_perf}') order by 1";

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
    void aPoisonedModelHoldsBackOnlyWhatReadsIt() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{}");
        poison("gold_txn_daily");
        land("b", RECORD.formatted("T2", "2024-03-02", "2"));

        JsonNode stages = lake.run("{}").path("stages");

        String reason = "The model gold_txn_daily fails its check \"test refusal\" in 1 row.";
        assertThat(stages.get(1).path("failed").toString())
                .isEqualTo("[{\"name\":\"gold_txn_daily\",\"reason\":\"" + reason.replace("\"", "\\\"") + "\"}]");
        assertThat(stages.get(2).path("waiting").findValuesAsText("name"))
                .contains("platinum_store_perf")
                .doesNotContain("platinum_features_sales_7d", "platinum_store_features");
        assertThat(lake.rows("select date_key, revenue from scout.gold_txn_daily order by 1"))
                .containsExactly("2024-03-01|1");
        assertThat(lake.rows("select as_of_date from scout.platinum_store_perf"))
                .containsExactly("2024-03-01");
        assertThat(lake.rows("select transaction_date from scout.gold_store_daily_summary order by 1"))
                .containsExactly("2024-03-01", "2024-03-02");
        assertThat(lake.rows(STATES))
                .containsExactly(
                        "gold_product_mix|2|promoted",
                        "gold_txn_daily|1|refused",
                        "platinum_features_sales_7d|2|promoted",
                        "platinum_store_perf|1|waiting");
        assertThat(
                        lake.rows(
                                "select status, error_message from scout.etl_monitoring where layer = 'gold' order by started_at desc limit 1"))
                .containsExactly("failed|" + reason + " The other models were built.");

        // What it owes is taken when it is mended, also by what waited for it.
        land("c", RECORD.formatted("T3", "2024-03-04", "4"));
        lake.run("{}");
        mend();
        ObjectNode gold = lake.run("{'stage':'gold'}");
        assertThat(gold.path("days").asInt()).isEqualTo(2);
        assertThat(gold.path("models").findValuesAsText("name"))
                .containsExactlyInAnyOrder("gold_txn_daily", "platinum_changed_days");
        lake.run("{'stage':'platinum'}");
        assertThat(lake.rows("select date_key, revenue from scout.gold_txn_daily order by 1"))
                .containsExactly("2024-03-01|1", "2024-03-02|2", "2024-03-04|4");
        assertThat(lake.rows("select as_of_date, revenue_7d from scout.platinum_store_perf"))
                .containsExactly("2024-03-04|7");
        assertThat(
                        lake.rows(
                                "select (select count(*) from scout.gold_changed_days) + (select count(*) from scout.platinum_changed_days), (select count(*) from scout.model_progress where status <> 'promoted' or error is not null)"))
                .containsExactly("0|0");
    }

    @Test
    void nextIsStillNamedWhereSomeModelsAreRefused() {
        poison("gold_txn_daily");
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{'stage':'silver'}");
        assertThat(lake.run("{'stage':'gold'}").path("next").toString()).isEqualTo("{\"stage\":\"platinum\"}");
        mend();
        lake.run("{}");
        assertThat(lake.rows("select revenue from scout.gold_txn_daily")).containsExactly("1");
    }

    /** It tries the days that it owes in every run; platinum hears of them when it is mended. */
    @Test
    void aModelThatStaysRefusedDoesNotMakePlatinumBuildItsDaysAgain() {
        land("a", SALE.formatted("T1", "2024-03-01", "1", "null"));
        lake.run("{}");
        poison("gold_store_daily_summary");
        land("b", SALE.formatted("T2", "2024-03-02", "2", "null"));
        lake.run("{}");
        land("c", SALE.formatted("T3", "2024-03-03", "4", "null"));
        lake.run("{'stage':'silver'}");
        lake.run("{'stage':'gold'}");
        assertThat(lake.rows("select date_key from scout.platinum_changed_days where batch_no is null"))
                .containsExactly("2024-03-03");
        lake.run("{'stage':'platinum'}");
        mend();
        lake.run("{'stage':'gold'}");
        assertThat(lake.rows("select date_key from scout.platinum_changed_days where batch_no is null order by 1"))
                .containsExactly("2024-03-02", "2024-03-03");
    }

    /** A lock holds up one model until its time is up; what was built before it is kept, and noted for platinum. */
    @Test
    void aModelThatIsCancelledLeavesTimeToNoteWhatWasBuilt() throws SQLException {
        land("a", SALE.formatted("T1", "2024-03-01", "1", "null"));
        lake.run("{}");
        land("b", SALE.formatted("T2", "2024-03-02", "2", "null"));
        lake.run("{'stage':'silver'}");
        try (Connection other = lake.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table scout.scout_gold_transactions in access exclusive mode");
            ObjectNode gold = lake.run("{'stage':'gold'}", Lakehouse.NOW.plusSeconds(5));
            assertThat(gold.path("unreached").toString()).contains("scout_gold_transactions");
            other.rollback();
        }
        assertThat(lake.rows("select date_key from scout.platinum_changed_days where batch_no is null"))
                .containsExactly("2024-03-02");
    }

    /** The product mix knows on which days a product was sold; while it is refused, a brand that changes must still reach the lines of those days. */
    @Test
    void aNewBrandReachesDaysThatTheRefusedProductMixDoesNotKnowOf() {
        land("a", SALE.formatted("T1", "2024-03-01", "1", "\"Old\""));
        lake.run("{}");
        poison("gold_product_mix");
        land("b", SALE.formatted("T2", "2024-03-02", "1", "null"));
        lake.run("{}");
        land("c", SALE.formatted("T3", "2024-03-03", "1", "\"New\""));
        lake.run("{}");
        String lines = "select date_key, brand_name from scout.scout_gold_transaction_items order by 1";
        assertThat(lake.rows(lines)).containsExactly("2024-03-01|Old", "2024-03-02|New", "2024-03-03|New");
        mend();
        lake.run("{}");
        assertThat(lake.rows("select date_key, brand_name from scout.gold_product_mix order by 1"))
                .containsExactly("2024-03-01|New", "2024-03-02|New", "2024-03-03|New");
    }

    @Test
    void whereEveryModelFailsTheRunFailsAndSaysSo() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{}");
        poison("gold_txn_daily");
        assertThatThrownBy(() -> lake.run("{'stage':'gold','from':'2024-03-01','models':['gold_txn_daily']}"))
                .isInstanceOfSatisfying(
                        ScoutException.class, e -> assertThat(e.code()).isEqualTo("CHECK_FAILED"))
                .hasMessage("The model gold_txn_daily fails its check \"test refusal\" in 1 row. Nothing was changed.");
        assertThat(lake.rows("select batch_no, status, error from scout.model_progress where model = 'gold_txn_daily'"))
                .containsExactly("1|refused|The model gold_txn_daily fails its check \"test refusal\" in 1 row.");
        mend();
        lake.run("{}");
        assertThat(lake.rows("select batch_no, status from scout.model_progress where model = 'gold_txn_daily'"))
                .containsExactly("1|promoted");
    }

    @Test
    void aModelThatIsBuiltAloneStandsNoFurtherThanWhatItReads() {
        land("a", SALE.formatted("T1", "2024-03-01", "1", "null"));
        lake.run("{}");
        land("b", SALE.formatted("T2", "2024-03-01", "2", "null"));
        lake.run("{'stage':'silver'}");
        lake.run("{'stage':'gold','models':['gold_product_mix','gold_txn_daily']}");
        assertThat(lake.rows("select revenue from scout.gold_txn_daily")).containsExactly("3");
        assertThat(lake.rows("select revenue from scout.gold_product_mix")).containsExactly("1");
        assertThat(lake.rows(STATES)).contains("gold_product_mix|1|promoted", "gold_txn_daily|2|promoted");
        lake.run("{'stage':'gold'}");
        assertThat(lake.rows("select revenue from scout.gold_product_mix")).containsExactly("3");
    }

    /** Its check tells of another model; its rows do not. */
    @Test
    void aCheckThatReadsARefusedModelDoesNotSetBackTheModelItIsAbout() {
        lake.execute(
                "insert into scout.data_quality_checks (check_name, table_name, kind, check_query, severity) values ('test other', 'gold_txn_daily', 'query', 'select count(*) > 0 from gold_product_mix', 'warn')");
        land("a", SALE.formatted("T1", "2024-03-01", "1", "null"));
        lake.run("{}");
        poison("gold_product_mix");
        land("b", SALE.formatted("T2", "2024-03-02", "2", "null"));
        lake.run("{}");
        assertThat(lake.rows(STATES)).contains("gold_product_mix|1|refused", "gold_txn_daily|2|promoted");
        mend();
    }

    @Test
    void aRunThatNearsItsDeadlineHandsOn() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{}");
        land("b", RECORD.formatted("T2", "2024-03-02", "2"));
        lake.run("{'stage':'silver'}");
        lake.execute("update scout.model_progress set seconds = 10000 where model = 'scout_gold_transactions'");

        ObjectNode first = lake.run("{'stage':'gold'}");
        assertThat(first.path("next").toString()).isEqualTo("{\"stage\":\"gold\"}");
        assertThat(first.path("unreached").toString())
                .contains("scout_gold_transactions")
                .doesNotContain("gold_txn_daily");
        assertThat(lake.rows("select count(*) from scout.gold_txn_daily")).containsExactly("2");
        assertThat(lake.rows("select count(*) from scout.scout_gold_transactions"))
                .containsExactly("1");

        assertThat(lake.run("{'stage':'platinum'}").path("waiting").findValuesAsText("name"))
                .contains("platinum_features_sales_7d");
        // The one that takes so long is the first now, and a run does at least one.
        ObjectNode second = lake.run("{'stage':'gold'}");
        assertThat(second.path("next").toString()).isEqualTo("{\"stage\":\"platinum\"}");
        assertThat(lake.rows("select count(*) from scout.scout_gold_transactions"))
                .containsExactly("2");
        lake.run("{'stage':'platinum'}");
        assertThat(lake.rows("select count(*) from scout.model_progress where status <> 'promoted'"))
                .containsExactly("0");
    }

    /** A quarter of what is left is too short for it; the next run asks it with all models before it built. Alone it has had all that it can have. */
    @Test
    void aCheckThatTheTimeIsTooShortForLeavesItsModel() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{'stage':'silver'}");
        lake.execute(
                "insert into scout.data_quality_checks (check_name, table_name, check_query) values ('test refusal', 'gold_store_daily_summary', 'select pg_sleep(100)')");
        ObjectNode gold = lake.run("{'stage':'gold'}", Lakehouse.NOW.plusSeconds(8));
        assertThat(gold.has("failed")).isFalse();
        assertThat(gold.path("unreached").toString()).contains("gold_store_daily_summary");
        assertThatThrownBy(() -> lake.run(
                        "{'stage':'gold','models':['gold_store_daily_summary']}", Lakehouse.NOW.plusSeconds(6)))
                .hasMessage(
                        "The model gold_store_daily_summary fails its check \"test refusal\", which can't be asked: canceling statement due to statement timeout. Nothing was changed.");
        mend();
    }

    @Test
    void allStagesStopWhereOneHandsOn() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{}");
        land("b", RECORD.formatted("T2", "2024-03-02", "2"));
        lake.execute("update scout.model_progress set seconds = 10000 where model = 'scout_gold_transactions'");
        ObjectNode answer = lake.run("{}");
        assertThat(answer.path("stages")).hasSize(2);
        assertThat(answer.path("next").toString()).isEqualTo("{\"stage\":\"gold\"}");
    }

    @Test
    void windowsMoveOnWithTheDayAndNothingElseIsBuilt() {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{}");
        assertThat(lake.run("{'stage':'platinum'}").path("models")).isEmpty();
        lake.execute("update scout.model_progress set current_day = '2024-03-30'");
        assertThat(lake.run("{'stage':'platinum'}").path("models").findValuesAsText("name"))
                .contains("platinum_store_perf")
                .doesNotContain("platinum_features_sales_7d");
    }

    /** Its connection ends as it does where the function is killed: the lock is free, and the row tells what happened. */
    @Test
    void aRunThatDiedIsTakenOver() throws SQLException {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{'stage':'silver'}");
        lake.execute(
                "insert into scout.etl_monitoring (run_id, pipeline_name, layer, status) values ('00000000-0000-0000-0000-00000000dead', 'gold', 'gold', 'running')");
        try (Connection other = lake.database().connect();
                Statement statement = other.createStatement()) {
            statement.execute("select pg_advisory_lock(hashtextextended('scout.transform.gold', 0))");
            assertThatThrownBy(() -> lake.run("{'stage':'gold'}")).hasMessageContaining("still under way");
        }
        String dead =
                "select status, error_message from scout.etl_monitoring where run_id = '00000000-0000-0000-0000-00000000dead'";
        assertThat(lake.rows(dead)).containsExactly("running|");
        lake.run("{'stage':'gold'}");
        assertThat(lake.rows(dead))
                .containsExactly(
                        "failed|The run died: its database connection ended before it could say how it ended. The next run goes on with what it left.");
        assertThat(
                        lake.rows(
                                "select status from scout.etl_monitoring where layer = 'gold' order by started_at desc limit 2"))
                .containsExactlyInAnyOrder("succeeded", "failed");
    }

    @Test
    void aRunWhoseBackendIsKilledChangesNothingAndTheNextGoesOn() throws SQLException, InterruptedException {
        land("a", RECORD.formatted("T1", "2024-03-01", "1"));
        lake.run("{'stage':'silver'}");
        try (Connection other = lake.database().connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table scout.scout_gold_transactions in access exclusive mode");
            CompletableFuture<Void> run = CompletableFuture.runAsync(() -> lake.run("{'stage':'gold'}"));
            String stuck =
                    "select pid from pg_stat_activity where usename = 'scout_transform' and wait_event_type = 'Lock'";
            List<String> pids = lake.rows(stuck);
            while (pids.isEmpty()) {
                Thread.sleep(20);
                pids = lake.rows(stuck);
            }
            lake.rows("select pg_terminate_backend(" + pids.get(0) + ")");
            assertThatThrownBy(run::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            ScoutException.class, e -> assertThat(e.retryable()).isTrue());
            other.rollback();
        }
        assertThat(lake.rows("select count(*) from scout.gold_txn_daily")).containsExactly("0");
        lake.run("{'stage':'gold'}");
        assertThat(lake.rows("select revenue from scout.gold_txn_daily")).containsExactly("1");
    }

    private void poison(String table) {
        lake.execute(
                "insert into scout.data_quality_checks (check_name, table_name, kind, check_query) values ('test refusal', '"
                        + table + "', 'query', 'select false')");
    }

    private void mend() {
        lake.execute("delete from scout.data_quality_checks where check_name = 'test refusal'");
    }

    private void land(String key, String... records) {
        lake.land("daily_transaction_load", key, "2024-03-10T00:00:00Z", records);
    }
}
