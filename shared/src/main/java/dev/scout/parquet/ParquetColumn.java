package dev.scout.parquet;

/**
 * A column of a Parquet file.
 *
 * @param scale decimals of a numeric column, else 0
 */
public record ParquetColumn(String name, ColumnType type, int scale) {}
