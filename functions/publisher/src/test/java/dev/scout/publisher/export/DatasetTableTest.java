package dev.scout.publisher.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scout.parquet.ColumnType;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTableTest {

    private static final DatasetTable TABLE = new DatasetTable(
            "gold/txn_daily",
            "",
            "daily",
            "1.0.0",
            List.of(
                    new DatasetColumn("date_key", ColumnType.DATE, "date", 0, ""),
                    new DatasetColumn("odd \"name", ColumnType.TEXT, "text", 0, "")),
            List.of("odd \"name", "date_key"));

    @Test
    void datasetIsTheTableOfItsLayer() {
        assertThat(TABLE.tableName()).isEqualTo("gold_txn_daily");
        assertThat(TABLE.name()).isEqualTo("txn_daily");
    }

    @Test
    void ordersByTheColumnsNotByTheirSelectedText() {
        assertThat(TABLE.query())
                .isEqualTo(
                        "select to_char(t.\"date_key\", 'FMYYYY-MM-DD'), t.\"odd \"\"name\"::text from scout.\"gold_txn_daily\" as t"
                                + " order by t.\"odd \"\"name\"::text collate \"C\" nulls last, t.\"date_key\" nulls last");
    }
}
