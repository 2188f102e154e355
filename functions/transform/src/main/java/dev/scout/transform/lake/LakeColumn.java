package dev.scout.transform.lake;

import dev.scout.parquet.ColumnType;
import dev.scout.parquet.ParquetColumn;

/**
 * A column of a table in the lake: the same type in each of the table's partitions, or readers of several could not agree.
 *
 * @param type in the database
 * @param written what it is in the files
 */
record LakeColumn(ColumnType type, ParquetColumn written) {

    /** Decimals of numeric columns, unless a value needs more: rates and shares have six. */
    static final int LEAST_SCALE = 6;

    String name() {
        return written.name();
    }

    /** As the manifest and SQL engines call it. */
    String typeName() {
        return switch (written.type()) {
            case TEXT -> "varchar";
            case BOOLEAN -> "boolean";
            case INTEGER -> "integer";
            case BIGINT -> "bigint";
            case DOUBLE -> "double";
            case NUMERIC -> "decimal(" + ColumnType.DECIMAL_PRECISION + "," + written.scale() + ")";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp with time zone";
            case TEXT_LIST -> "array(varchar)";
        };
    }
}
