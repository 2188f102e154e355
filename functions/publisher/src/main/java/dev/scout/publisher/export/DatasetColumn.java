package dev.scout.publisher.export;

import dev.scout.parquet.ColumnType;
import dev.scout.parquet.ParquetColumn;

/**
 * A column of a published table.
 *
 * @param sqlType PostgreSQL's name of its type, as the manifest shows it
 * @param scale decimals of a numeric column in Parquet, else 0
 * @param description its comment, empty where there is none
 */
record DatasetColumn(String name, ColumnType type, String sqlType, int scale, String description) {

    DatasetColumn withScale(int newScale) {
        return new DatasetColumn(name, type, sqlType, newScale, description);
    }

    ParquetColumn parquet() {
        return new ParquetColumn(name, type, scale);
    }
}
