package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Gold and platinum, case by case; expectations are worked out by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoldIT {

    private static final String MAPPING = """
            {"transaction_id":"id","store_id":"shop","timestamp":"at","device_id":"device","payment_method":"paid","sku":"sku","product_name":"name",
             "brand_name":"brand","category":"kind","quantity":"n","unit_price":"price","region":"region","duration_seconds":"seconds",
             "suggestion_accepted":"accepted"}""";

    private final Lakehouse lake = new Lakehouse();

    @AfterAll
    void stop() {
        lake.close();
    }

    @BeforeEach
    void clear() {
        lake.clear();
        lake.pipeline("test", MAPPING, null);
    }

    @Test
    void returnsCountInRevenueAndUnitsOnly() {
        lake.land(
                "test",
                "a",
                "2024-03-02T00:00:00Z",
                line(
                        "T1",
                        "2024-03-01T08:00:00",
                        "S",
                        "A",
                        "2",
                        "10.01",
                        "\"seconds\":30,\"device\":\"d1\",\"paid\":\"maya\""),
                line("T1", "2024-03-01T08:00:00", "S", "B", "1", "5", ""),
                line(
                        "T2",
                        "2024-03-01T09:00:00",
                        "S",
                        "A",
                        "1",
                        "10",
                        "\"seconds\":35.5,\"device\":\"d2\",\"paid\":\"gcash\",\"accepted\":true"),
                line(
                        "T3",
                        "2024-03-01T07:00:00",
                        "S",
                        "A",
                        "-2",
                        "10.01",
                        "\"seconds\":500,\"device\":\"d3\",\"paid\":\"cash\",\"accepted\":false"));
        lake.run("{}");
        // Sales T1 = 2 x 10.01 + 5 = 25.02 and T2 = 10; return T3 = -20.02. Revenue 15; units 3 + 1 - 2 = 2.
        // Mean sale 35.02 / 2 = 17.51; mean basket (2 + 1) / 2; mean duration (30 + 35.5) / 2; accepted 1 of 1.
        assertThat(lake.rows("select * from scout.gold_txn_daily"))
                .containsExactly("2024-03-01|S||||||2|15.00|2|17.5100|1.5000|32.7500|1.000000");
        // gcash and maya were each used once: gcash comes first by name. 07:00 to 09:00 in Manila.
        assertThat(
                        lake.rows(
                                "select store_id, transaction_date, transaction_count, active_devices, total_revenue, avg_transaction_value, most_common_payment, first_transaction_time at time zone 'UTC', last_transaction_time at time zone 'UTC' from scout.gold_store_daily_summary"))
                .containsExactly("S|2024-03-01|2|2|15.00|17.5100|gcash|2024-02-29 23:00:00|2024-03-01 01:00:00");
        assertThat(
                        lake.rows(
                                "select transaction_id, transaction_kind, transaction_type, time_of_day from scout.scout_gold_transactions order by 1"))
                .containsExactly("T1|sale|standard|morning", "T2|sale|standard|morning", "T3|return|standard|morning");
    }

    @Test
    void aDayOfReturnsAloneHasNoAverages() {
        lake.land("test", "a", "2024-03-02T00:00:00Z", line("T", "2024-03-01", "S", "A", "-1", "3", ""));
        lake.run("{}");
        assertThat(lake.rows("select * from scout.gold_txn_daily")).containsExactly("2024-03-01|S||||||0|-3|-1||||");
        assertThat(
                        lake.rows(
                                "select transaction_count, total_revenue, avg_transaction_value, most_common_payment from scout.gold_store_daily_summary"))
                .containsExactly("0|-3||");
        assertThat(
                        lake.rows(
                                "select transaction_count, units, revenue, avg_unit_price, store_count, rank_in_category, category_revenue_share, cumulative_revenue_share, is_pareto_80 from scout.gold_product_mix"))
                .containsExactly("0|-1|-3|3.0000|0|1|1.000000|1.000000|f");
        assertThat(lake.rows("select * from scout.platinum_features_sales_7d")).isEmpty();
        assertThat(lake.rows("select * from scout.platinum_store_perf")).isEmpty();
    }

    @Test
    void highValueIsMoreThanAThousand() {
        lake.land(
                "test",
                "a",
                "2024-03-02T00:00:00Z",
                line("T1", "2024-03-01", "S", "A", "1", "1000", ""),
                line("T2", "2024-03-01", "S", "A", "1", "1000.0001", ""));
        lake.run("{}");
        assertThat(lake.rows("select transaction_type from scout.scout_gold_transactions order by transaction_id"))
                .containsExactly("standard", "high_value");
    }

    @Test
    void ranksProductsOfADayWithinTheirCategory() {
        lake.land(
                "test",
                "a",
                "2024-03-02T00:00:00Z",
                line("T1", "2024-03-01", "S1", "A", "4", "1", "\"kind\":\"K\",\"name\":\"Apple\",\"brand\":\"X\""),
                line("T2", "2024-03-01", "S2", "B", "2", "2", "\"kind\":\"K\""),
                line("T3", "2024-03-01", "S1", "C", "1", "2", "\"kind\":\"K\""),
                line("T3", "2024-03-01", "S1", "A", "0", "9", ""),
                line("T4", "2024-03-01", "S1", null, "3", "1", ""),
                line("T5", "2024-03-01", "S1", "D", "0", "1", "\"kind\":\"Z\""));
        lake.run("{}");
        // Category K: A 4, B 4 (tie: by sku), C 2 of 10: cumulative 0.4, 0.8, 1. A is in T1 and, with 0 pieces, in T3.
        // The line without a product is a product and a category of its own. Category Z has no revenue.
        assertThat(
                        lake.rows(
                                "select sku, product_name, brand_name, category, transaction_count, units, revenue, avg_unit_price, store_count, rank_in_category, category_revenue_share, cumulative_revenue_share, is_pareto_80 from scout.gold_product_mix order by category, rank_in_category"))
                .containsExactly(
                        "A|Apple|X|K|2|4|4|1.0000|1|1|0.400000|0.400000|t",
                        "B|||K|1|2|4|2.0000|1|2|0.400000|0.800000|t",
                        "C|||K|1|1|2|2.0000|1|3|0.200000|1.000000|f",
                        "D|||Z|1|0|0||1|1|||",
                        "||||1|3|3|1.0000|1|1|1.000000|1.000000|f");
    }

    @Test
    void linesWithoutAPriceCountTheirUnits() {
        lake.land(
                "daily_transaction_load",
                "a",
                "2024-03-02T00:00:00Z",
                "{\"id\":\"P\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"peso_value\":30,\"sku\":\"A\",\"product_category\":\"K\",\"units_per_transaction\":5,\"basket_size\":7,\"combo_basket\":[{\"sku\":\"B\",\"quantity\":2}]}");
        lake.run("{}");
        assertThat(lake.rows("select sku, units, revenue, avg_unit_price from scout.gold_product_mix order by 1"))
                .containsExactly("A|3|30|10.0000", "B|2|0|0.0000");
        assertThat(lake.rows("select units, avg_basket_size from scout.gold_txn_daily"))
                .containsExactly("5|7.0000");
    }

    @Test
    void aPlaceComesFromTheRecordElseTheStoreElseTheIds() {
        lake.landEdge(
                "e",
                "2024-03-02T00:00:00Z",
                edge("E1", "S1", "2024-03-01T01:00:00Z", "\"region_id\":13,\"city_id\":\"C9\""),
                edge("E2", "S2", "2024-03-01T01:00:00Z", "\"region_id\":13"));
        lake.run("{}");
        assertThat(lake.rows("select store_id, region, province, city, barangay from scout.gold_txn_daily order by 1"))
                .containsExactly("S1|13||C9|", "S2|13|||");
        lake.land(
                "daily_transaction_load",
                "p",
                "2024-03-03T00:00:00Z",
                "{\"id\":\"P\",\"store_id\":\"S1\",\"timestamp\":\"2024-03-02\",\"peso_value\":1,\"store_type\":\"rural\",\"location\":{\"region\":\"NCR\",\"province\":\"Metro\"}}");
        lake.run("{}");
        // What the store is known by now shows on its earlier day too.
        assertThat(
                        lake.rows(
                                "select date_key, store_id, region, province, city, store_type from scout.gold_txn_daily order by 2, 1"))
                .containsExactly(
                        "2024-03-01|S1|NCR|Metro|C9|rural", "2024-03-02|S1|NCR|Metro||rural", "2024-03-01|S2|13|||");
        assertThat(lake.rows("select transaction_id, region, store_type from scout.scout_gold_transactions order by 1"))
                .containsExactly("E1|NCR|rural", "E2|13|", "P|NCR|rural");
        assertThat(lake.rows("select store_id, region from scout.platinum_store_perf order by 1"))
                .containsExactly("S1|NCR", "S2|13");
    }

    @Test
    void aDaysPlaceIsTheLatestOfItsTransactions() {
        lake.land(
                "test",
                "a",
                "2024-03-02T00:00:00Z",
                line("T1", "2024-03-01", "S", "A", "1", "1", "\"region\":\"North\""),
                line("T2", "2024-03-01", "S", "A", "1", "1", "\"region\":\"South\""),
                line("T3", "2024-03-01", "S", "A", "1", "1", ""),
                line("T4", "2024-03-02", "S", "A", "1", "1", "\"region\":\"East\""));
        lake.run("{}");
        assertThat(lake.rows("select date_key, region from scout.gold_txn_daily order by 1"))
                .containsExactly("2024-03-01|South", "2024-03-02|East");
        // T3 states none: its store's latest.
        assertThat(lake.rows("select transaction_id, region from scout.scout_gold_transactions order by 1"))
                .containsExactly("T1|North", "T2|South", "T3|East", "T4|East");
    }

    @Test
    void featuresLookBackSevenCalendarDays() {
        lake.land(
                "test",
                "a",
                "2024-03-12T00:00:00Z",
                line("T1", "2024-02-28", "S", "A", "1", "14", ""),
                line("T2", "2024-03-01", "S", "A", "1", "7", ""),
                line("T3", "2024-03-01", "S", "A", "2", "3.5", ""),
                line("R1", "2024-03-03", "S", "A", "-1", "7", ""),
                line("T4", "2024-03-06", "S", "A", "1", "28", ""));
        lake.run("{}");
        // 02-28: 14 after six empty days: mean 2, squares 196: sqrt((7 x 196 - 196) / 42) = sqrt(28) = 5.2915.
        // 03-01 (2024 is a leap year: 02-28, 02-29, 03-01): 14 + 14 = 28, mean 4; squares 392: sqrt((2744 - 784) / 42)
        // = sqrt(46.6667) = 6.8313; 3 sales / 7.
        // 03-03 has a return only: no row, but it counts: 03-06 looks back to 02-29: 14 - 7 + 28 = 35, mean 5; squares
        // 196 + 49 + 784 = 1029:
        // sqrt((7203 - 1225) / 42) = sqrt(142.3333) = 11.9304; lowest -7, highest 28; 2 + 1 sales / 7; growth against
        // 02-28: 28 / 14 - 1 = 1? No: 7 days before 03-06 is 02-28.
        assertThat(
                        lake.rows(
                                "select date_key, revenue, transaction_count, units, revenue_7d_sum, revenue_7d_avg, revenue_7d_stddev, revenue_7d_min, revenue_7d_max, transactions_7d_avg, revenue_wow_growth, rank_in_region from scout.platinum_features_sales_7d order by 1"))
                .containsExactly(
                        "2024-02-28|14|1|1|14|2.0000|5.2915|0|14|0.1429||1",
                        "2024-03-01|14.0|2|3|28.0|4.0000|6.8313|0|14.0|0.4286||1",
                        "2024-03-06|28|1|1|35.0|5.0000|11.9304|-7|28|0.4286|1.000000|1");
    }

    @Test
    void featuresRankWithGapsAndKeepNullGroups() {
        lake.land(
                "test",
                "a",
                "2024-03-02T00:00:00Z",
                line("T1", "2024-03-01", "S", "A", "1", "5", "\"kind\":\"K\",\"brand\":\"X\",\"region\":\"R\""),
                line("T1", "2024-03-01", "S", "B", "1", "5", "\"kind\":\"K\",\"brand\":\"Y\""),
                line("T1", "2024-03-01", "S", "C", "1", "3", ""),
                line("T2", "2024-03-01", "S2", "A", "1", "1", ""));
        lake.run("{}");
        // C has neither category nor brand; A of T2 takes both from the product; T2's store has no region.
        assertThat(
                        lake.rows(
                                "select region, category, brand_name, revenue, transaction_count, rank_in_region from scout.platinum_features_sales_7d order by 1 nulls last, 2 nulls last, 3"))
                .containsExactly("R|K|X|5|1|1", "R|K|Y|5|1|1", "R|||3|1|3", "|K|X|1|1|1");
    }

    @Test
    void storesAreRankedAsOfTheLatestCompleteDayWithSales() {
        lake.land(
                "test",
                "a",
                "2024-04-02T00:00:00Z",
                // today in Manila is 2024-03-31: not yet complete
                line("T0", "2024-03-31", "S1", "A", "1", "1000", "\"region\":\"R\""),
                line("T1", "2024-03-28", "S1", "A", "2", "10", "\"region\":\"R\",\"accepted\":true"),
                line("T1", "2024-03-28", "S1", "B", "1", "8", ""),
                line("T2", "2024-03-21", "S1", "A", "1", "7", "\"accepted\":false"),
                line("R1", "2024-03-20", "S1", "C", "-1", "7", ""),
                // the 28 days begin on 03-01
                line("T3", "2024-03-01", "S2", "A", "1", "28", "\"region\":\"R\""),
                line("T4", "2024-02-29", "S3", "A", "1", "50", "\"region\":\"Q\""));
        lake.run("{}");
        // S1: 7 days 28; 28 days 28 + 7 - 7 = 28; squares 784 + 49 + 49 = 882: sqrt((28 x 882 - 784) / 756) =
        // sqrt(31.6296) = 5.6240;
        //   7 days before (15th to 21st): 7 - 7 = 0: no growth; baskets (2 + 1) / 2; 1 of 2 accepted; products A, B.
        // S2: squares 784: sqrt((21952 - 784) / 756) = sqrt(28) = 5.2915; revenue 28 too: both are first, S3 third.
        // Scores: revenue (3 - 1) / 2 = 1 for S1, S2 and 0 for S3; growth 0.5 each; stability 1 / (1 + 5.6240 x 28 /
        // 28) = 0.150966 and
        //   1 / (1 + 5.2915) = 0.158945, S3 0; acceptance 0.5 each:
        //   S1: 50 + 10 + 2.264491 + 7.5, S2: 50 + 10 + 2.384168 + 7.5, S3: 10 + 7.5.
        assertThat(
                        lake.rows(
                                "select as_of_date, store_id, region, revenue_7d, revenue_28d, transactions_28d, avg_basket_size_28d, revenue_volatility_28d, revenue_wow_growth, acceptance_rate_28d, unique_products_28d, rank_in_region, rank_overall, round(performance_score, 4) from scout.platinum_store_perf order by 2"))
                .containsExactly(
                        "2024-03-28|S1|R|28|28|2|1.5000|5.6240||0.500000|2|1|1|69.7645",
                        "2024-03-28|S2|R|0|28|1|1.0000|5.2915|||1|1|1|69.8842",
                        "2024-03-28|S3|Q|0|0|0||0.0000|||0|1|3|17.5000");
    }

    private static String line(
            String id, String at, String shop, @Nullable String sku, String quantity, String price, String more) {
        return "{\"id\":\"" + id + "\",\"at\":\"" + at + "\",\"shop\":\"" + shop + "\",\"sku\":"
                + (sku == null ? "null" : "\"" + sku + "\"") + ",\"n\":" + quantity + ",\"price\":" + price
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String edge(String id, String store, String at, String geo) {
        return "{\"transaction_id\":\"" + id + "\",\"store\":{\"id\":\"" + store + "\",\"tz_offset_min\":480},\"geo\":{"
                + geo + "},\"ts_utc\":\"" + at + "\",\"items\":[],\"amounts\":{\"transaction_amount\":1}}";
    }
}
