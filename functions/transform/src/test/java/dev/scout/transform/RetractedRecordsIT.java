package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Records that are taken out of bronze again: silver and what follows it are as if they had never been there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RetractedRecordsIT {

    private static final String TILL = """
            {"transaction_id":"id","store_id":"shop","timestamp":"at","sku":"sku","product_name":"name","quantity":"n","unit_price":"price",
             "region":"region","from_product":"asked"}""";
    private static final String POS = "daily_transaction_load";

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

    @Test
    void aTransactionIsGoneWithItsRecords() {
        long file = lake.land(
                "test_till",
                "k",
                "2024-03-05T00:00:00Z",
                line("A", "2024-03-01", "P1", 1, 10, "'asked':'P9'"),
                line("B", "2024-03-02", "P2", 2, 10, ""),
                line("B", "2024-03-02", "P3", 1, 5, ""));
        lake.run("{}");
        assertThat(totals()).containsExactly("2024-03-01|1|10", "2024-03-02|1|25");

        lake.retract(file, 1, 2);
        ObjectNode answer = lake.run("{}");

        assertThat(answer.path("stages").path(0).path("warnings")).isEmpty();
        assertThat(lake.rows("select transaction_id, total_amount, source_row from scout.silver_transactions"))
                .containsExactly("B|5|3");
        assertThat(lake.rows("select transaction_id, line_no, sku from scout.silver_transaction_items"))
                .containsExactly("B|1|P3");
        assertThat(lake.rows("select * from scout.silver_substitutions")).isEmpty();
        assertThat(lake.rows("select sku from scout.dim_product")).containsExactly("P3");
        assertThat(totals()).containsExactly("2024-03-02|1|5");
        assertThat(lake.rows("select date_key, sku from scout.gold_product_mix"))
                .containsExactly("2024-03-02|P3");
    }

    @Test
    void aFileOfWhichNothingIsInForceIsForgotten() {
        long file = lake.land("test_till", "k", "2024-03-05T00:00:00Z", line("A", "2024-03-01", "P1", 1, 10, ""));
        long other = lake.land("test_till", "k2", "2024-03-05T00:00:00Z", line("C", "2024-03-01", "P2", 1, 3, ""));
        lake.run("{}");

        lake.replace(file);
        lake.run("{}");

        assertThat(lake.rows("select transaction_id, file_id from scout.silver_transactions"))
                .containsExactly("C|" + other);
        assertThat(totals()).containsExactly("2024-03-01|1|3");
        assertThat(lake.rows(
                        "select known_to_silver, silver_run_id is not null from scout.ingest_files where file_id = "
                                + file))
                .containsExactly("f|t");

        lake.restore(file, "bronze_transactions", "k", List.of(line("A", "2024-03-01", "P1", 1, 10, "")));
        lake.run("{}");
        assertThat(totals()).containsExactly("2024-03-01|2|13");
    }

    @Test
    void aFileThatSilverNeverTookLeavesNoTrace() {
        long file = lake.land("test_till", "k", "2024-03-05T00:00:00Z", line("A", "2024-03-01", "P1", 1, 10, ""));
        lake.replace(file);

        lake.run("{}");

        assertThat(lake.rows("select * from scout.silver_transactions")).isEmpty();
    }

    @Test
    void theVersionThatHadLostWinsAgain() {
        lake.land(
                POS,
                "first",
                "2024-03-05T00:00:00Z",
                pos("T", "2024-03-01", 10, "NCR"),
                pos("U", "2024-03-01", 1, "NCR"));
        long second = lake.land(POS, "second", "2024-03-06T00:00:00Z", pos("T", "2024-03-02", 20, "R2"));
        long third = lake.land(POS, "third", "2024-03-07T00:00:00Z", pos("T", "2024-03-03", 30, "R3"));
        lake.run("{}");
        assertThat(totals()).containsExactly("2024-03-01|1|1", "2024-03-03|1|30");

        lake.replace(third);
        lake.run("{}");
        assertThat(totals()).containsExactly("2024-03-01|1|1", "2024-03-02|1|20");
        assertThat(lake.rows("select superseded_count from scout.silver_transactions where transaction_id = 'T'"))
                .containsExactly("1");
        assertThat(lake.rows("select region from scout.dim_store")).containsExactly("R2");

        lake.replace(second);
        lake.run("{}");
        assertThat(totals()).containsExactly("2024-03-01|2|11");
        assertThat(lake.rows("select superseded_count from scout.silver_transactions where transaction_id = 'T'"))
                .containsExactly("0");
        assertThat(lake.rows("select * from scout.silver_superseded")).isEmpty();
        assertThat(lake.rows("select region from scout.dim_store")).containsExactly("NCR");
    }

    @Test
    void theVersionOfLineItemsWinsAgainWithAllItsRows() {
        lake.land(
                "test_till",
                "first",
                "2024-03-05T00:00:00Z",
                line("X", "2024-03-01", "P1", 1, 1, ""),
                line("T", "2024-03-01", "P1", 1, 10, ""),
                line("Y", "2024-03-01", "P1", 1, 1, ""),
                line("T", "2024-03-01", "P2", 2, 10, "'asked':'P9'"));
        long second =
                lake.land("test_till", "second", "2024-03-06T00:00:00Z", line("T", "2024-03-02", "P3", 1, 99, ""));
        lake.run("{}");
        assertThat(lake.rows("select sku, bronze_id from scout.silver_superseded_lines"))
                .hasSize(2);

        lake.replace(second);
        lake.run("{}");

        assertThat(
                        lake.rows(
                                "select line_no, sku, line_total from scout.silver_transaction_items where transaction_id = 'T' order by 1"))
                .containsExactly("1|P1|10", "2|P2|20");
        assertThat(lake.rows("select line_no, from_product from scout.silver_substitutions"))
                .containsExactly("2|P9");
        assertThat(lake.rows("select * from scout.silver_superseded_lines")).isEmpty();
        assertThat(lake.rows("select sku from scout.dim_product order by 1")).containsExactly("P1", "P2");
        assertThat(totals()).containsExactly("2024-03-01|3|32");
    }

    @Test
    void aLostVersionThatIsRetractedIsCountedNoMore() {
        long first = lake.land(POS, "first", "2024-03-05T00:00:00Z", pos("T", "2024-03-01", 10, "NCR"));
        lake.land(POS, "second", "2024-03-06T00:00:00Z", pos("T", "2024-03-02", 20, "NCR"));
        lake.run("{}");

        lake.replace(first);
        lake.run("{}");

        assertThat(lake.rows("select total_amount, superseded_count from scout.silver_transactions"))
                .containsExactly("20|0");
    }

    @Test
    void aNameThatOnlyRetractedLinesGaveGivesWayToTheOneBefore() {
        lake.land("test_till", "old", "2024-03-04T00:00:00Z", line("A", "2024-03-01", "P1", 1, 10, "'name':'Old'"));
        lake.land("test_till", "none", "2024-03-05T00:00:00Z", line("B", "2024-03-01", "P1", 1, 10, ""));
        long named = lake.land(
                "test_till", "new", "2024-03-06T00:00:00Z", line("C", "2024-03-01", "P1", 1, 10, "'name':'New'"));
        lake.run("{}");
        assertThat(lake.rows("select product_name from scout.gold_product_mix")).containsExactly("New");

        lake.retract(named, 1, 1);
        lake.run("{}");

        assertThat(lake.rows("select product_name, (product_name_version).source_file from scout.dim_product"))
                .containsExactly("Old|old");
        assertThat(lake.rows("select product_name from scout.gold_product_mix")).containsExactly("Old");
        assertThat(lake.rows("select transaction_id, product_name from scout.scout_gold_transaction_items order by 1"))
                .containsExactly("A|Old", "B|Old");
    }

    @Test
    void whatASupersededVersionSaidOfAProductStillCounts() {
        long named = lake.land(
                "test_till", "a", "2024-03-04T00:00:00Z", line("A", "2024-03-01", "P1", 1, 10, "'name':'Kept'"));
        lake.land("test_till", "b", "2024-03-05T00:00:00Z", line("A", "2024-03-01", "P1", 1, 12, ""));
        long last = lake.land(
                "test_till", "c", "2024-03-06T00:00:00Z", line("B", "2024-03-01", "P1", 1, 1, "'name':'Gone'"));
        lake.run("{}");

        lake.replace(last);
        lake.run("{}");
        assertThat(lake.rows("select product_name from scout.dim_product")).containsExactly("Kept");

        lake.replace(named);
        lake.run("{}");
        assertThat(lake.rows("select product_name is null from scout.dim_product"))
                .containsExactly("t");
    }

    @Test
    void aVersionWhosePipelineIsBrokenWinsOnceItCanBeRead() {
        lake.pipeline("test_other", TILL, null);
        lake.land("test_till", "first", "2024-03-04T00:00:00Z", line("T", "2024-03-01", "P1", 1, 10, ""));
        lake.land("test_other", "second", "2024-03-05T00:00:00Z", line("T", "2024-03-02", "P1", 1, 20, ""));
        long third = lake.land("test_till", "third", "2024-03-06T00:00:00Z", line("T", "2024-03-03", "P1", 1, 30, ""));
        lake.run("{}");
        lake.execute("update scout.etl_pipelines set pipeline_name = 'test_gone' where pipeline_name = 'test_other'");

        lake.replace(third);
        lake.run("{}");
        assertThat(totals()).containsExactly("2024-03-01|1|10");
        assertThat(lake.run("{'stage':'silver'}").path("warnings").toString()).contains("test_other");

        lake.execute("update scout.etl_pipelines set pipeline_name = 'test_other' where pipeline_name = 'test_gone'");
        lake.run("{}");
        assertThat(totals()).containsExactly("2024-03-02|1|20");
    }

    @Test
    void aFileThatIsTakenAgainWithAnotherMappingGivesItsOldIdsAway() {
        long file = lake.land(
                "test_till", "k", "2024-03-05T00:00:00Z", line("A", "2024-03-01", "P1", 1, 10, "'other':'Z'"));
        lake.run("{}");
        lake.execute(
                "update scout.etl_pipelines set mapping = mapping || '{\"transaction_id\":\"other\"}' where pipeline_name = 'test_till'");

        lake.landAgain(file, "2024-03-06T00:00:00Z");
        lake.run("{}");

        assertThat(lake.rows("select transaction_id from scout.silver_transactions"))
                .containsExactly("Z");
        assertThat(totals()).containsExactly("2024-03-01|1|10");
    }

    private List<String> totals() {
        return lake.rows(
                "select date_key, sum(transaction_count), sum(revenue) from scout.gold_txn_daily group by 1 order by 1");
    }

    private static String line(String id, String day, String sku, int quantity, int price, String more) {
        return ("{'id':'" + id + "','shop':'S','at':'" + day + "','sku':'" + sku + "','n':" + quantity + ",'price':"
                        + price + (more.isEmpty() ? "" : "," + more) + "}")
                .replace('\'', '"');
    }

    private static String pos(String id, String day, int amount, String region) {
        return ("{'id':'" + id + "','store_id':'S','timestamp':'" + day + "T08:00:00','peso_value':" + amount
                        + ",'sku':'P1','location':{'region':'" + region + "'}}")
                .replace('\'', '"');
    }
}
