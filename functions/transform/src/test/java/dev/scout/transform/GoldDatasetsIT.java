package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.transform.run.ModelSettings;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Baskets, substitutions, requests and demographics, case by case; expectations are worked out by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GoldDatasetsIT {

    private static final String MAPPING = """
            {"transaction_id":"id","store_id":"shop","timestamp":"at","sku":"sku","product_name":"name","category":"kind","quantity":"n",
             "unit_price":"price","region":"region","request_mode":"mode","request_type":"type","suggestion_offered":"offered",
             "suggestion_accepted":"accepted","duration_seconds":"seconds","handshake_score":"score","gender":"gender","age_bracket":"age",
             "customer_type":"customer","economic_class":"class","from_product":"asked","to_product":"taken","reason":"why"}""";
    private static final String LANDED = "2025-02-01T00:00:00Z";
    private static final String PATTERNS = """
            select sku_a, sku_b, product_a, product_b, baskets_a, baskets_b, baskets_together, baskets_total, support, confidence_a_to_b,
              confidence_b_to_a, lift, window_start, window_end
            from scout.gold_basket_patterns order by sku_a, sku_b""";

    private static final ModelSettings SETTINGS = new ModelSettings(2, 5);

    private final Lakehouse lake = new Lakehouse(SETTINGS);

    @AfterAll
    void stop() {
        lake.close();
    }

    @BeforeEach
    void clear() {
        lake.configure(SETTINGS);
        lake.clear();
        lake.pipeline("test", MAPPING, null);
    }

    @Test
    void aBasketIsTheSetOfProductsBought() {
        land(
                "a",
                // The same product twice is in the basket once.
                line("T1", "2024-03-01", "'sku':'A','name':'Apple'"),
                line("T1", "2024-03-01", "'sku':'B','name':'Bread'"),
                line("T1", "2024-03-01", "'sku':'A'"),
                // Taken back, and a line of no pieces, are not bought.
                line("T2", "2024-03-01", "'sku':'A','price':9"),
                line("T2", "2024-03-01", "'sku':'B'"),
                line("T2", "2024-03-01", "'sku':'C','n':-1"),
                line("T2", "2024-03-01", "'sku':'D','n':0"),
                line("T3", "2024-03-02", "'sku':'A'"),
                line("T4", "2024-03-02", "'sku':'A'"),
                line("T4", "2024-03-02", "'sku':'C'"),
                // A product of two lines, but of one basket.
                line("T7", "2024-03-02", "'sku':'D'"),
                line("T7", "2024-03-02", "'sku':'D'"),
                // Neither a sale without a product nor a return nor an invalid line is one.
                line("T5", "2024-03-02", "'sku':null"),
                line("R1", "2024-03-02", "'sku':'A','price':-5"),
                line("R1", "2024-03-02", "'sku':'B'"),
                line("T6", "2024-03-02", "'sku':'A'"),
                line("T6", "2024-03-02", "'sku':'B','n':'some'"));
        lake.run("{}");
        // Baskets T1, T2 {A, B}, T3, T6 {A}, T4 {A, C}, T7 {D}: A in 5, B in 2, A and B in 2; A and C in 1, which is
        // not enough.
        // Support 2 / 6, A to B 2 / 5, B to A 2 / 2, lift 2 x 6 / (5 x 2) = 1.2. 03-02 is the 90th day from 2023-12-04:
        // 28 days of December, 31, 29 and 2.
        assertThat(lake.rows(PATTERNS))
                .containsExactly("A|B|Apple|Bread|5|2|2|6|0.333333|0.400000|1.000000|1.200000|2023-12-04|2024-03-02");
    }

    @Test
    void pairsAreOrderedByBytesAndLiftIsNotRoundedOnTheWay() {
        land(
                "a",
                basket("T1", "2024-03-01", "a", "Z", "é"),
                basket("T2", "2024-03-01", "Z", "a"),
                basket("T3", "2024-03-01", "é", "a"),
                basket("T4", "2024-03-01", "Z", "q"),
                basket("T5", "2024-03-01", "q"),
                basket("T6", "2024-03-01", "q"),
                basket("T7", "2024-03-01", "q"));
        lake.run("{}");
        // By bytes Z < a < q < é. Of 7 baskets Z is in 3, a in 3, é in 2; Z and a in 2, a and é in 2.
        // Z, a: 2 / 7 = 0.285714, 2 / 3 both ways, lift 2 x 7 / 9 = 1.555556; a, é: 2 / 3, 2 / 2, lift 14 / 6 =
        // 2.333333.
        assertThat(
                        lake.rows(
                                "select sku_a, sku_b, support, confidence_a_to_b, confidence_b_to_a, lift from scout.gold_basket_patterns order by 1"))
                .containsExactly("Z|a|0.285714|0.666667|0.666667|1.555556", "a|é|0.285714|0.666667|1.000000|2.333333");
    }

    @Test
    void aWindowIsTheNinetyDaysUpToTheLatestSaleBeforeToday() {
        // Today is 2024-03-31. 30 days of March, 29 of February and 31 of January are 90: the window begins on 01-01.
        land(
                "a",
                basket("T1", "2023-12-31", "A", "B"),
                basket("T2", "2024-01-01", "A", "B"),
                basket("T3", "2024-02-29", "A", "B"),
                basket("T4", "2024-03-30", "A", "C"),
                basket("T5", "2024-03-31", "A", "C"),
                List.of(
                        line("S1", "2023-12-31", "'asked':'X','taken':'Y'"),
                        line("S2", "2024-01-01", "'asked':'X','taken':'Y'"),
                        line("S3", "2024-03-31", "'asked':'X','taken':'Z'")));
        lake.setTime("2024-03-31T15:59:59Z");
        lake.run("{}");
        assertThat(shown()).containsExactly("A|B|2|3|2024-01-01|2024-03-30");
        assertThat(flows()).containsExactly("X|Y||1|2024-01-01|2024-03-30");

        // Midnight in Manila: 03-31 is over. No file landed, but the window moved on: T2 left it, T5 came.
        lake.setTime("2024-03-31T16:00:00Z");
        lake.run("{}");
        assertThat(shown()).containsExactly("A|C|2|3|2024-01-02|2024-03-31");
        assertThat(flows()).containsExactly("X|Z||1|2024-01-02|2024-03-31");

        // A day without a sale does not move it.
        lake.setTime("2024-04-09T16:00:00Z");
        lake.run("{}");
        assertThat(shown()).containsExactly("A|C|2|3|2024-01-02|2024-03-31");
    }

    @Test
    void patternsAreOnlyWrittenWhereSomethingOfThemChanged() {
        land("a", basket("T1", "2024-03-01", "A", "B"), basket("T2", "2024-03-01", "A", "B"));
        lake.run("{}");
        String written = "select xmin from scout.gold_basket_patterns";
        List<String> before = lake.rows(written);
        land("b", basket("T3", "2023-06-01", "A", "B"));
        lake.run("{}");
        assertThat(lake.rows(written)).isEqualTo(before);

        // A name that is told on a day before the window is the product's latest all the same.
        land("c", line("T4", "2023-06-01", "'sku':'B','name':'Bun'"));
        lake.run("{}");
        assertThat(lake.rows("select product_a, product_b from scout.gold_basket_patterns"))
                .containsExactly("|Bun");
    }

    @Test
    void patternsAndFlowsAreGoneWhenTheirSalesAre() {
        long file = lake.land(
                "test",
                "a",
                LANDED,
                line("T1", "2024-03-01", "'sku':'A','asked':'X'"),
                line("T1", "2024-03-01", "'sku':'B'"),
                line("T2", "2024-03-01", "'sku':'A'"),
                line("T2", "2024-03-01", "'sku':'B'"));
        lake.run("{}");
        assertThat(shown()).hasSize(1);
        assertThat(flows()).hasSize(1);
        lake.replace(file);
        lake.run("{}");
        assertThat(shown()).isEmpty();
        assertThat(flows()).isEmpty();
    }

    @Test
    void basketsOfFiveHundredLinesStand() {
        String[] products =
                IntStream.range(0, 500).mapToObj(i -> String.format("P%03d", i)).toArray(String[]::new);
        land(
                "a",
                basket("T1", "2024-03-01", products),
                basket("T2", "2024-03-01", products),
                basket("T3", "2024-03-01", "P000"));
        lake.run("{}");
        // 500 x 499 / 2 pairs, each in 2 of 3 baskets; lift 2 x 3 / (2 x 2), with P000 2 x 3 / (3 x 2).
        assertThat(
                        lake.rows(
                                "select lift, count(*), min(sku_a), max(sku_b), min(baskets_together), max(support) from scout.gold_basket_patterns group by 1 order by 1"))
                .containsExactly("1.000000|499|P000|P499|2|0.666667", "1.500000|124251|P001|P499|2|0.666667");
    }

    @Test
    void substitutionsAreSharesOfWhatWasAskedFor() {
        land(
                "a",
                line("T1", "2024-03-01", "'shop':'S1','asked':'A','taken':'B','why':'stockout'"),
                line("T2", "2024-03-01", "'shop':'S2','asked':'A','taken':'B','why':'stockout'"),
                // Twice in one sale is two.
                line("T2", "2024-03-01", "'shop':'S2','asked':'A','taken':'B','why':'stockout'"),
                line("T3", "2024-03-02", "'shop':'S1','asked':'A','taken':'B','why':'a whim'"),
                line("T4", "2024-03-02", "'shop':'S1','asked':'A'"),
                line("T5", "2024-03-02", "'shop':'S1','asked':'A'"),
                line("T6", "2024-03-02", "'shop':'S1','asked':'C','taken':'A','why':'suggestion'"),
                line("R1", "2024-03-02", "'shop':'S3','n':-1,'asked':'A','taken':'B','why':'stockout'"));
        lake.run("{}");
        // A was asked for 6 times in sales: 3 of 6, 1 of 6, 2 of 6 where nothing was taken.
        assertThat(
                        lake.rows(
                                "select from_product, to_product, reason, substitution_count, store_count, share_of_from from scout.gold_substitution_flows order by 1, 2 nulls last, 3"))
                .containsExactly(
                        "A|B|stockout|3|2|0.500000",
                        "A|B|unknown|1|1|0.166667",
                        "A||unknown|2|1|0.333333",
                        "C|A|suggestion|1|1|1.000000");
    }

    @Test
    void requestsStandUnderTheCategoryOfTheHighestLine() {
        land(
                "a",
                line(
                        "T1",
                        "2024-03-01",
                        "'sku':'A','kind':'K1','price':5,'mode':'verbal','type':'branded','region':'R'"),
                line("T1", "2024-03-01", "'sku':'B','kind':'K2','price':9"),
                // Among equals the first.
                line(
                        "T2",
                        "2024-03-01",
                        "'sku':'B','kind':'K2','price':5,'mode':'verbal','type':'branded','region':'R'"),
                line("T2", "2024-03-01", "'sku':'A','kind':'K1','price':5"),
                // Nothing is more than no price at all.
                line(
                        "T3",
                        "2024-03-01",
                        "'sku':'A','kind':'K1','price':null,'mode':'verbal','type':'branded','region':'R'"),
                line("T3", "2024-03-01", "'sku':'B','kind':'K2','price':0"),
                // A word that is not in the vocabulary, and a category that only the product knows.
                line("T4", "2024-03-01", "'sku':'A','mode':'sung','type':'point','region':'R'"),
                line("R1", "2024-03-01", "'sku':'A','kind':'K1','n':-1,'mode':'verbal','type':'branded','region':'R'"));
        lake.land(
                "daily_transaction_load",
                "f",
                LANDED,
                "{\"transaction_id\":\"T5\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01\",\"amount\":3}");
        lake.run("{}");
        assertThat(
                        lake.rows(
                                "select date_key, region, category, request_mode, request_type, request_count from scout.gold_request_behavior order by 2 nulls last, 3"))
                .containsExactly(
                        "2024-03-01|R|K1|other|point|1", "2024-03-01|R|K2|verbal|branded|3", "2024-03-01|R||||1");
    }

    @Test
    void rateAndMeansAreOfWhatIsStated() {
        land(
                "a",
                line("T1", "2024-03-01", "'mode':'verbal','offered':true,'accepted':true,'seconds':30,'score':0.5"),
                line("T2", "2024-03-01", "'mode':'verbal','offered':true,'accepted':false,'seconds':61,'score':0.8"),
                line("T3", "2024-03-01", "'mode':'verbal','accepted':false,'seconds':0"),
                line("T4", "2024-03-01", "'mode':'verbal','offered':false"),
                line("T5", "2024-03-01", "'mode':'pointing'"));
        lake.run("{}");
        // Who says that none was accepted says that one was offered: 1 of 3. (0.5 + 0.8) / 2; (30 + 61 + 0) / 3.
        assertThat(
                        lake.rows(
                                "select request_mode, request_count, suggestions_offered, suggestions_accepted, acceptance_rate, avg_handshake_score, avg_duration_seconds from scout.gold_request_behavior order by 1"))
                .containsExactly("pointing|1|0|0|||", "verbal|4|3|1|0.333333|0.6500|30.3333");
    }

    @Test
    void requestsAreOfTheLocalDay() {
        land(
                "a",
                line("T1", "2024-02-28T16:00:00Z", ""),
                line("T2", "2024-02-29T15:59:59Z", ""),
                line("T3", "2024-02-29T16:00:00Z", ""),
                // A store of another zone: its own midnight counts.
                line("T4", "2024-02-29T23:59:59-05:00", ""),
                line("T5", "2024-03-01T00:00:00+13:00", ""));
        lake.run("{}");
        // T1 and T2 are Manila's leap day from its first to its last second, T4 is that of its store.
        assertThat(lake.rows("select date_key, request_count from scout.gold_request_behavior order by 1"))
                .containsExactly("2024-02-29|3", "2024-03-01|2");
    }

    @Test
    void weeksAreIsoWeeksAcrossNewYear() {
        land(
                "a",
                shoppers("S", "2024-12-29", 5, "'shop':'S1'"),
                shoppers("M", "2024-12-30", 3, "'shop':'S1'"),
                shoppers("N", "2025-01-05", 2, "'shop':'S2'"),
                shoppers("O", "2025-01-06", 5, "'shop':'S1'"));
        lake.run("{}");
        // 2024-12-30 is the Monday of ISO week 1 of 2025, which ends on 2025-01-05. Each sale is 1 x 2.50, one line.
        assertThat(lake.rows("select * from scout.gold_demographics order by week_start"))
                .containsExactly(
                        "2024-12-23||unknown|unknown|unknown|unknown|5|1|12.50|2.5000|1.0000",
                        "2024-12-30||unknown|unknown|unknown|unknown|5|2|12.50|2.5000|1.0000",
                        "2025-01-06||unknown|unknown|unknown|unknown|5|1|12.50|2.5000|1.0000");
    }

    @Test
    void groupsOfFewerThanFiveAreOneRowOfFiveOrNone() {
        land(
                "a",
                shoppers(
                        "A",
                        "2024-03-04",
                        5,
                        "'region':'R','gender':'male','age':'18-24','customer':'regular','class':'A'"),
                shoppers("B", "2024-03-05", 4, "'region':'R','gender':'female'"),
                shoppers("C", "2024-03-06", 4, "'region':'Q','gender':'female','shop':'S1'"),
                shoppers("D", "2024-03-07", 1, "'region':'Q','gender':'male','shop':'S1','price':10"),
                shoppers("E", "2024-03-08", 2, "'gender':'female','shop':'S4'"),
                shoppers("F", "2024-03-08", 3, "'gender':'male','shop':'S2','price':5"),
                shoppers("G", "2024-03-09", 5, "'gender':'male','age':'55+','shop':'S3'"),
                // Returns make no group larger and take nothing off what was spent.
                shoppers("H", "2024-03-10", 3, "'region':'R','gender':'female','n':-1"));
        lake.run("{}");
        // R: 5 men stand, 4 women do not, and there is nobody to stand with them. Q: 4 x 2.50 + 10 = 20 of one store.
        // Without a region: 2 x 2.50 + 3 x 5 = 20 of two stores, beside a group of 5.
        assertThat(demographics())
                .containsExactly(
                        "2024-03-04|Q|suppressed|suppressed|suppressed|suppressed|5|1|20.00|4.0000|1.0000",
                        "2024-03-04|R|male|18-24|regular|A|5|1|12.50|2.5000|1.0000",
                        "2024-03-04||male|55+|unknown|unknown|5|1|12.50|2.5000|1.0000",
                        "2024-03-04||suppressed|suppressed|suppressed|suppressed|5|2|20.00|4.0000|1.0000");

        // The fifth woman in R: her group stands by itself. Another man in Q, then another: 6 and 7 of small groups.
        land(
                "b",
                shoppers("I", "2024-03-10", 1, "'region':'R','gender':'female'"),
                shoppers("J", "2024-03-10", 2, "'region':'Q','gender':'male','price':1"));
        lake.run("{}");
        assertThat(demographics())
                .hasSize(5)
                .contains(
                        "2024-03-04|Q|suppressed|suppressed|suppressed|suppressed|7|2|22.00|3.1429|1.0000",
                        "2024-03-04|R|female|unknown|unknown|unknown|5|1|12.50|2.5000|1.0000");
    }

    @Test
    void anotherKChangesWeeksThatNothingElseChanges() {
        land("a", shoppers("A", "2024-03-04", 5, "'region':'R','gender':'male'"));
        lake.run("{}");
        land("b", shoppers("B", "2024-03-11", 6, "'region':'R','gender':'male'"));
        lake.run("{}");
        assertThat(demographics()).hasSize(2);

        lake.configure(new ModelSettings(2, 6));
        assertThat(lake.run("{'stage':'gold'}").toString())
                .contains("gold_demographics")
                .doesNotContain("gold_txn_daily");
        // Nothing in platinum reads it.
        assertThat(lake.rows("select count(*) from scout.platinum_changed_days"))
                .containsExactly("0");
        assertThat(demographics()).containsExactly("2024-03-11|R|male|unknown|unknown|unknown|6|1|15.00|2.5000|1.0000");

        lake.configure(SETTINGS);
        lake.run("{}");
        assertThat(demographics()).hasSize(2);

        // Promoted by a version that did not note it.
        lake.execute("update scout.model_progress set settings = null");
        lake.configure(new ModelSettings(2, 7));
        lake.run("{}");
        assertThat(demographics()).isEmpty();
    }

    @Test
    void theLakeHearsOnlyOfDaysThatHaveRows() {
        land("a", shoppers("A", "2024-03-04", 5, "'region':'R'"));
        lake.run("{}");
        // Windows reach from the day on over 7 and over 89 days more.
        assertThat(
                        lake.rows(
                                "select table_name, partition_name from scout.lake_changes where table_name in ('platinum_store_features', 'gold_txn_daily') order by 1"))
                .containsExactly("gold_txn_daily|dt=2024-03-04", "platinum_store_features|dt=2024-03-04");
    }

    @Test
    void aFullRefreshLeavesNoDayThatSilverDoesNotHave() {
        land("a", shoppers("A", "2024-03-04", 5, "'region':'R'"));
        lake.run("{}");
        List<String> good = lake.rows("select * from scout.gold_txn_daily");
        lake.execute("update scout.gold_txn_daily set date_key = '2020-01-01'");
        lake.execute("update scout.scout_gold_transaction_items set date_key = '2020-01-02'");
        lake.run("{\"full_refresh\":true}");
        assertThat(lake.rows("select * from scout.gold_txn_daily")).isEqualTo(good);
        assertThat(lake.rows("select distinct date_key from scout.scout_gold_transaction_items"))
                .containsExactly("2024-03-04");
    }

    @Test
    void edgeTransactionsAreTheValidOnesOfDevices() {
        lake.landEdge(
                "bronze/edge/pi-1/x.json",
                LANDED,
                "{\"transaction_id\":\"E1\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01T08:00:00\",\"amount\":12.345,\"device_id\":\"pi-1\",\"payment_method\":\"gcash\"}",
                "{\"transaction_id\":\"E2\",\"store_id\":\"S\",\"timestamp\":\"2024-03-01T08:00:00Z\",\"amount\":-3,\"currency\":\"USD\"}",
                "{\"transaction_id\":\"E3\",\"store_id\":\"S\",\"timestamp\":\"never\",\"amount\":3}",
                "{\"store_id\":\"S\",\"timestamp\":\"2024-03-01T08:00:00\",\"amount\":3}");
        land("a", line("T1", "2024-03-01", ""));
        lake.run("{}");
        // 08:00 in Manila is midnight in UTC; E2 says where midnight is not.
        assertThat(
                        lake.rows(
                                "select transaction_id, device_id, file_name, store_id, transaction_timestamp at time zone 'UTC', amount, currency, payment_method, full_payload ->> 'amount' from scout.silver_edge_transactions order by 1"))
                .containsExactly(
                        "E1|pi-1|x.json|S|2024-03-01 00:00:00|12.345|PHP|gcash|12.345",
                        "E2|unknown|x.json|S|2024-03-01 08:00:00|-3|USD|cash|-3");
        assertThat(
                        lake.rows(
                                "select count(*) from scout.silver_edge_transactions as t inner join scout.bronze_edge_raw as b on b.id = t.bronze_id and b.ingested_at = t.ingested_at and b.created_at = t.created_at"))
                .containsExactly("2");
    }

    private List<String> shown() {
        return lake.rows(
                "select sku_a, sku_b, baskets_together, baskets_total, window_start, window_end from scout.gold_basket_patterns order by 1, 2");
    }

    private List<String> flows() {
        return lake.rows(
                "select from_product, to_product, nullif(reason, 'unknown'), substitution_count, window_start, window_end from scout.gold_substitution_flows order by 1, 2");
    }

    private List<String> demographics() {
        return lake.rows("select * from scout.gold_demographics order by week_start, region nulls last, gender");
    }

    private void land(String key, String... lines) {
        lake.land("test", key, LANDED, lines);
    }

    @SafeVarargs
    private void land(String key, List<String>... transactions) {
        land(key, Stream.of(transactions).flatMap(List::stream).toArray(String[]::new));
    }

    /** A sale of each product once. */
    private static List<String> basket(String id, String day, String... products) {
        return Stream.of(products)
                .map(sku -> line(id, day, "'sku':'" + sku + "'"))
                .toList();
    }

    /** Sales of one line each. */
    private static List<String> shoppers(String prefix, String day, int sales, String fields) {
        return IntStream.range(0, sales)
                .mapToObj(sale -> line(prefix + sale, day, fields))
                .toList();
    }

    /** A line of a sale: one piece at 2.50 in store S, unless the fields (JSON with single quotes) say otherwise. */
    private static String line(String id, String at, String fields) {
        StringBuilder json = new StringBuilder("{\"id\":\"" + id + "\",\"at\":\"" + at + "\"");
        String stated = fields.replace('\'', '"');
        add(json, stated, "\"shop\":", "\"S\"");
        add(json, stated, "\"n\":", "1");
        add(json, stated, "\"price\":", "2.50");
        return json.append(stated.isEmpty() ? "" : ",")
                .append(stated)
                .append('}')
                .toString();
    }

    private static void add(StringBuilder json, String stated, String field, String value) {
        if (!stated.contains(field)) {
            json.append(',').append(field).append(value);
        }
    }
}
