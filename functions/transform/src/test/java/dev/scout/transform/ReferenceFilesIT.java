package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that describe products and stores: their latest word counts beside that of the transactions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReferenceFilesIT {

    private static final String TILL = """
            {"transaction_id":"id","store_id":"shop","timestamp":"at","sku":"sku","product_name":"name","quantity":"n","unit_price":"price"}""";
    private static final String PRODUCTS = """
            {"describes":"product","sku":"code","product_name":"title","brand_name":"maker","category":{"column":"group","values":{"F":"Fruit"}}}""";
    private static final String STORES = """
            {"describes":"store","store_id":"no","region":"region","city":"city","store_type":"kind","economic_class":"class"}""";

    private final Lakehouse lake = new Lakehouse();

    @AfterAll
    void stop() {
        lake.close();
    }

    @BeforeEach
    void clear() {
        lake.clear();
        lake.pipeline("test_till", TILL, null);
        lake.pipeline("test_products", PRODUCTS, null);
        lake.pipeline("test_stores", STORES, null);
    }

    @Test
    void aProductIsWhatWasSaidLast() {
        sale("t1", "2024-03-02", "'name':'Apple'");
        lake.land(
                "test_products",
                "p1",
                "2024-03-03T00:00:00Z",
                "{\"code\":\"A\",\"title\":\"Red apple\",\"group\":\"F\"}",
                "{\"code\":\"B\",\"title\":\"Bread\",\"maker\":\"Baker\"}",
                // Without a code it is made of maker and title, as a line's is.
                "{\"title\":\"Coke 1.5L\",\"maker\":\"Coca-Cola\"}");
        lake.run("{}");
        assertThat(products())
                .containsExactly("A|Red apple||Fruit", "B|Bread|Baker|", "coca-cola-coke-1-5l|Coke 1.5L|Coca-Cola|");
        assertThat(lake.rows("select sku, product_name, category, units from scout.gold_product_mix"))
                .containsExactly("A|Red apple|Fruit|1");
        assertThat(lake.rows("select transaction_id, is_valid from scout.silver_transactions"))
                .containsExactly("t1|t");

        // A later line names it anew; a file from before says nothing that counts but what nobody else said.
        sale("t2", "2024-03-04", "'name':'Green apple'");
        lake.land(
                "test_products",
                "p0",
                "2024-03-01T00:00:00Z",
                "{\"code\":\"A\",\"title\":\"Pear\",\"maker\":\"Orchard\",\"group\":\"Pears\"}");
        lake.run("{}");
        assertThat(products().get(0)).isEqualTo("A|Green apple|Orchard|Fruit");
        assertThat(lake.rows("select distinct product_name, brand_name, category from scout.gold_product_mix"))
                .containsExactly("Green apple|Orchard|Fruit");
    }

    @Test
    void whatAFileSaidGoesWithIt() {
        sale("t1", "2024-03-02", "'name':'Apple'");
        List<String> records = List.of(
                "{\"code\":\"A\",\"title\":\"Red apple\",\"group\":\"F\"}", "{\"code\":\"B\",\"title\":\"Bread\"}");
        long file = lake.land("bronze_transactions", "test_products", "p1", "2024-03-03T00:00:00Z", records);
        lake.land("test_products", "p0", "2024-03-01T00:00:00Z", "{\"code\":\"A\",\"group\":\"Old fruit\"}");
        lake.run("{}");
        assertThat(products()).containsExactly("A|Red apple||Fruit", "B|Bread||");

        lake.retract(file, 2, 2);
        lake.run("{}");
        assertThat(products()).containsExactly("A|Red apple||Fruit");

        // The name that is left is the line's, the category that of the earlier file.
        lake.replace(file);
        lake.run("{}");
        assertThat(products()).containsExactly("A|Apple||Old fruit");
        assertThat(lake.rows("select product_name, category from scout.gold_product_mix"))
                .containsExactly("Apple|Old fruit");

        lake.restore(file, "bronze_transactions", "p1", records);
        lake.run("{}");
        assertThat(products()).containsExactly("A|Red apple||Fruit", "B|Bread||");
    }

    @Test
    void aStoreIsWhereItsFileSays() {
        sale("t1", "2024-03-02", "");
        long file = lake.land(
                "test_stores",
                "s1",
                "2024-03-03T00:00:00Z",
                "{\"no\":\"S\",\"region\":\"NCR\",\"city\":\"Pasig\",\"kind\":\"rural\",\"class\":\"D\"}",
                "{\"no\":\"S\",\"city\":\"Makati\",\"kind\":\"palace\",\"class\":\"?\"}",
                "{\"no\":\"S9\",\"region\":\"R9\"}");
        lake.run("{}");
        // The later record's city; a kind that nobody knows is other, a class that nobody knows says nothing.
        assertThat(stores()).containsExactly("S|NCR|Makati|other|D", "S9|R9|||");
        assertThat(lake.rows("select store_id, region, city, store_type from scout.gold_txn_daily"))
                .containsExactly("S|NCR|Makati|other");
        assertThat(lake.rows("select store_id, region from scout.platinum_store_perf"))
                .containsExactly("S|NCR");

        lake.retract(file, 2, 2);
        lake.run("{}");
        assertThat(lake.rows("select store_id, region, city, store_type from scout.gold_txn_daily"))
                .containsExactly("S|NCR|Pasig|rural");
        lake.replace(file);
        lake.run("{}");
        assertThat(stores()).containsExactly("S||||");
        assertThat(lake.rows("select store_id, region from scout.platinum_store_perf"))
                .containsExactly("S|");
    }

    /** Every sale says where it was, so that no day of gold changes with the store. */
    @Test
    void platinumHearsOfAStoreThatMovesWithoutItsSales() {
        lake.pipeline("test_placed", TILL.replace("}", ",\"region\":\"region\"}"), null);
        lake.land("test_placed", "p1", "2024-03-02T00:00:00Z", line("t1", "'region':'R0'"));
        lake.run("{}");
        assertThat(lake.rows("select store_id, region from scout.platinum_store_perf"))
                .containsExactly("S|R0");

        lake.land("test_stores", "s1", "2024-03-03T00:00:00Z", "{\"no\":\"S\",\"region\":\"R1\"}");
        lake.run("{}");
        assertThat(lake.rows("select region from scout.gold_txn_daily")).containsExactly("R0");
        assertThat(lake.rows("select store_id, region from scout.platinum_store_perf"))
                .containsExactly("S|R1");
    }

    @Test
    void recordsThatNameNothingAreTold() {
        lake.land(
                "test_stores", "s1", "2024-03-03T00:00:00Z", "{\"no\":\"S\"}", "{\"no\":\" \"}", "{\"region\":\"R\"}");
        assertThat(lake.run("{'stage':'silver'}").path("warnings"))
                .singleElement()
                .asString()
                .contains("2 of the 3 records of s1 have no store_id, and describe no store.");
        assertThat(stores()).containsExactly("S||||");
    }

    @Test
    void aFileThatDescribesByNowGivesNoTransactionBack() {
        sale("t1", "2024-03-02", "'name':'Apple'");
        lake.pipeline("test_other", TILL, null);
        long later = lake.land("test_other", "b", "2024-03-05T00:00:00Z", line("t1", "'name':'Other'"));
        lake.run("{}");
        lake.execute(
                "update scout.etl_pipelines set mapping = '{\"describes\":\"product\",\"sku\":\"sku\",\"category\":\"name\"}' where pipeline_name = 'test_till'");
        // What t1 had lost to is gone; its own file tells of a product now.
        lake.replace(later);
        lake.run("{}");
        lake.run("{}");
        assertThat(lake.rows("select transaction_id from scout.silver_transactions"))
                .isEmpty();
        assertThat(products()).containsExactly("A|||Apple");
        lake.run("{'full_refresh':true}");
        assertThat(products()).containsExactly("A|||Apple");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '@', textBlock = """
            {"describes":"shop","store_id":"s"} @ mapping.describes is "shop", which is neither "product" nor "store".
            {"describes":7,"store_id":"s"} @ mapping.describes is 7, which is neither "product" nor "store".
            {"describes":"store","region":"r"} @ a mapping that describes a store has to name "store_id".
            {"describes":"product","category":"c"} @ a mapping that describes a product has to name "sku", or what one is made of: "brand_name", "product_name".
            {"describes":"product","sku":"s","quantity":"n"} @ names "quantity", which is not one of sku, product_name, brand_name, category.
            {"describes":"store","store_id":"s","items":"$.lines"} @ names "items", which is not one of store_id, region
            {"describes":"product","sku":{"colum":"s"}} @ mapping.sku has "colum", which is not one of
            """)
    void refusesAMappingThatCanDescribeNothing(String mapping, String sentence) {
        assertThatThrownBy(() -> lake.pipeline("test_bad", mapping, null))
                .rootCause()
                .hasMessageContaining(sentence);
    }

    @Test
    void sampleItemsAndCustomersAreDescriptions() {
        lake.land(
                "product_reference",
                "samples/items/2024/items.csv",
                "2024-03-03T00:00:00Z",
                "{\"sku\":\"A\",\"product_name\":\"Apple\",\"brand_name\":\"Orchard\",\"category\":\"Fruit\",\"price\":\"3\"}");
        lake.land(
                "store_reference",
                "samples/customers/stores.parquet",
                "2024-03-03T00:00:00Z",
                "{\"store_id\":\"S\",\"region\":\"NCR\",\"city\":\"Pasig\",\"store_type\":\"residential\",\"economic_class\":\"C\"}");
        lake.run("{}");
        assertThat(products()).containsExactly("A|Apple|Orchard|Fruit");
        assertThat(stores()).containsExactly("S|NCR|Pasig|residential|C");
    }

    private List<String> products() {
        return lake.rows("select sku, product_name, brand_name, category from scout.dim_product order by 1");
    }

    private List<String> stores() {
        return lake.rows("select store_id, region, city, store_type, economic_class from scout.dim_store order by 1");
    }

    /** One piece of A in store S on 2024-03-01, in a file of its own. */
    private void sale(String id, String landed, String fields) {
        lake.land("test_till", id, landed + "T00:00:00Z", line(id, fields));
    }

    private static String line(String id, String fields) {
        return "{\"id\":\"" + id + "\",\"shop\":\"S\",\"at\":\"2024-03-01\",\"sku\":\"A\",\"n\":1,\"price\":2"
                + (fields.isEmpty() ? "" : "," + fields.replace('\'', '"')) + "}";
    }
}
