package dev.scout.publisher.snapshot;

import dev.scout.manifest.Manifest;
import java.util.Objects;

/** Statements that fill the published tables. */
final class Rows {

    private Rows() {}

    static final String TXN_DAILY = """
            insert into scout.gold_txn_daily values
              ('2024-01-15', 'S2', 'NCR', 'Metro Manila', 'Quezon City', 'Bagong "Pag-asa"', 'urban_high', 3, 250.5000, 7, 83.5000, 2.3333, 41.0000, 0.500000),
              ('2024-01-15', 'S10', null, '', E'Dasmariñas, Cavite', E'line one\\nline two', null, 0, -12.345678, null, null, null, null, null),
              ('2024-01-14', 's1', 'NCR', 'x', 'y', 'z', 'rural', 9007199254740993, 12345678901234567890.1234, 0.000001, 1, 1, 1, 0)""";

    static final String TXN_DAILY_CSV = """
            date_key,store_id,region,province,city,barangay,store_type,transaction_count,revenue,units,avg_transaction_value,avg_basket_size,avg_duration_seconds,suggestion_acceptance_rate
            2024-01-14,s1,NCR,x,y,z,rural,9007199254740993,12345678901234567890.1234,0.000001,1,1,1,0
            2024-01-15,S10,,"","Dasmariñas, Cavite","line one
            line two",,0,-12.345678,,,,,
            2024-01-15,S2,NCR,Metro Manila,Quezon City,"Bagong ""Pag-asa""\",urban_high,3,250.5000,7,83.5000,2.3333,41.0000,0.500000
            """;

    static final String PRODUCT_MIX = """
            insert into scout.gold_product_mix values
              ('2024-01-15', null, null, null, null, 1, 1, 10, 10.0000, 1, 1, 1.000000, 1.000000, false),
              ('2024-01-15', 'coke', 'Coke', 'Coca-Cola', 'beverages', 2, 4, 60, 15.0000, 2, 1, 0.600000, 0.600000, true)""";

    /** One more store, which changes gold/txn_daily and nothing else. */
    static String store(String id) {
        return "insert into scout.gold_txn_daily values ('2024-01-15', '" + id
                + "', 'NCR', 'p', 'c', 'b', 'rural', 1, 5, 1, 5, 1, null, null)";
    }

    /** Key of gold/txn_daily's CSV file. */
    static String dailyKey(Manifest manifest) {
        return Objects.requireNonNull(manifest.datasets().get("gold/txn_daily")).csvKey();
    }
}
