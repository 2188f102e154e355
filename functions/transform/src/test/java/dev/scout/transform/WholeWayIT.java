package dev.scout.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WholeWayIT {

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
    void takesAllFourShapesFromBronzeToPlatinum() {
        lake.pipeline("test_till", """
                {"transaction_id":"Invoice","sku":"Code","quantity":"Qty","unit_price":"Price","store_id":"Shop","region":"Shop",
                 "timestamp":{"column":"At","format":"yyyy-MM-dd HH:mm:ss"}}""", null);
        lake.land(
                "test_till",
                "bronze/test_till/a.csv",
                "2024-03-02T00:00:00Z",
                "{\"Invoice\":\"T1\",\"Code\":\"A\",\"Qty\":\"2\",\"Price\":\"1.50\",\"Shop\":\"S1\",\"At\":\"2024-03-01 10:00:00\"}",
                "{\"Invoice\":\"T1\",\"Code\":\"B\",\"Qty\":\"1\",\"Price\":\"4\",\"Shop\":\"S1\",\"At\":\"2024-03-01 10:00:00\"}");
        lake.landEdge(
                "bronze/edge/a.json",
                "2024-03-02T00:00:00Z",
                """
                {"transaction_id":"E1","store":{"id":"S2","tz_offset_min":480},"geo":{"region_id":"13"},"ts_utc":"2024-03-01T02:00:00Z",
                 "items":[{"category_name":"Drinks","brand_name":"Coca-Cola","product_name":"Coke 1.5L","qty":1,"unit_price":75,"total_price":75}],
                 "amounts":{"transaction_amount":75}}""",
                "{\"transaction_id\":\"F1\",\"store_id\":\"S3\",\"timestamp\":\"2024-03-01T02:00:00Z\",\"amount\":10.25}");
        lake.land("daily_transaction_load", "bronze/transactions/a.json", "2024-03-02T00:00:00Z", """
                {"id":"P1","store_id":"S4","timestamp":"2024-03-01T11:00:00","peso_value":30,"sku":"A","brand_name":"Acme",
                 "units_per_transaction":3,"combo_basket":[{"sku":"B","quantity":1}],"location":{"region":"NCR"}}""");

        System.out.println(lake.run("{}").toPrettyString());

        assertThat(
                        lake.rows(
                                "select store_id, region, transaction_count, revenue, units from scout.gold_txn_daily order by 1"))
                .containsExactly("S1|S1|1|7.00|3", "S2|13|1|75|1", "S3||1|10.25|0", "S4|NCR|1|30|3");
    }
}
