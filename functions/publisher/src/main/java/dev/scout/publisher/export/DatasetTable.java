package dev.scout.publisher.export;

import dev.scout.manifest.Column;
import dev.scout.parquet.ColumnType;
import dev.scout.parquet.ParquetColumn;
import java.util.List;

/**
 * A dataset and the table that holds it: dataset {@code gold/txn_daily} is table {@code scout.gold_txn_daily}.
 *
 * @param id {@code <layer>/<name>}
 * @param description the table's comment, empty where there is none
 * @param orderBy columns of its key, in the key's order; all columns where it has none
 */
public record DatasetTable(
        String id,
        String description,
        String updateFrequency,
        String schemaVersion,
        List<DatasetColumn> columns,
        List<String> orderBy) {

    public DatasetTable {
        columns = List.copyOf(columns);
        orderBy = List.copyOf(orderBy);
    }

    DatasetTable withColumns(List<DatasetColumn> newColumns) {
        return new DatasetTable(id, description, updateFrequency, schemaVersion, newColumns, orderBy);
    }

    public boolean weekly() {
        return updateFrequency.equals("weekly");
    }

    /** The part of the id after the layer. */
    public String name() {
        return id.substring(id.indexOf('/') + 1);
    }

    /** Its columns as the manifest shows them. */
    public List<Column> manifestColumns() {
        return columns.stream()
                .map(column -> new Column(column.name(), column.sqlType(), column.description()))
                .toList();
    }

    /** The table's name without its schema. */
    String tableName() {
        return id.replace('/', '_');
    }

    /** One text column for each of the table's, in its order; rows in the order of the key. */
    String query() {
        List<String> values = columns.stream()
                .map(column -> column.type().textOf(column(column.name())))
                .toList();
        List<String> order = orderBy.stream().map(this::orderTerm).toList();
        return "select " + String.join(", ", values) + " from " + qualifiedName() + " as t order by "
                + String.join(", ", order);
    }

    /** The most decimals that any value of each numeric column has, one number a column. */
    String scalesQuery(List<DatasetColumn> numericColumns) {
        List<String> scales = numericColumns.stream()
                .map(column -> "max(min_scale(" + column(column.name()) + "))")
                .toList();
        return "select " + String.join(", ", scales) + " from " + qualifiedName() + " as t";
    }

    List<ParquetColumn> parquetColumns() {
        return columns.stream().map(DatasetColumn::parquet).toList();
    }

    String sqlType(String column) {
        return named(column).sqlType();
    }

    private DatasetColumn named(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst()
                .orElseThrow();
    }

    private String orderTerm(String column) {
        ColumnType type = named(column).type();
        return switch (type) {
            case TEXT -> type.textOf(column(column)) + " collate \"C\" nulls last";
            default -> column(column) + " nulls last";
        };
    }

    private String qualifiedName() {
        return "scout." + quoted(tableName());
    }

    /** With the table's alias: a bare name in {@code order by} would mean the text that is selected. */
    private static String column(String name) {
        return "t." + quoted(name);
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
