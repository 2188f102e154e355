package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A quarter of a million line items at once: the totals come out, and the log says how fast. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ThroughputIT {

    private static final Logger LOG = Logger.getLogger(ThroughputIT.class);
    private static final int FILES = 170;
    private static final int LINES = 60_000;
    private static final int TRANSACTIONS_FAR_APART = 21_000;

    private final Lakehouse lake = new Lakehouse();

    @AfterAll
    void stop() {
        lake.close();
    }

    @Test
    void takesTensOfThousandsOfLines() {
        lake.clear();
        lake.pipeline("test_bulk", """
                {"transaction_id":"InvoiceNo","sku":"StockCode","product_name":"Description","quantity":"Quantity","unit_price":"UnitPrice",
                 "customer_id":"CustomerID","region":"Country","store_id":"Country",
                 "timestamp":{"column":"InvoiceDate","format":"yyyy-MM-dd HH:mm:ss","time_zone":"Europe/London"}}""", null);
        landLines();

        for (String event : List.of("{}", "{'full_refresh':true}")) {
            log(event, lake.run(event));
            // Each line is 3 pieces of 1.25: 60,000 x 3.75.
            assertThat(lake.rows("select sum(revenue), sum(units), sum(transaction_count) from scout.gold_txn_daily"))
                    .containsExactly("225000.00|180000|3000");
            assertThat(lake.rows(
                            "select count(*), count(*) filter (where is_valid) from scout.silver_transaction_items"))
                    .containsExactly(LINES + "|" + LINES);
        }
    }

    private static void log(String event, ObjectNode answer) {
        for (JsonNode stage : answer.path("stages")) {
            double seconds = stage.path("seconds").asDouble();
            LOG.infof("%s %s: %.1f s, %,.0f lines/s", event, stage.path("stage").asText(), seconds, LINES / seconds);
        }
    }

    /** More transactions than can wait for their other rows: each goes out in two fragments that SQL puts together. */
    @Test
    void putsTogetherTransactionsWhoseRowsAreFarApart() {
        lake.clear();
        lake.pipeline("test_far", """
                {"transaction_id":"id","sku":"sku","quantity":"n","unit_price":"price","store_id":"shop","timestamp":"at","gender":"gender","handshake_score":"score","from_product":"asked"}""", null);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 2 * TRANSACTIONS_FAR_APART; i++) {
            boolean second = i >= TRANSACTIONS_FAR_APART;
            rows.add("{\"id\":\"T" + i % TRANSACTIONS_FAR_APART + "\",\"sku\":\"" + (second ? "B" : "A")
                    + "\",\"n\":1,\"price\":" + (second ? 2 : 1)
                    + ",\"shop\":" + (second ? "\"S\"" : "null") + ",\"at\":"
                    + (second ? "\"2024-03-01\"" : i == 7 ? "\"x\"" : "null")
                    + (second ? ",\"asked\":\"C\"" : ",\"gender\":\"male\"")
                    + (i % TRANSACTIONS_FAR_APART == 8 ? ",\"score\":\"" + (second ? "low" : "1\\n2") + "\"" : "")
                    + "}");
        }
        lake.land("bronze_transactions", "test_far", "far", "2024-03-02T00:00:00Z", rows);

        lake.run("{}");

        assertThat(lake.rows("""
                select count(*), sum(total_amount), min(basket_size), max(basket_size), min(json_array_length(full_payload)), count(*) filter (where gender = 'male'),
                  count(*) filter (where store_id = 'S'), max(source_row), count(*) filter (where not is_valid), sum(superseded_count)
                from scout.silver_transactions""")).containsExactly("21000|63000|2|2|2|21000|21000|21000|0|0");
        // T7 states a time that can't be read first and one that can later, T8 first one score and then another that
        // can't be read, which is the only problem: 7 of 8 rules are met.
        assertThat(
                        lake.rows(
                                "select date_key, is_valid, data_quality_score from scout.silver_transactions where transaction_id in ('T7', 'T8') order by transaction_id"))
                .containsExactly("2024-03-01|t|1.0000", "2024-03-01|t|0.8750");
        assertThat(
                        lake.rows(
                                "select line_no, sku from scout.silver_transaction_items where transaction_id = 'T0' order by 1"))
                .containsExactly("1|A", "2|B");
        assertThat(lake.rows("select distinct line_no, from_product from scout.silver_substitutions"))
                .containsExactly("2|C");
        assertThat(lake.rows("select transaction_count, revenue from scout.gold_txn_daily"))
                .containsExactly("21000|63000");
    }

    /** Files of a day each, 20 lines an invoice, 4,000 products, 30 countries; products change their names from file to file. */
    private void landLines() {
        lake.execute("""
                insert into scout.ingest_files (bucket, key, etag, last_modified, size_bytes, pipeline_name, target_table, status, rows_read, rows_loaded, loaded_at)
                select 'scout-lake', 'bronze/test_bulk/' || f || '.csv', f::text, timestamptz '2023-09-01' + make_interval(days => f), 1, 'test_bulk',
                  'bronze_transactions', 'loaded', n, n, now()
                from generate_series(1, %1$d) as f
                cross join lateral (select count(*) from generate_series(0, %2$d - 1) as g where g / 20 %% %1$d + 1 = f) as c (n)""".formatted(FILES, LINES));
        lake.execute("""
                insert into scout.bronze_transactions (_raw_id, _file_id, _source_row, _source_file, _raw_data)
                select format('00000000-0000-8%%s-8000-%%s', lpad(to_hex(f), 3, '0'), lpad(to_hex(n), 12, '0'))::uuid, f, n, 'x',
                  json_build_object('InvoiceNo', (500000 + g / 20)::text, 'StockCode', (10000 + g * 7919::bigint %% 4000)::text,
                    'Description', 'PRODUCT NUMBER ' || g * 7919::bigint %% 4000 || ' OF ' || f %% 9, 'Quantity', '3', 'UnitPrice', '1.25',
                    'CustomerID', (10000 + g / 20 %% 3000)::text || '.0', 'Country', 'Country ' || g / 20 %% 30,
                    'InvoiceDate', to_char(timestamp '2023-09-01 08:00' + make_interval(days => f::integer - 1, mins => g %% 600), 'YYYY-MM-DD HH24:MI:SS'))
                from (
                  select g, g / 20 %% %1$d + 1 as f, row_number() over (partition by g / 20 %% %1$d order by g) as n
                  from generate_series(0, %2$d - 1) as g
                ) as lines""".formatted(FILES, LINES));
    }
}
