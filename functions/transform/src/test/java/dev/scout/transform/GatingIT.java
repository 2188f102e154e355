package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.transform.quality.Check;
import dev.scout.transform.quality.CheckResult;
import dev.scout.transform.quality.Quality;
import dev.scout.transform.quality.Severity;
import dev.scout.transform.quality.WrittenRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that people add as rows: what passes, what fails, what becomes of it, and the way from an offending row to its record. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatingIT {

    private static final String RECORD =
            "{\"transaction_id\":\"%s\",\"store_id\":\"%s\",\"timestamp\":\"%s\",\"amount\":%s,\"payment_method\":\"%s\"}";

    private final Lakehouse lake = new Lakehouse();

    @AfterAll
    void stop() {
        lake.close();
    }

    @BeforeEach
    void clear() {
        lake.clear();
    }

    /** Three transactions: two stores on 2024-03-01 (10 and -4), one on 2024-03-20 (30). Now is 2024-03-31. */
    @Test
    void everyKindOfCheckPassesAndFails() {
        land(
                "a",
                RECORD.formatted("T1", "S1", "2024-03-01", "10", "cash"),
                RECORD.formatted("T2", "S2", "2024-03-01", "-4", "gcash"),
                RECORD.formatted("T3", "S1", "2024-03-20", "30", "cash"));
        lake.execute("""
                insert into scout.data_quality_checks (check_name, table_name, kind, column_name, parameters, check_query, expected_result, severity) values
                  ('test not null +', 'scout_gold_transactions', 'not_null', 'store_id', '{}', null, null, 'warn'),
                  ('test not null -', 'scout_gold_transactions', 'not_null', 'device_id', '{}', null, null, 'warn'),
                  ('test not null of cash -', 'scout_gold_transactions', 'not_null', 'device_id', '{"where":"payment_method = ''cash''"}', null, null, 'warn'),
                  ('test accepted +', 'scout_gold_transactions', 'accepted_values', 'payment_method', '{"values":["cash","gcash"]}', null, null, 'warn'),
                  ('test accepted -', 'scout_gold_transactions', 'accepted_values', 'payment_method', '{"values":["cash"]}', null, null, 'warn'),
                  ('test range +', 'scout_gold_transactions', 'range', 'total_amount', '{"min":-4,"max":30}', null, null, 'warn'),
                  ('test range -', 'scout_gold_transactions', 'range', 'total_amount', '{"min":0,"max":29.5}', null, null, 'warn'),
                  ('test range of days -', 'scout_gold_transactions', 'range', 'date_key', '{"max":"2024-03-02"}', null, null, 'warn'),
                  ('test reference +', 'scout_gold_transactions', 'reference', 'store_id', '{"table":"silver_transactions","column":"store_id"}', null, null, 'warn'),
                  ('test reference -', 'scout_gold_transactions', 'reference', 'store_id', '{"table":"dim_product","column":"sku"}', null, null, 'warn'),
                  ('test condition +', 'scout_gold_transactions', 'condition', null, '{}', 'total_amount > 30 -- dear', null, 'warn'),
                  ('test condition -', 'scout_gold_transactions', 'condition', null, '{}', 'total_amount < 0', null, 'warn'),
                  ('test unique +', 'scout_gold_transactions', 'unique', 'store_id, total_amount', '{}', null, null, 'warn'),
                  ('test unique -', 'scout_gold_transactions', 'unique', 'store_id', '{}', null, null, 'warn'),
                  ('test fresh +', 'scout_gold_transactions', 'freshness', 'date_key', '{"max_age":"12 days"}', null, null, 'warn'),
                  ('test fresh -', 'scout_gold_transactions', 'freshness', 'transaction_timestamp', '{"max_age":"10 days"}', null, null, 'warn'),
                  ('test volume +', 'scout_gold_transactions', 'volume', null, '{"min":3,"max":3}', null, null, 'warn'),
                  ('test volume -', 'scout_gold_transactions', 'volume', null, '{"min":4}', null, null, 'warn'),
                  ('test daily volume +', 'scout_gold_transactions', 'volume', 'date_key', '{"min_ratio":0.5,"max_ratio":2}', null, null, 'warn'),
                  ('test daily volume -', 'scout_gold_transactions', 'volume', 'date_key', '{"min_ratio":0.51}', null, null, 'warn'),
                  ('test sums +', 'gold_txn_daily', 'reconciliation', 'revenue',
                    '{"by":"date_key","with":"scout_gold_transactions","with_column":"total_amount"}', null, null, 'warn'),
                  ('test sums -', 'gold_txn_daily', 'reconciliation', 'revenue',
                    '{"by":"date_key","with":"scout_gold_transactions","with_column":"total_amount","with_where":"total_amount > 0"}', null, null, 'warn'),
                  ('test count +', 'gold_txn_daily', 'query', null, '{}', 'select count(*) from gold_txn_daily where revenue > 30', null, 'warn'),
                  ('test count -', 'gold_txn_daily', 'query', null, '{}', 'select count(*) from gold_txn_daily', null, 'warn'),
                  ('test expected +', 'gold_txn_daily', 'query', null, '{}', 'select sum(revenue) from gold_txn_daily', '36.00', 'warn'),
                  ('test expected -', 'gold_txn_daily', 'query', null, '{}', 'select sum(revenue) from gold_txn_daily', '35', 'warn'),
                  ('test true +', 'gold_txn_daily', 'query', null, '{}', 'select max(date_key) = ''2024-03-20'' from gold_txn_daily', null, 'warn'),
                  ('test true -', 'gold_txn_daily', 'query', null, '{}', 'select max(date_key) > ''2024-03-20'' from gold_txn_daily', null, 'warn'),
                  ('test null -', 'gold_txn_daily', 'query', null, '{}', 'select null::boolean', null, 'warn'),
                  ('test rows +', 'gold_txn_daily', 'query', null, '{}', 'select * from gold_txn_daily where revenue > 30', null, 'warn'),
                  ('test rows -', 'gold_txn_daily', 'query', null, '{}', 'select * from scout.gold_txn_daily where store_id = ''S1''', null, 'warn'),
                  ('test changed days +', 'gold_txn_daily', 'query', null, '{}', 'select count(*) from changed_days', '2', 'warn')""");

        ObjectNode answer = lake.run("{}");

        assertThat(answer.path("stages").get(1).has("failed")).isFalse();
        assertThat(
                        lake.rows(
                                "select check_name, passed, failures from scout.data_quality_latest where check_name like 'test%' and passed <> (check_name like '%+')"))
                .isEmpty();
        assertThat(
                        lake.rows(
                                "select check_name, failures, rows_checked from scout.data_quality_latest where check_name like 'test%-' order by check_name collate \"C\""))
                .containsExactly(
                        "test accepted -|1|3",
                        "test condition -|1|3",
                        "test count -|3|",
                        "test daily volume -|1|",
                        "test expected -|1|",
                        "test fresh -|1|",
                        "test not null -|3|3",
                        "test not null of cash -|2|3",
                        "test null -|1|",
                        "test range -|2|3",
                        "test range of days -|1|3",
                        "test reference -|3|3",
                        "test rows -|2|",
                        "test sums -|1|",
                        "test true -|1|",
                        "test unique -|1|",
                        "test volume -|1|");
        assertThat(lake.rows(
                        "select count(*) from scout.data_quality_results where check_name like 'test%' and passed"))
                .containsExactly("15");
        assertThat(
                        lake.rows(
                                "select actual_result, passed, executed_at is not null from scout.data_quality_checks where check_name in ('test expected -', 'test rows -', 'test true +') order by check_name collate \"C\""))
                .containsExactly("36|f|t", "2|f|t", "true|t|t");
        assertThat(
                        lake.rows(
                                "select sample, message from scout.data_quality_latest where check_name in ('test sums -', 'test unique -') order by check_name collate \"C\""))
                .containsExactly(
                        "[{\"total\": 6, \"date_key\": \"2024-03-01\", \"total_there\": 10}]|It found {\"total\":6,\"date_key\":\"2024-03-01\",\"total_there\":10}.",
                        "[{\"store_id\": \"S1\", \"rows_with_it\": 2}]|It found {\"store_id\":\"S1\",\"rows_with_it\":2}.");
    }

    @Test
    void anErrorInSilverRefusesTheRunAndItsResultsStay() {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "-1", "cash"));
        check("test negative", "silver_transactions", "condition", "total_amount < 0", "error");
        assertThatThrownBy(() -> lake.run("{}"))
                .isInstanceOfSatisfying(
                        ScoutException.class, e -> assertThat(e.code()).isEqualTo("CHECK_FAILED"))
                .hasMessage(
                        "The model silver_transactions fails its check \"test negative\" in 1 row. Nothing was changed.");
        assertThat(lake.rows("select count(*) from scout.silver_transactions")).containsExactly("0");
        assertThat(
                        lake.rows(
                                "select r.severity, r.passed, r.failures, r.sample -> 0 ->> 'transaction_id', m.status from scout.data_quality_results as r join scout.etl_monitoring as m using (run_id) where r.check_name = 'test negative'"))
                .containsExactly("error|f|1|T1|failed");
        lake.execute("update scout.data_quality_checks set severity = 'warn' where check_name = 'test negative'");
        ObjectNode answer = lake.run("{'stage':'silver'}");
        assertThat(answer.path("checks").toString())
                .contains(
                        "{\"model\":\"silver_transactions\",\"name\":\"test negative\",\"severity\":\"warn\",\"passed\":false,\"failures\":1,\"message\":\"It does not hold for 1 of 1 rows.\"}");
        assertThat(
                        lake.rows(
                                "select runs, failed, most_failures from scout.data_quality_trend where check_name = 'test negative'"))
                .containsExactly("2|2|1");
    }

    /** A view is asked as silver leaves it: what it must not show is refused, and the corrected file comes in. */
    @Test
    void aCheckOfAViewSeesWhatTheRunWrites() {
        check("test negative", "silver_edge_transactions", "condition", "amount < 0", "error");
        lake.landEdge("a", "2024-03-10T00:00:00Z", RECORD.formatted("T1", "S1", "2024-03-01", "-1", "cash"));
        assertThatThrownBy(() -> lake.run("{'stage':'silver'}"))
                .hasMessage(
                        "The table silver_edge_transactions fails its check \"test negative\" in 1 row. Nothing was changed.");
        lake.landEdge("b", "2024-03-11T00:00:00Z", RECORD.formatted("T1", "S1", "2024-03-01", "1", "cash"));
        lake.run("{'stage':'silver'}");
        assertThat(lake.rows("select amount from scout.silver_edge_transactions"))
                .containsExactly("1");
    }

    /** The statements of the seed, as a user types them. */
    @Test
    void aCheckNeedsNoMoreThanNameTableAndQuery() {
        lake.execute("""
                insert into scout.data_quality_checks (check_name, table_name, check_query)
                values
                  ('test_bronze_completeness', 'bronze_edge_raw', 'SELECT COUNT(*) FROM bronze_edge_raw WHERE raw_data IS NULL'),
                  ('test_gold_accuracy', 'gold_store_daily_summary', 'SELECT COUNT(*) FROM gold_store_daily_summary WHERE total_revenue < 0')""");
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5", "cash"));
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select check_name, actual_result, passed from scout.data_quality_checks where check_name like 'test%' order by 1"))
                .containsExactly("test_bronze_completeness|0|t", "test_gold_accuracy|0|t");
    }

    @Test
    void aCheckThatCanNotBeAskedIsNeverSilentAndChangesNothing() {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5", "cash"));
        check("test divides", "silver_transactions", "condition", "1 / (total_amount - total_amount) > 0", "warn");
        check("test holds", "silver_transactions", "condition", "total_amount < 0", "warn");
        check("test waits", "silver_transactions", "query", "select pg_sleep(100)", "warn");
        lake.run("{'stage':'silver'}", Lakehouse.NOW.plusSeconds(12));
        assertThat(
                        lake.rows(
                                "select check_name, passed, failures, message from scout.data_quality_latest where check_name like 'test%' order by 1"))
                .containsExactly(
                        "test divides|f||It can't be asked: division by zero.",
                        "test holds|t|0|",
                        "test waits|f||It can't be asked: canceling statement due to statement timeout.");
        assertThat(lake.rows("select count(*) from scout.silver_transactions")).containsExactly("1");

        lake.execute(
                "update scout.data_quality_checks set severity = 'error' where check_name = 'test divides'; delete from scout.data_quality_checks where check_name = 'test waits'");
        land("b", RECORD.formatted("T2", "S1", "2024-03-01", "5", "cash"));
        assertThatThrownBy(() -> lake.run("{'stage':'silver'}"))
                .hasMessage(
                        "The model silver_transactions fails its check \"test divides\", which can't be asked: division by zero. Nothing was changed.");
    }

    /** A full refresh of millions of lines must not refuse itself: only what somebody added is held to a quarter of the time, here 200 ms. */
    @Test
    void aCheckBesideAModelHasTheTimeOfTheRun() throws SQLException {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5", "cash"));
        lake.run("{'stage':'silver'}");
        check("test slow", "silver_transactions", "condition", "pg_sleep(0.4) is null", "warn");
        try (Connection connection = lake.database().connect()) {
            connection.setAutoCommit(false);
            Quality quality = Quality.of(connection, () -> Duration.ofMillis(800));
            WrittenRows rows = WrittenRows.all("silver_transactions");
            assertThat(quality.ask(
                            rows, List.of(Check.parse("it waits: pg_sleep(0.4) is null", Severity.ERROR)), false))
                    .filteredOn(result ->
                            result.name().equals("it waits") || result.name().equals("test slow"))
                    .extracting(CheckResult::passed)
                    .containsExactly(true, false);
            assertThatThrownBy(() -> quality.ask(
                            rows, List.of(Check.parse("it waits: pg_sleep(2) is null", Severity.ERROR)), false))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("statement timeout");
        }
    }

    /** T1 has a line in the table that is referred to, T2 has none. */
    @Test
    void aConditionThatReadsAnotherTableCountsWhatOffends() {
        land(
                "a",
                "{\"id\":\"T1\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"peso_value\":1,\"sku\":\"P\",\"units_per_transaction\":1}",
                RECORD.formatted("T2", "S", "2024-03-01", "5", "cash"));
        check(
                "test lines",
                "scout_gold_transactions",
                "condition",
                "total_amount > 0 and not exists (select from silver_transaction_items as i where i.transaction_id = scout_gold_transactions.transaction_id)",
                "warn");
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select failures, rows_checked, sample -> 0 ->> 'transaction_id' from scout.data_quality_latest where check_name = 'test lines'"))
                .containsExactly("1|2|T2");
    }

    @Test
    void aCheckCanNotWriteNorSetItselfFree() {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5", "cash"));
        check("test changes", "silver_transactions", "query", "select lo_create(0), 1", "warn");
        check(
                "test frees",
                "silver_transactions",
                "query",
                "select set_config('transaction_read_only', 'off', true)",
                "warn");
        lake.run("{'stage':'silver'}");
        assertThat(
                        lake.rows(
                                "select message from scout.data_quality_latest where check_name like 'test%' order by check_name"))
                .containsExactly(
                        "It can't be asked: cannot execute lo_create() in a read-only transaction.",
                        "It can't be asked: cannot set transaction read-write mode inside a read-only transaction.");
    }

    /** Checks of a table are asked in the order of their names; the second sees what the first has left of the run's lock. */
    @Test
    void aCheckCanNotGiveBackTheStagesLock() {
        land("a", RECORD.formatted("T1", "S1", "2024-03-01", "5", "cash"));
        check(
                "test 1 frees",
                "silver_transactions",
                "query",
                "select pg_advisory_unlock(hashtextextended('scout.transform.silver', 0))",
                "warn");
        check(
                "test 2 is held",
                "silver_transactions",
                "query",
                "select count(*) = 1 from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()",
                "warn");
        check("test 3 locks", "silver_transactions", "query", "select pg_advisory_lock(1) is null", "warn");
        lake.run("{'stage':'silver'}");
        assertThat(
                        lake.rows(
                                "select check_name, passed from scout.data_quality_latest where check_name like 'test%' order by 1"))
                .containsExactly("test 1 frees|t", "test 2 is held|t", "test 3 locks|f");
        assertThat(lake.rows("select count(*) from pg_locks where locktype = 'advisory'"))
                .containsExactly("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            quoteCharacter = '`',
            value = {
                "'t', 'nowhere', 'not_null', 'x', '{}', null @ There is no table \"nowhere\" in the schema scout.",
                "'t', 'dim_store', 'not_null', 'x', '{}', null @ The table \"dim_store\" has no column \"x\".",
                "'t', 'dim_store', 'unique', 'store_id, x', '{}', null @ The table \"dim_store\" has no column \"x\".",
                "'t', 'dim_store', 'not_null', null, '{}', null @ violates check constraint",
                "'t', 'dim_store', 'pretty', 'store_id', '{}', null @ violates check constraint",
                "'t', 'dim_store', 'range', 'store_id', '{}', null @ A check of the kind range needs \"min\" or \"max\".",
                "'t', 'dim_store', 'range', 'store_id', '{\"low\":1}', null @ A check of the kind range has no parameter \"low\".",
                "'t', 'dim_store', 'reference', 'store_id', '{\"table\":\"x\",\"column\":\"y\"}', null @ There is no table \"x\" in the schema scout.",
                "'t', 'dim_store', 'freshness', 'region', '{\"max_age\":\"soon\"}', null @ \"max_age\" must be an interval such as \"36 hours\".",
                "'t', 'dim_store', 'condition', null, '{}', 'regio is null' @ The check \"t\" can't be asked: column \"regio\" does not exist.",
                "'t', 'dim_store', 'query', null, '{}', 'selec 1' @ The check \"t\" can't be asked: syntax error at or near \"selec\".",
                "'t', 'dim_store', 'query', null, '{}', 'select 1; drop table scout.dim_store' @ The check \"t\" can't be asked: cannot open multi-query plan as cursor.",
                "'t', 'dim_store', 'query', null, '{}', 'delete from scout.dim_store' @ The check \"t\" can't be asked: cannot open DELETE query as cursor."
            })
    void refusesACheckThatCanNotWork(String values, String sentence) {
        assertThatThrownBy(() -> lake.execute(
                        "insert into scout.data_quality_checks (check_name, table_name, kind, column_name, parameters, check_query) values ("
                                + values + ")"))
                .cause()
                .hasMessageContaining(sentence);
    }

    /** Of the lines of one till's file, the third has the offending price; of gold's day, both records of that day are told. */
    @Test
    void anOffendingRowLeadsToItsFileAndLine() {
        lake.pipeline(
                "test_till",
                "{\"transaction_id\":\"id\",\"store_id\":\"shop\",\"timestamp\":\"at\",\"sku\":\"sku\",\"quantity\":\"n\",\"unit_price\":\"price\"}",
                null);
        lake.land(
                "test_till",
                "bronze/test_till/a.csv",
                "2024-03-10T00:00:00Z",
                "{\"id\":\"A\",\"shop\":\"S\",\"at\":\"2024-03-01\",\"sku\":\"P\",\"n\":1,\"price\":2}",
                "{\"id\":\"B\",\"shop\":\"S\",\"at\":\"2024-03-02\",\"sku\":\"P\",\"n\":1,\"price\":3}",
                "{\"id\":\"B\",\"shop\":\"S\",\"at\":\"2024-03-02\",\"sku\":\"Q\",\"n\":1,\"price\":999}",
                "{\"id\":\"C\",\"shop\":\"S\",\"at\":\"2024-03-02\",\"sku\":\"P\",\"n\":1,\"price\":4}");
        check("test dear line", "silver_transaction_items", "condition", "line_total > 900", "warn");
        check("test dear product", "gold_product_mix", "condition", "sku = 'P' and revenue > 5", "warn");
        check("test dear day", "gold_txn_daily", "condition", "revenue > 900", "warn");
        check("test dear feature", "platinum_features_sales_7d", "condition", "revenue > 900", "warn");
        lake.run("{}");
        String trace = """
                select t.pipeline, t.source_file, t.source_row, t.transaction_id, t.bronze_id = b._raw_id
                from scout.data_quality_latest as l
                cross join jsonb_array_elements(l.sample) as s (offending)
                cross join scout.trace(l.table_name, s.offending) as t
                join scout.bronze_transactions as b on b._source_file = t.source_file and b._source_row = t.source_row
                where l.check_name = '%s'""";
        assertThat(lake.rows(trace.formatted("test dear line")))
                .containsExactly("test_till|bronze/test_till/a.csv|3|B|t");
        assertThat(lake.rows(trace.formatted("test dear product")))
                .containsExactly("test_till|bronze/test_till/a.csv|2|B|t", "test_till|bronze/test_till/a.csv|4|C|t");
        assertThat(lake.rows(trace.formatted("test dear day")))
                .containsExactly("test_till|bronze/test_till/a.csv|2|B|t", "test_till|bronze/test_till/a.csv|4|C|t");
        assertThat(lake.rows(trace.formatted("test dear feature")))
                .containsExactly(
                        "test_till|bronze/test_till/a.csv|2|B|t",
                        "test_till|bronze/test_till/a.csv|3|B|t",
                        "test_till|bronze/test_till/a.csv|4|C|t");
        assertThat(
                        lake.rows(
                                "select count(*) from scout.trace('gold_txn_daily', '{\"date_key\":\"2024-03-02\",\"store_id\":\"S\"}', 1)"))
                .containsExactly("1");
        assertThat(
                        lake.rows(
                                "select transaction_id from scout.trace('scout_gold_transactions', '{\"transaction_id\":\"C\"}')"))
                .containsExactly("C");
    }

    @Test
    void aStewardAddsChecksAndReadsResults() {
        lake.execute("""
                do $$
                begin
                  set local role scout_steward;
                  insert into scout.data_quality_checks (check_name, table_name, check_query)
                  values ('test steward', 'dim_store', 'select count(*) from dim_store where false');
                  perform from scout.data_quality_latest;
                  perform from scout.data_quality_trend;
                  perform from scout.trace('gold_txn_daily', '{"date_key":"2024-03-02"}');
                  delete from scout.data_quality_checks where check_name = 'test steward';
                end
                $$""");
        assertThat(lake.rows("select count(*) from scout.data_quality_checks where check_name = 'test steward'"))
                .containsExactly("0");
    }

    private void check(String name, String table, String kind, String sql, String severity) {
        lake.execute(
                "insert into scout.data_quality_checks (check_name, table_name, kind, check_query, severity) values ('%s', '%s', '%s', '%s', '%s')"
                        .formatted(name, table, kind, sql.replace("'", "''"), severity));
    }

    private void land(String key, String... records) {
        lake.land("daily_transaction_load", key, "2024-03-28T00:00:00Z", records);
    }
}
