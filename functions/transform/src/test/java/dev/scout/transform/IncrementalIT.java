package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.ScoutException;
import dev.scout.transform.lake.Lake;
import dev.scout.transform.run.ModelSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the order in which files land, lose records, are replaced and come back, and stages run: the tables are those of a full rebuild. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IncrementalIT {

    private static final String MAPPING = """
            {"transaction_id":"id","store_id":"shop","timestamp":"at","sku":"sku","product_name":"name","brand_name":"brand","category":"kind",
             "quantity":"n","unit_price":"price","region":"region","city":"city","from_product":"asked","to_product":"sku"}""";

    private static final String PRODUCTS = """
            {"describes":"product","sku":"sku","product_name":"name","brand_name":"brand","category":"kind"}""";
    private static final String STORES = """
            {"describes":"store","store_id":"shop","region":"region","city":"city","store_type":"type"}""";

    /** Every table of every layer, without what differs from run to run. */
    private static final Map<String, String> TABLES = tables();

    /** Tables that a check refuses for a while in some histories. */
    private static final List<String> CHECKED = List.of(
            "silver_transactions",
            "scout_gold_transactions",
            "scout_gold_transaction_items",
            "gold_txn_daily",
            "gold_product_mix",
            "platinum_features_sales_7d",
            "platinum_store_perf");

    /** Histories whose layers are written to the lake as well, and compared; -Dscout.lake.seeds for more. */
    private static final int SEEDS_WITH_LAKE = Integer.getInteger("scout.lake.seeds", 1);

    private final LakeFiles files = new LakeFiles();
    private Lake target = Lake.NONE;
    private final Lakehouse lake = new Lakehouse(
            new ModelSettings(2, 2),
            (layer, run, reading, writing, deadline) -> target.write(layer, run, reading, writing, deadline));

    @AfterAll
    void stop() {
        lake.close();
        files.close();
    }

    /** A few each time; -Dscout.seeds=500 for more. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Integer.getInteger("scout.seeds", 8));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void incrementalEqualsFullRebuild(long seed) {
        Random random = new Random(seed);
        lake.clear();
        files.clear();
        target = seed <= SEEDS_WITH_LAKE ? files.writer : Lake.NONE;
        lake.pipeline("test_till", MAPPING, null);
        lake.pipeline("test_products", PRODUCTS, null);
        lake.pipeline("test_stores", STORES, null);
        List<Landing> landings = landings(random);
        Collections.shuffle(landings, random);
        List<Landed> landed = new ArrayList<>();
        for (Landing landing : landings) {
            landed.add(new Landed(landing.land(), landing));
            if (random.nextInt(4) == 0) {
                lake.landAgain(landed.get(random.nextInt(landed.size())).file, time(random));
            }
            while (random.nextInt(3) == 0) {
                landed.get(random.nextInt(landed.size())).change(random);
            }
            runSomething(random);
        }
        mend();
        lake.run("{}");
        Map<String, List<String>> incremental = read();
        assertLakeIsSame();

        lake.run("{'full_refresh':true}");
        assertLakeIsSame();

        read().forEach((table, rows) -> {
            List<String> before = new ArrayList<>(incremental.getOrDefault(table, List.of()));
            List<String> after = new ArrayList<>(rows);
            before.removeAll(rows);
            after.removeAll(incremental.getOrDefault(table, List.of()));
            assertThat(after)
                    .as("rows of %s after a full rebuild that differ", table)
                    .isEqualTo(before);
        });
        assertThat(
                        lake.rows(
                                "select (select count(*) from scout.gold_changed_days) + (select count(*) from scout.platinum_changed_days)"))
                .containsExactly("0");
    }

    private void assertLakeIsSame() {
        if (target != Lake.NONE) {
            List.of("silver", "gold", "platinum").forEach(layer -> files.assertSame(lake, layer));
        }
    }

    private void runSomething(Random random) {
        switch (random.nextInt(8)) {
            case 0 -> run("{}");
            case 1 -> run("{'stage':'silver'}");
            case 2 -> run("{'stage':'gold'}");
            case 3 -> run("{'stage':'platinum'}");
            case 4 -> run("{'stage':'gold','models':['gold_product_mix']}");
            case 5 -> poison(CHECKED.get(random.nextInt(CHECKED.size())));
            case 6 -> mend();
            default -> {}
        }
    }

    /** A run that a check refuses as a whole leaves everything to the next. */
    private void run(String event) {
        try {
            lake.run(event);
        } catch (ScoutException e) {
            assertThat(e.code()).isEqualTo("CHECK_FAILED");
        }
    }

    /** From now on a check refuses the table. */
    private void poison(String table) {
        lake.execute(
                "insert into scout.data_quality_checks (check_name, table_name, kind, check_query) values ('test refusal', '"
                        + table + "', 'query', 'select false') on conflict do nothing");
    }

    private void mend() {
        lake.execute("delete from scout.data_quality_checks where check_name = 'test refusal'");
    }

    private List<Landing> landings(Random random) {
        List<Landing> landings = new ArrayList<>();
        int files = 4 + random.nextInt(6);
        for (int i = 0; i < files; i++) {
            // Some land under the same key and at the same time, with other content.
            String key = "k" + random.nextInt(files);
            String modified = time(random);
            Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
            List<String> records = new ArrayList<>();
            for (int row = 0; row < 1 + random.nextInt(12); row++) {
                records.add(record(shape, random));
            }
            landings.add(new Landing(shape.pipeline, key, modified, records));
        }
        return landings;
    }

    private enum Shape {
        LINE("test_till"),
        POS("daily_transaction_load"),
        FLAT("daily_transaction_load"),
        PRODUCT("test_products"),
        STORE("test_stores");

        private final String pipeline;

        Shape(String pipeline) {
            this.pipeline = pipeline;
        }
    }

    private static String record(Shape shape, Random random) {
        return switch (shape) {
            case LINE -> line(random);
            case POS -> pos(random);
            case FLAT -> flat(random);
            case PRODUCT ->
                "{\"sku\":" + maybe(random, "P" + random.nextInt(5)) + ",\"name\":"
                        + maybe(random, "Title " + random.nextInt(3)) + ",\"brand\":"
                        + rarely(random, "Maker " + random.nextInt(2)) + ",\"kind\":"
                        + rarely(random, "Group " + random.nextInt(2)) + "}";
            case STORE ->
                "{\"shop\":" + maybe(random, "S" + random.nextInt(4)) + ",\"region\":"
                        + maybe(random, "Q" + random.nextInt(2)) + ",\"city\":"
                        + rarely(random, "D" + random.nextInt(2)) + ",\"type\":" + rarely(random, "transport") + "}";
        };
    }

    private static String line(Random random) {
        return "{\"id\":" + id(random) + ",\"shop\":\"S" + random.nextInt(3) + "\",\"at\":" + at(random) + ",\"sku\":"
                + maybe(random, "P" + random.nextInt(4))
                + ",\"name\":" + maybe(random, "Name " + random.nextInt(3)) + ",\"brand\":"
                + rarely(random, "Brand " + random.nextInt(2))
                + ",\"kind\":" + rarely(random, "Kind " + random.nextInt(2)) + ",\"n\":" + quantity(random)
                + ",\"price\":" + (random.nextInt(400) / 100.0)
                + ",\"region\":" + rarely(random, "R" + random.nextInt(2)) + ",\"city\":"
                + rarely(random, "C" + random.nextInt(2))
                + ",\"asked\":" + rarely(random, "P9") + "}";
    }

    private static String pos(Random random) {
        return "{\"id\":" + id(random) + ",\"store_id\":\"S" + random.nextInt(3) + "\",\"timestamp\":" + at(random)
                + ",\"peso_value\":" + (random.nextInt(900) / 10.0 - 20)
                + ",\"sku\":\"P" + random.nextInt(4) + "\",\"brand_name\":"
                + maybe(random, "Brand " + random.nextInt(3)) + ",\"product_category\":"
                + maybe(random, "Kind " + random.nextInt(3)) + ",\"units_per_transaction\":" + random.nextInt(5)
                + ",\"combo_basket\":[{\"sku\":\"P0\",\"quantity\":1}]"
                + ",\"location\":{\"region\":" + maybe(random, "R" + random.nextInt(3)) + "},\"store_type\":"
                + rarely(random, "rural")
                + ",\"suggestion_accepted\":" + maybe(random, random.nextBoolean() ? "yes" : "no") + "}";
    }

    private static String flat(Random random) {
        return "{\"transaction_id\":" + id(random) + ",\"store_id\":\"S" + random.nextInt(3) + "\",\"timestamp\":"
                + at(random) + ",\"amount\":"
                + (random.nextInt(10) == 0 ? "\"x\"" : String.valueOf(random.nextInt(100))) + "}";
    }

    private static String id(Random random) {
        return random.nextInt(12) > 0 ? "\"T" + random.nextInt(12) + "\"" : "null";
    }

    private static String at(Random random) {
        return random.nextInt(12) == 0
                ? "\"2024-02-31\""
                : "\"2024-03-" + String.format("%02d", 1 + random.nextInt(12)) + "T0" + random.nextInt(10) + ":00:00\"";
    }

    private static String quantity(Random random) {
        int value = random.nextInt(10);
        return value == 0 ? "\"abc\"" : String.valueOf(value - 3);
    }

    private static String maybe(Random random, String value) {
        return random.nextInt(4) == 0 ? "null" : "\"" + value + "\"";
    }

    private static String rarely(Random random, String value) {
        return random.nextInt(4) > 0 ? "null" : "\"" + value + "\"";
    }

    /** The first of three times makes some transactions' timestamps lie in the future. */
    private static String time(Random random) {
        return "2024-03-" + List.of("06", "14", "20").get(random.nextInt(3)) + "T00:00:00Z";
    }

    /** A file that is going to land. */
    private final class Landing {

        private final String pipeline;
        private final String key;
        private final String modified;
        private final List<String> records;

        Landing(String pipeline, String key, String modified, List<String> records) {
            this.pipeline = pipeline;
            this.key = key;
            this.modified = modified;
            this.records = records;
        }

        long land() {
            return lake.land("bronze_transactions", pipeline, key, modified, records);
        }
    }

    /** A file that has landed, and may lose records, be replaced, and be in force again. */
    private final class Landed {

        private final long file;
        private final Landing landing;

        Landed(long file, Landing landing) {
            this.file = file;
            this.landing = landing;
        }

        void change(Random random) {
            String status = lake.rows("select status from scout.ingest_files where file_id = " + file)
                    .get(0);
            if (status.equals("skipped")) {
                lake.restore(file, "bronze_transactions", landing.key, landing.records);
            } else if (random.nextBoolean()) {
                lake.replace(file);
            } else {
                int first = 1 + random.nextInt(landing.records.size());
                lake.retract(file, first, first + random.nextInt(4));
            }
        }
    }

    private Map<String, List<String>> read() {
        Map<String, List<String>> contents = new LinkedHashMap<>();
        TABLES.forEach((table, without) -> contents.put(
                table,
                lake.rows(
                        "select (to_jsonb(t)" + without + ")::text as row from scout." + table + " as t order by 1")));
        return contents;
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("silver_transactions", " - 'silver_run_id'");
        for (String table : List.of(
                "silver_superseded",
                "silver_superseded_lines",
                "silver_transaction_items",
                "silver_substitutions",
                "silver_product_descriptions",
                "silver_store_descriptions",
                "dim_product",
                "dim_store",
                "scout_gold_transactions",
                "scout_gold_transaction_items",
                "gold_txn_daily",
                "gold_product_mix",
                "scout_gold_substitutions",
                "gold_substitution_flows",
                "gold_basket_patterns",
                "gold_request_behavior",
                "gold_demographics",
                "platinum_features_sales_7d",
                "platinum_store_perf",
                "platinum_store_features",
                "platinum_customer_segments",
                "platinum_monitors")) {
            tables.put(table, "");
        }
        tables.put("gold_store_daily_summary", " - 'last_updated'");
        return tables;
    }
}
