package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What silver makes of bronze, case by case; expectations are worked out by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SilverIT {

    private static final String TILL = """
            {"transaction_id":"id","store_id":"shop","timestamp":"at","sku":"sku","product_name":"name","brand_name":"brand",
             "quantity":"n","unit_price":"price","total_price":"total","gender":"gender","from_product":"asked","to_product":"sku"}""";
    private static final String DAILY = "daily_transaction_load";

    private final Lakehouse lake = new Lakehouse();

    @AfterAll
    void stop() {
        lake.close();
    }

    @BeforeEach
    void clear() {
        lake.clear();
        lake.pipeline("test_till", TILL, null);
    }

    /** Far beyond what nanoseconds since 2000 can count in 64 bits. */
    @Test
    void theFirstAndTheLastYearsCanBeStored() {
        lake.landEdge(
                "bronze/edge/years.json",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"Y1\",\"store_id\":\"S\",\"timestamp\":\"0001-01-01T12:00:00.123456+00:00\",\"amount\":1}",
                "{\"transaction_id\":\"Y2\",\"store_id\":\"S\",\"timestamp\":\"9999-12-31T12:00:00.654321+00:00\",\"amount\":1}");
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select transaction_id, is_valid, transaction_timestamp at time zone 'UTC', date_key, utc_offset_minutes from scout.silver_transactions where transaction_id in ('Y1', 'Y2') order by 1"))
                .containsExactly(
                        "Y1|f|0001-01-01 12:00:00.123456|0001-01-01|0", "Y2|f|9999-12-31 12:00:00.654321|9999-12-31|0");
    }

    @Test
    void rowsOfOneTransactionAreOneWhereverTheyStandInTheFile() {
        lake.land(
                "test_till",
                "a",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"T1\",\"at\":null,\"gender\":\"\",\"sku\":\"A\",\"n\":2,\"price\":1.25}",
                "{\"id\":\"T2\",\"at\":\"2024-03-01 09:00\",\"shop\":\"S\",\"sku\":\"B\",\"n\":1,\"price\":1}",
                "{\"id\":\"T1\",\"at\":\"2024-03-01 10:00\",\"shop\":\"S1\",\"gender\":\"male\",\"sku\":\"B\",\"n\":1,\"total\":4,\"asked\":\"Ñandú 🍞\"}",
                "{\"id\":\"T1\",\"at\":\"2024-03-05 10:00\",\"shop\":\"S2\",\"gender\":\"female\",\"sku\":\"A\",\"n\":2,\"price\":1.25}");
        lake.run("{'stage':'silver'}");
        // 2 x 1.25 + 4 + 2 x 1.25 = 9; the identical lines stay two; the first non-null day, store, gender.
        assertThat(
                        lake.rows(
                                "select transaction_id, store_id, date_key, gender, total_amount, basket_size, units, superseded_count, is_valid, json_array_length(full_payload), source_row from scout.silver_transactions order by 1"))
                .containsExactly("T1|S1|2024-03-01|male|9.00|3|5|0|t|3|1", "T2|S|2024-03-01|unknown|1|1|1|0|t|1|2");
        assertThat(
                        lake.rows(
                                "select line_no, sku, quantity, line_total, right(bronze_id::text, 1) from scout.silver_transaction_items where transaction_id = 'T1' order by 1"))
                .containsExactly("1|A|2|2.50|1", "2|B|1|4|3", "3|A|2|2.50|4");
        assertThat(lake.rows("select * from scout.silver_substitutions")).containsExactly("T1|2|Ñandú 🍞|B|unknown");
        assertThat(
                        lake.rows(
                                "select full_payload -> 1 ->> 'asked', full_payload -> 2 ->> 'gender' from scout.silver_transactions where transaction_id = 'T1'"))
                .containsExactly("Ñandú 🍞|female");
    }

    @Test
    void saysWhyATransactionDoesNotCount() {
        lake.land(
                DAILY,
                "a",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"ok\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01T10:00:00\",\"amount\":0}",
                "{\"store_id\":\"S\",\"timestamp\":\"2024-03-01T10:00:00\",\"amount\":1}",
                "{\"transaction_id\":\"no store\",\"store_id\":\" \",\"timestamp\":\"2024-03-01T10:00:00\",\"amount\":1}",
                "{\"transaction_id\":\"no time\",\"store_id\":\"S\",\"amount\":1}",
                "{\"transaction_id\":\"bad time\",\"store_id\":\"S\",\"timestamp\":\"2024-02-30\",\"amount\":1}",
                "{\"transaction_id\":\"no total\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01T10:00:00\"}",
                "{\"transaction_id\":\"bad total\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01T10:00:00\",\"amount\":\"12,5\"}",
                "{\"transaction_id\":\"early\",\"store_id\":\"S\",\"timestamp\":\"1999-12-31T23:59:59\",\"amount\":1}",
                "{\"transaction_id\":\"2000\",\"store_id\":\"S\",\"timestamp\":\"2000-01-01T00:00:00\",\"amount\":1}",
                "{\"transaction_id\":\"a day later\",\"store_id\":\"S\",\"timestamp\":\"2024-03-03T00:00:00Z\",\"amount\":1}",
                "{\"transaction_id\":\"late\",\"store_id\":\"S\",\"timestamp\":\"2024-03-03T00:00:01Z\",\"amount\":1}");
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select transaction_id, is_valid, array_to_string(invalid_reasons, ' ') from scout.silver_transactions order by source_row"))
                .containsExactly(
                        "ok|t|",
                        "missing:00000000-0000-8001-8000-000000000002|f|The record has no transaction id.",
                        "no store|f|The record names no store.",
                        "no time|f|The record has no timestamp.",
                        "bad time|f|timestamp: \"2024-02-30\" is not a time that can be read",
                        "no total|f|There is no total: neither the record nor a line that counts states an amount.",
                        "bad total|f|amount: \"12,5\" is not a number",
                        "early|f|The timestamp is before the year 2000.",
                        "2000|t|",
                        "a day later|t|",
                        "late|f|The timestamp is more than a day after the file landed.");
        assertThat(lake.rows("select sum(transaction_count), sum(revenue) from scout.gold_txn_daily"))
                .containsExactly("3|2");
    }

    @Test
    void saysWhyALineDoesNotCount() {
        lake.land(
                "test_till",
                "a",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"T\",\"at\":\"2024-03-01 10:00\",\"shop\":\"S\",\"sku\":\"A\",\"n\":\"2\",\"price\":\"abc\"}",
                "{\"id\":\"T\",\"sku\":\"A\",\"price\":\"5\"}",
                "{\"id\":\"T\",\"sku\":\"A\",\"n\":\"1e15\",\"price\":\"5\"}",
                "{\"id\":\"T\",\"sku\":\"A\",\"n\":\"3\",\"price\":\"0.1\"}",
                "{\"id\":\"T\",\"sku\":\"A\",\"n\":\"0\",\"price\":\"5\"}",
                "{\"id\":\"T\",\"sku\":\"A\",\"n\":\"4\"}");
        lake.run("{'stage':'silver'}");
        assertThat(
                        lake.rows(
                                "select line_no, is_valid, array_to_string(invalid_reasons, ' '), line_total from scout.silver_transaction_items order by 1"))
                .containsExactly(
                        "1|f|unit_price: \"abc\" is not a number|",
                        "2|f|The line has no quantity.|",
                        "3|f|quantity: \"1e15\" is not a number|",
                        "4|t||0.3",
                        "5|t||0",
                        "6|t||");
        // 3 x 0.1 + 0 x 5; lines 4, 5, 6 count; units 3 + 0 + 4.
        assertThat(
                        lake.rows(
                                "select total_amount, basket_size, units, is_valid, data_quality_score from scout.silver_transactions"))
                .containsExactly("0.3|3|7|t|0.8750");
    }

    @Test
    void aTransactionWhoseLinesAreAllInvalidHasNoTotal() {
        lake.land(
                "test_till",
                "a",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"T\",\"at\":\"2024-03-01 10:00\",\"shop\":\"S\",\"n\":\"x\",\"price\":\"1\"}");
        lake.run("{}");
        assertThat(lake.rows("select is_valid, basket_size, units from scout.silver_transactions"))
                .containsExactly("f|0|0");
        assertThat(lake.rows("select * from scout.gold_txn_daily")).isEmpty();
        assertThat(lake.rows("select * from scout.gold_product_mix")).isEmpty();
    }

    /** Landed in either order, the greatest of last-modified time, key, record number wins. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLatestVersionWinsWhole(boolean lateFirst) {
        Runnable early = () -> lake.land(
                "test_till",
                "b",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"T\",\"at\":\"2024-03-01 10:00\",\"shop\":\"S\",\"sku\":\"A\",\"n\":1,\"price\":1,\"asked\":\"Z\"}",
                "{\"id\":\"T\",\"sku\":\"B\",\"n\":1,\"price\":1}",
                "{\"id\":\"T\",\"sku\":\"C\",\"n\":1,\"price\":1}");
        Runnable late = () -> lake.land(
                "test_till",
                "a",
                "2024-03-03T00:00:00Z",
                "{\"id\":\"T\",\"at\":\"2024-03-02 10:00\",\"shop\":\"S\",\"sku\":\"D\",\"n\":2,\"price\":5}");
        (lateFirst ? late : early).run();
        lake.run("{}");
        (lateFirst ? early : late).run();
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select total_amount, basket_size, superseded_count, source_file from scout.silver_transactions"))
                .containsExactly("10|1|1|a");
        assertThat(lake.rows("select line_no, sku from scout.silver_transaction_items"))
                .containsExactly("1|D");
        assertThat(lake.rows("select * from scout.silver_substitutions")).isEmpty();
        assertThat(lake.rows("select transaction_id, source_file, source_row from scout.silver_superseded"))
                .containsExactly("T|b|1");
        assertThat(lake.rows("select date_key, revenue from scout.gold_txn_daily"))
                .containsExactly("2024-03-02|10");
        assertThat(lake.rows("select date_key, sku from scout.gold_product_mix"))
                .containsExactly("2024-03-02|D");
    }

    @Test
    void theLatestVersionWinsEvenIfItIsInvalid() {
        lake.land(
                DAILY,
                "a",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":5}",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"x\",\"amount\":5}");
        lake.run("{}");
        assertThat(lake.rows("select is_valid, superseded_count, source_row from scout.silver_transactions"))
                .containsExactly("f|1|2");
        assertThat(lake.rows("select * from scout.gold_txn_daily")).isEmpty();
    }

    @Test
    void equalTimesAreDecidedByKeyByBytes() {
        lake.land(
                DAILY,
                "b",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":1}");
        lake.land(
                DAILY,
                "a",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":2}");
        lake.run("{}");
        lake.land(
                DAILY,
                "B",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":3}");
        lake.run("{}");
        assertThat(lake.rows("select total_amount, superseded_count from scout.silver_transactions"))
                .containsExactly("1|2");
    }

    @Test
    void contentThatLandsAgainIsNotASecondVersion() {
        long first = lake.land(
                DAILY,
                "a",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":1}");
        lake.land(
                DAILY,
                "b",
                "2024-03-03T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":2}");
        lake.run("{}");
        assertThat(lake.rows("select total_amount, superseded_count from scout.silver_transactions"))
                .containsExactly("2|1");
        lake.landAgain(first, "2024-03-04T00:00:00Z");
        lake.run("{}");
        assertThat(lake.rows("select total_amount, superseded_count from scout.silver_transactions"))
                .containsExactly("1|1");
        assertThat(lake.rows("select source_file from scout.silver_superseded")).containsExactly("b");
        lake.landAgain(first, "2024-03-05T00:00:00Z");
        lake.run("{}");
        assertThat(lake.rows("select total_amount, superseded_count from scout.silver_transactions"))
                .containsExactly("1|1");
        assertThat(lake.rows("select revenue from scout.gold_txn_daily")).containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource({
        // 15:59:59 UTC is 23:59:59 in Manila, 16:00 the midnight after it.
        "2024-02-29T15:59:59Z, 2024-02-29, night",
        "2024-02-29T16:00:00Z, 2024-03-01, night",
        "2024-02-29T16:00:00+00:00, 2024-02-29, afternoon",
        "2024-03-01T05:59:59, 2024-03-01, night",
        "2024-03-01T06:00:00, 2024-03-01, morning",
        "2024-03-01T11:59:59, 2024-03-01, morning",
        "2024-03-01T12:00:00, 2024-03-01, afternoon",
        "2024-03-01T18:00:00, 2024-03-01, evening",
        "2024-03-01T22:00:00, 2024-03-01, night"
    })
    void theDayAndItsTimesAreLocal(String timestamp, String day, String timeOfDay) {
        lake.land(
                DAILY,
                "a",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"" + timestamp + "\",\"amount\":1}");
        lake.run("{'stage':'silver'}");
        assertThat(lake.rows("select date_key, time_of_day from scout.silver_transactions"))
                .containsExactly(day + "|" + timeOfDay);
    }

    @Test
    void aProductKeepsItsLatestKnownNames() {
        lake.land(
                "test_till",
                "b",
                "2024-03-03T00:00:00Z",
                "{\"id\":\"T2\",\"at\":\"2024-03-02\",\"shop\":\"S\",\"sku\":\"A\",\"n\":1,\"price\":1,\"name\":\"New\"}");
        lake.run("{}");
        lake.land(
                "test_till",
                "a",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"T1\",\"at\":\"2024-03-01\",\"shop\":\"S\",\"sku\":\"A\",\"n\":1,\"price\":1,\"name\":\"Old\",\"brand\":\"Acme\"}",
                "{\"id\":\"T1\",\"sku\":\"A\",\"n\":\"x\",\"name\":\"Invalid\",\"brand\":\"Invalid\"}");
        lake.run("{}");
        assertThat(lake.rows("select sku, product_name, brand_name, category from scout.dim_product"))
                .containsExactly("A|New|Acme|");
        assertThat(lake.rows("select date_key, product_name, brand_name from scout.gold_product_mix order by 1"))
                .containsExactly("2024-03-01|New|Acme", "2024-03-02|New|Acme");
        assertThat(lake.rows(
                        "select date_key, product_name, brand_name from scout.scout_gold_transaction_items order by 1"))
                .containsExactly("2024-03-01|Old|Acme", "2024-03-02|New|Acme");
    }

    @Test
    void aBrokenMappingHoldsUpItsOwnFilesOnly() {
        lake.land(
                DAILY,
                "a",
                "2024-03-02T00:00:00Z",
                "{\"transaction_id\":\"T\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":1}");
        lake.land("test_odd", "b", "2024-03-02T00:00:00Z", "{\"No\":\"U\"}");
        // The table refuses such a mapping today; one may stand there from before.
        lake.pipeline("test_odd", "{\"sku\":\"x\"}", null);
        lake.execute("alter table scout.etl_pipelines disable trigger etl_pipelines_check;"
                + " update scout.etl_pipelines set mapping = '{\"transaction_id\":\"$.a..b\",\"sku\":\"x\"}' where pipeline_name = 'test_odd';"
                + " alter table scout.etl_pipelines enable trigger etl_pipelines_check");
        ObjectNode answer = lake.run("{'stage':'silver'}");
        assertThat(answer.path("warnings").toString())
                .contains("The files of the pipeline \\\"test_odd\\\" wait until its mapping is corrected");
        assertThat(lake.rows("select key, silver_run_id is null from scout.ingest_files order by 1"))
                .containsExactly("a|f", "b|t");
        assertThat(answer.path("files").asInt()).isEqualTo(1);
    }

    @Test
    void honoursTheDecimalCommaOfAPipeline() {
        lake.pipeline("test_comma", TILL, "{\"decimal\":\",\"}");
        lake.land(
                "test_comma",
                "a",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"T\",\"at\":\"2024-03-01\",\"shop\":\"S\",\"n\":\"2\",\"price\":\"1,25\"}");
        lake.run("{'stage':'silver'}");
        assertThat(lake.rows("select total_amount from scout.silver_transactions"))
                .containsExactly("2.50");
    }

    @Test
    void keepsWhatASuggestionWas() {
        lake.land(
                DAILY,
                "a",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"1\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"peso_value\":1,\"suggestion_accepted\":false}",
                "{\"id\":\"2\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"peso_value\":1,\"suggestion_accepted\":true}",
                "{\"id\":\"3\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"peso_value\":1}",
                "{\"transaction_id\":\"4\",\"store\":{\"id\":\"S\"},\"ts_utc\":\"2024-03-01T00:00:00Z\",\"amounts\":{\"transaction_amount\":1},\"suggestion\":{\"offered\":false,\"accepted\":false}}");
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select transaction_id, suggestion_offered, suggestion_accepted from scout.silver_transactions order by 1"))
                .containsExactly("1|t|f", "2|t|t", "3||", "4|f|f");
        // One of two offered ones.
        assertThat(lake.rows("select suggestion_acceptance_rate from scout.gold_txn_daily"))
                .containsExactly("0.500000");
    }
}
