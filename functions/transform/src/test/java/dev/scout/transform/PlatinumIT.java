package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Features of stores, segments of customers and monitors, case by case; expectations are worked out by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PlatinumIT {

    private static final String MAPPING = """
            {"transaction_id":"id","store_id":"shop","timestamp":"at","sku":"sku","quantity":"n","total_price":"total","region":"region","gender":"gender",
             "age_bracket":"age","customer_type":"type","economic_class":"class","campaign_influenced":"campaign","handshake_score":"handshake","suggestion_accepted":"accepted"}""";
    private static final String MONITORS =
            "select table_name, feature, status, current_start, baseline_start, baseline_end, current_rows, baseline_rows, current_mean, baseline_mean, value from scout.platinum_monitors where metric = '%s' and table_name = '%s' order by 1, 2";

    private final Lakehouse lake = new Lakehouse();
    private final List<String> records = new ArrayList<>();
    private int landed;

    @AfterAll
    void stop() {
        lake.close();
    }

    @BeforeEach
    void clear() {
        lake.clear();
        lake.pipeline("test", MAPPING, null);
        records.clear();
    }

    @Test
    void storeFeaturesAreMeansOfEveryCalendarDay() {
        sales(3, "S", "2023-12-30", "10", "");
        sales(1, "S", "2024-01-02", "6", "");
        sales(1, "S", "2024-01-02", "-3", "");
        sales(1, "S", "2024-02-29", "-9", "");
        sales(2, "S", "2024-03-01", "12", "");
        run();
        // Saturday 12-30: 3 sales, of 25 weekend days; squares 9: sqrt((90 x 9 - 9) / 8010) = sqrt(0.1); revenue 30.
        // Tuesday 01-02: 4 sales, 3 of them on the 26 weekend days, 1 on the 64 others; squares 10: sqrt((900 - 16) /
        // 8010) =
        // sqrt(0.110362); revenue 30 + 6 - 3 = 33; the week goes back to 12-27.
        // 02-29 has a return only: no row, but it counts in revenue.
        // Friday 03-01: the window begins on 2023-12-03. 6 sales, 3 of them on 25 weekend days, 3 on 65; squares 14:
        // sqrt((1260 - 36) / 8010) = sqrt(0.152809); revenue 33 - 9 + 24 = 48.
        assertThat(lake.rows("select * from scout.platinum_store_features order by 2"))
                .containsExactly(
                        "S|2023-12-30|0.0333|0.3162|0.3333|0.4286|6|0.1200|0.0000",
                        "S|2024-01-02|0.0444|0.3322|0.3667|0.5714|2|0.1154|0.0156",
                        "S|2024-03-01|0.0667|0.3909|0.5333|0.2857|5|0.1200|0.0462");
    }

    @Test
    void theNinetyDaysBeginEightyNineDaysBefore() {
        sales(1, "S", "2023-12-31", "9", "");
        sales(1, "S", "2024-01-01", "18", "");
        sales(1, "S", "2024-03-30", "27", "");
        sales(1, "S", "2024-03-31", "90", "");
        sales(1, "X", "2024-03-30", "5", "");
        run();
        // 03-30 looks back to 01-01 (30 + 29 + 31 days): 2 sales, 45; squares 2: sqrt(176 / 8010) = 0.148232; its own
        // is on one
        // of 25 weekend days. 03-31, a Sunday, looks back to 01-02: 2 sales, 117, both on its 26 weekend days.
        // One sale alone: sqrt(89 / 8010) = 0.105409.
        String features = "select * from scout.platinum_store_features order by 1, 2";
        assertThat(lake.rows(features))
                .containsExactly(
                        "S|2023-12-31|0.0111|0.1054|0.1000|0.1429|0|0.0385|0.0000",
                        "S|2024-01-01|0.0222|0.1482|0.3000|0.2857|1|0.0385|0.0156",
                        "S|2024-03-30|0.0222|0.1482|0.5000|0.1429|6|0.0400|0.0154",
                        "S|2024-03-31|0.0222|0.1482|1.3000|0.2857|0|0.0769|0.0000",
                        "X|2024-03-30|0.0111|0.1054|0.0556|0.1429|6|0.0400|0.0000");
        String untouched =
                "select transaction_date, xmin from scout.platinum_store_features where transaction_date in ('2023-12-31', '2024-03-31') order by 1";
        List<String> before = lake.rows(untouched);

        // Late, for 01-01: that day and the 89 after it change, until 03-30: 3 sales, 60; squares 4 + 1: sqrt(441 /
        // 8010) = 0.234643.
        sales(1, "S", "2024-01-01", "15", "");
        run();
        assertThat(lake.rows(features))
                .contains("S|2024-03-30|0.0333|0.2346|0.6667|0.1429|6|0.0400|0.0308")
                .contains("S|2024-03-31|0.0222|0.1482|1.3000|0.2857|0|0.0769|0.0000");
        assertThat(lake.rows(untouched)).isEqualTo(before);
    }

    @Test
    void aCellOfFewerThanFiveSalesIsFoldedIntoOneARegion() {
        // 5 sales: shown. Two of three that state it were influenced; handshakes 0.5 and 0.8.
        sale("S", "2024-03-30", "10", who("NCR", "male") + ",\"campaign\":true,\"handshake\":0.5");
        sale("S", "2024-03-30", "20", who("NCR", "male") + ",\"campaign\":true,\"handshake\":0.8");
        sale("S", "2024-03-01", "30", who("NCR", "male") + ",\"campaign\":false");
        sale("S", "2024-02-29", "100", who("NCR", "male"));
        sale("S", "2024-01-01", "40", who("NCR", "male"));
        // Outside of the 90 days, and a return.
        sale("S", "2023-12-31", "7000", who("NCR", "male"));
        sale("S", "2024-03-31", "7000", who("NCR", "male"));
        sale("S", "2024-03-30", "-7000", who("NCR", "male"));
        // 4 and 1: one row together. Four sales and a return are four sales.
        for (String amount : List.of("1", "2", "3", "4", "-5")) {
            sale("S", "2024-03-30", amount, who("NCR", "female"));
        }
        sale("S", "2024-03-30", "90", "\"region\":\"NCR\"");
        // 4 alone in their region: left out.
        sales(4, "T", "2024-03-30", "8", who("South", "male"));
        // No region is one too. An even number: the median lies between 3 and 10.
        for (String amount : List.of("10", "2", "10", "1", "3", "10")) {
            sale("U", "2024-03-30", amount, "\"gender\":\"male\"");
        }
        run();
        assertThat(lake.rows("select * from scout.platinum_customer_segments order by region nulls last, gender"))
                .containsExactly(
                        "2024-03-30|NCR|male|unknown|unknown|unknown|5|40.0000|30.0000|1.0000|0.666667|0.6500|2|segment_2",
                        "2024-03-30|NCR|suppressed|suppressed|suppressed|suppressed|5|20.0000|3.0000|1.0000||||",
                        "2024-03-30||male|unknown|unknown|unknown|6|6.0000|6.5000|1.0000|||1|segment_1");
    }

    @Test
    void cellsOfEqualSpendAreOrderedByWhoTheyAre() {
        for (String gender : List.of("male", "female")) {
            for (String age : List.of("unknown", "55+", "45-54", "35-44", "25-34", "18-24")) {
                sales(5, "S", "2024-03-30", "8", who("NCR", gender) + ",\"age\":\"" + age + "\"");
            }
        }
        run();
        // 12 cells in ten parts: the first two have two each. All buy alike: one segment.
        assertThat(
                        lake.rows(
                                "select gender, age_bracket, value_decile, segment from scout.platinum_customer_segments order by gender, age_bracket collate \"C\""))
                .containsExactly(
                        "female|18-24|1|segment_1",
                        "female|25-34|1|segment_1",
                        "female|35-44|2|segment_1",
                        "female|45-54|2|segment_1",
                        "female|55+|3|segment_1",
                        "female|unknown|4|segment_1",
                        "male|18-24|5|segment_1",
                        "male|25-34|6|segment_1",
                        "male|35-44|7|segment_1",
                        "male|45-54|8|segment_1",
                        "male|55+|9|segment_1",
                        "male|unknown|10|segment_1");
    }

    @Test
    void cellsThatBuyAlikeAreOneSegmentFromTheLowestSpendUp() {
        List<String> classes = List.of("D", "A", "E", "C", "B");
        for (int i = 0; i < classes.size(); i++) {
            String of = ",\"class\":\"" + classes.get(i) + "\"";
            sales(5, "S", "2024-03-30", String.valueOf(10 + 100 * i), who("NCR", "male") + of);
            sales(5, "S", "2024-03-30", String.valueOf(11 + 100 * i), who("NCR", "female") + of);
        }
        run();
        // 10 and 11, 110 and 111, ... 410 and 411.
        assertThat(
                        lake.rows(
                                "select economic_class, segment, count(*) from scout.platinum_customer_segments group by 1, 2 order by 2"))
                .containsExactly("D|segment_1|2", "A|segment_2|2", "E|segment_3|2", "C|segment_4|2", "B|segment_5|2");
    }

    @Test
    void theSameSalesGiveTheSameSegmentsInWhateverOrderTheyCome() {
        Random random = new Random(3);
        for (int i = 0; i < 600; i++) {
            sale(
                    "S" + random.nextInt(3),
                    LocalDate.parse("2024-01-01").plusDays(random.nextInt(90)).toString(),
                    String.valueOf(random.nextInt(90_000) / 100.0),
                    who("R" + random.nextInt(3), random.nextBoolean() ? "male" : "female") + ",\"class\":\""
                            + "ABCDE".charAt(random.nextInt(5)) + "\",\"campaign\":" + random.nextBoolean()
                            + ",\"handshake\":" + random.nextInt(100) / 100.0);
        }
        List<String> all = List.copyOf(records);
        run();
        String segments = "select to_jsonb(s)::text from scout.platinum_customer_segments as s order by 1";
        List<String> first = lake.rows(segments);
        assertThat(first).hasSize(30);

        lake.run("{'full_refresh':true}");
        assertThat(lake.rows(segments)).isEqualTo(first);

        clear();
        records.addAll(all.subList(200, 600));
        Collections.reverse(records);
        run();
        records.addAll(all.subList(0, 200));
        run();
        assertThat(lake.rows(segments)).isEqualTo(first);
    }

    @Test
    void aFeatureDriftsByItsShareOfEachDecileOfTheBaseline() {
        for (int store = 0; store < 10; store++) {
            String shop = "S" + store;
            // Before: half of the stores 10 in one sale, half 20 in two.
            sales(store < 5 ? 1 : 2, shop, "2024-02-10", "10", "");
            // Now: 2 have 10 and 8 have 20; 4 in one sale and 6 in two; 5 of those with another product.
            if (store < 2) {
                sale(shop, "2024-03-30", "10", "");
            } else if (store < 4) {
                sale(shop, "2024-03-30", "20", "");
            } else {
                sale(shop, "2024-03-30", "10", "");
                sale(shop, "2024-03-30", "10", store == 4 ? "" : "\"sku\":\"B\"");
            }
        }
        run();
        // revenue_28d: bins to 10 and to 20, half of the baseline each; now 0.2 and 0.8:
        //   -0.3 x ln 0.4 + 0.3 x ln 1.6 = 0.274887 + 0.141001; chance alone makes 1 / 10 + 1 / 10: 0.215888 are left,
        // a warning.
        // transactions_28d: 0.4 and 0.6: -0.1 x ln 0.8 + 0.1 x ln 1.2 = 0.022314 + 0.018232.
        // unique_products_28d: all of the baseline up to 1; now half, and half in an empty bin, counted as 0.0001:
        //   -0.5 x ln 0.5 + 0.4999 x ln 5000 = 0.34657359 + 4.25774488.
        // acceptance_rate_28d: none before, none now, which is a bin of its own.
        assertThat(lake.rows(MONITORS.formatted("psi", "platinum_store_perf")))
                .contains(
                        "platinum_store_perf|revenue_28d|warn|2024-03-03|2024-02-04|2024-03-02|10|10|18.0000|15.0000|0.415888",
                        "platinum_store_perf|transactions_28d|ok|2024-03-03|2024-02-04|2024-03-02|10|10|1.6000|1.5000|0.040547",
                        "platinum_store_perf|unique_products_28d|alert|2024-03-03|2024-02-04|2024-03-02|10|10|1.5000|1.0000|4.604318",
                        "platinum_store_perf|acceptance_rate_28d|ok|2024-03-03|2024-02-04|2024-03-02|10|10|||0.000000");
        // Nothing to compare with.
        assertThat(lake.rows(MONITORS.formatted("psi", "platinum_store_features")))
                .contains("platinum_store_features|day_of_week|ok|2024-03-24|2024-02-25|2024-03-23|10|0|6.0000||");
    }

    @Test
    void tenDecilesAreTenBinsAndMissingValuesOneMore() {
        // In the baseline 10 stores with 10, 20, ... 100; now five with 10, five with 15.
        for (int store = 0; store < 10; store++) {
            sale("S" + store, "2024-02-10", String.valueOf(10 + 10 * store), "");
            sale("S" + store, "2024-03-30", store % 2 == 0 ? "10" : "15", store % 2 == 0 ? "\"accepted\":true" : "");
        }
        run();
        // To 10 and from there to 20 half each, where a tenth was; nothing in the other eight:
        //   2 x 0.4 x ln 5 + 8 x (0.0001 - 0.1) x ln 0.001 = 1.287550 + 5.520678.
        // An acceptance rate was missing everywhere, and is in half of the stores now: -0.5 x ln 0.5 + 0.4999 x ln 5000
        // =
        // 0.34657359 + 4.25774488.
        assertThat(lake.rows(MONITORS.formatted("psi", "platinum_store_perf")))
                .contains(
                        "platinum_store_perf|revenue_28d|alert|2024-03-03|2024-02-04|2024-03-02|10|10|12.5000|55.0000|6.808228",
                        "platinum_store_perf|acceptance_rate_28d|alert|2024-03-03|2024-02-04|2024-03-02|10|10|1.0000||4.604318");
        // One cell of ten sales now and before (as of 2023-12-31 there was none): nothing to compare with.
        assertThat(lake.rows(MONITORS.formatted("psi", "platinum_customer_segments")))
                .contains(
                        "platinum_customer_segments|transaction_count|ok|2024-01-01|2023-10-03|2023-12-31|1|0|20.0000||");
    }

    @Test
    void everyNumericFeatureIsMonitored() {
        sales(5, "S", "2023-12-30", "10", "");
        sales(5, "S", "2024-03-29", "10", "");
        run();
        assertThat(lake.rows(
                        "select table_name, feature from scout.platinum_monitors where metric = 'psi' order by 1, 2"))
                .isEqualTo(lake.rows("""
                        select table_name, column_name
                        from information_schema.columns
                        where table_schema = 'scout'
                          and table_name in ('platinum_features_sales_7d', 'platinum_store_features', 'platinum_store_perf', 'platinum_customer_segments')
                          and data_type in ('numeric', 'bigint', 'integer')
                        order by table_name collate "C", column_name collate "C" """));
    }

    @Test
    void aDayIsComparedWithTheTwentyEightBeforeIt() {
        // 1 and 3 sales by turns: mean 2, sample deviation sqrt(28 / 27) = 1.018350.
        for (int day = 0; day < 28; day++) {
            sales(
                    day % 2 == 0 ? 1 : 3,
                    "S",
                    LocalDate.parse("2024-03-02").plusDays(day).toString(),
                    "1",
                    "");
        }
        sales(4, "S", "2024-03-30", "1", "");
        run();
        // (4 - 2) / 1.018350
        assertThat(lake.rows(MONITORS.formatted("volume", "gold_txn_daily")))
                .containsExactly(
                        "gold_txn_daily|transactions|ok|2024-03-30|2024-03-02|2024-03-29|1|28|4.0000|2.0000|1.963961");
        sales(1, "S", "2024-03-30", "1", "");
        run();
        assertThat(lake.rows(MONITORS.formatted("volume", "gold_txn_daily")))
                .containsExactly(
                        "gold_txn_daily|transactions|warn|2024-03-30|2024-03-02|2024-03-29|1|28|5.0000|2.0000|2.945942");
        // One row each day without any deviation.
        assertThat(lake.rows(MONITORS.formatted("volume", "platinum_store_features")))
                .containsExactly(
                        "platinum_store_features|rows|ok|2024-03-30|2024-03-02|2024-03-29|1|28|1.0000|1.0000|");
        sales(1, "T", "2024-03-30", "1", "");
        run();
        assertThat(lake.rows(MONITORS.formatted("volume", "gold_txn_daily")))
                .containsExactly(
                        "gold_txn_daily|transactions|alert|2024-03-30|2024-03-02|2024-03-29|2|28|6.0000|2.0000|3.927922");
        assertThat(lake.rows(MONITORS.formatted("volume", "platinum_store_features")))
                .containsExactly(
                        "platinum_store_features|rows|alert|2024-03-30|2024-03-02|2024-03-29|2|28|2.0000|1.0000|");
    }

    @Test
    void daysWithoutSalesAreDaysOfTheBaselineButNotBeforeTheFirst() {
        sales(7, "S", "2024-03-23", "1", "");
        sales(1, "S", "2024-03-30", "1", "");
        run();
        // 7 days: 7, and 6 x 0: mean 1.
        assertThat(lake.rows(MONITORS.formatted("volume", "gold_txn_daily")))
                .containsExactly(
                        "gold_txn_daily|transactions|ok|2024-03-30|2024-03-23|2024-03-29|1|1|1.0000|1.0000|0.000000");
        clear();
        // Six days are no baseline.
        sales(1, "S", "2024-03-24", "1", "");
        sales(9, "S", "2024-03-30", "1", "");
        run();
        assertThat(lake.rows(MONITORS.formatted("volume", "gold_txn_daily")))
                .containsExactly("gold_txn_daily|transactions|ok|2024-03-30|2024-03-24|2024-03-29|1|1|9.0000|0.1667|");
    }

    @Test
    void sevenMonthsInPartsEqualAFullRebuild() {
        Random random = new Random(5);
        for (int file = 0; file < 4; file++) {
            for (int i = 0; i < 150; i++) {
                sale(
                        "S" + random.nextInt(4),
                        LocalDate.parse("2023-09-01")
                                .plusDays(random.nextInt(212))
                                .toString(),
                        String.valueOf(random.nextInt(5000) / 100.0 - 5),
                        who("R" + random.nextInt(2), random.nextBoolean() ? "male" : "female"));
            }
            run();
        }
        Map<String, List<String>> incremental = platinum();
        lake.run("{'stage':'platinum','full_refresh':true}");
        assertThat(platinum()).isEqualTo(incremental);
        assertThat(incremental.get("platinum_monitors")).hasSize(39);
    }

    private Map<String, List<String>> platinum() {
        Map<String, List<String>> contents = new LinkedHashMap<>();
        for (String table : List.of(
                "platinum_features_sales_7d",
                "platinum_store_features",
                "platinum_store_perf",
                "platinum_customer_segments",
                "platinum_monitors")) {
            contents.put(table, lake.rows("select to_jsonb(t)::text from scout." + table + " as t order by 1"));
        }
        return contents;
    }

    private static String who(String region, String gender) {
        return "\"region\":\"" + region + "\",\"gender\":\"" + gender + "\"";
    }

    private void sales(int count, String shop, String day, String amount, String more) {
        for (int i = 0; i < count; i++) {
            sale(shop, day, amount, more);
        }
    }

    /** A transaction of one line; a negative amount is a return. */
    private void sale(String shop, String day, String amount, @Nullable String more) {
        String sku = more != null && more.contains("\"sku\"") ? "" : "\"sku\":\"A\",";
        records.add("{" + sku + "\"shop\":\"" + shop + "\",\"at\":\"" + day + "T00:30:00\",\"n\":1,\"total\":" + amount
                + (more == null || more.isEmpty() ? "" : "," + more) + ",\"id\":\"");
    }

    /** Lands what was recorded and runs all stages. */
    private void run() {
        String file = "f" + landed++;
        List<String> numbered = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            numbered.add(records.get(i) + file + "-" + i + "\"}");
        }
        lake.land("bronze_transactions", "test", file, "2024-03-31T00:00:00Z", numbered);
        records.clear();
        lake.run("{}");
    }
}
