package dev.scout.local.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The row of {@code scout.etl_pipelines} that makes the till's export known. */
final class TillPipeline {

    private static final String SQL = """
            -- The till whose exports lie under bronze/till/source=%1$s: what its columns mean.
            insert into scout.etl_pipelines (pipeline_name, source_path_pattern, target_table, format, mapping)
            values ('%1$s', 'bronze/till/source=%1$s/**', 'bronze_transactions', 'csv', '{
              "transaction_id": "Receipt No",
              "timestamp": {"column": "Sold At", "format": "uuuu-MM-dd HH:mm:ss", "time_zone": "Asia/Manila"},
              "store_id": "Branch",
              "region": "Region",
              "province": "Province",
              "city": "City",
              "barangay": "Barangay",
              "sku": "Barcode",
              "product_name": "Item",
              "brand_name": "Brand",
              "category": "Category",
              "quantity": "Qty",
              "unit": "Unit",
              "unit_price": "Price",
              "gender": {"column": "Sex", "values": {"1": "male", "2": "female", "0": "unknown"}},
              "age_bracket": "Age",
              "payment_method": "Paid By"
            }')
            on conflict (pipeline_name) do update set
              source_path_pattern = excluded.source_path_pattern,
              target_table = excluded.target_table,
              format = excluded.format,
              mapping = excluded.mapping;
            """;

    private TillPipeline() {}

    static void write(Path file) throws IOException {
        Files.writeString(file, SQL.formatted(TillWriter.SOURCE));
    }
}
