package dev.scout.publisher.export;

import dev.scout.ScoutException;
import dev.scout.parquet.ColumnType;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One moment of the database, seen until this is closed: what others commit meanwhile does not show. */
public final class DatabaseSnapshot implements AutoCloseable {

    private static final int FETCH_ROWS = 2_000;
    /** Decimals that every numeric column has room for, so that its Parquet type does not hang on a day's values. */
    private static final int LEAST_SCALE = 4;

    private static final String DATASETS = """
            select datasets.dataset_id, datasets.update_frequency, datasets.schema_version,
              relation.oid::bigint as table_oid, obj_description(relation.oid, 'pg_class') as description
            from scout.datasets
            left join pg_catalog.pg_class as relation
              on relation.relnamespace = 'scout'::regnamespace
              and relation.relname = replace(datasets.dataset_id, '/', '_')
              and relation.relkind in ('r', 'p', 'v', 'm', 'f')
            order by datasets.dataset_id collate "C\"""";

    private static final String COLUMNS = """
            select attribute.attname, type.typname, format_type(attribute.atttypid, attribute.atttypmod) as sql_type,
              col_description(attribute.attrelid, attribute.attnum) as description
            from pg_catalog.pg_attribute as attribute
            inner join pg_catalog.pg_type as type on type.oid = attribute.atttypid
            where attribute.attrelid = ?::bigint::oid and attribute.attnum > 0 and not attribute.attisdropped
            order by attribute.attnum""";

    /** The primary key's columns, else those of the first unique key by name. */
    private static final String KEY_COLUMNS = """
            with chosen as (
              select index.indrelid, index.indkey, index.indnkeyatts
              from pg_catalog.pg_index as index
              inner join pg_catalog.pg_class as relation on relation.oid = index.indexrelid
              where index.indrelid = ?::bigint::oid and index.indisunique and index.indisvalid
                and index.indexprs is null and index.indpred is null
              order by index.indisprimary desc, relation.relname
              limit 1
            )
            select attribute.attname
            from chosen
            cross join unnest(chosen.indkey::smallint[]) with ordinality as key (attnum, position)
            inner join pg_catalog.pg_attribute as attribute
              on attribute.attrelid = chosen.indrelid and attribute.attnum = key.attnum
            where key.position <= chosen.indnkeyatts
            order by key.position""";

    private final Connection connection;
    private final Instant takenAt;

    private DatabaseSnapshot(Connection connection, Instant takenAt) {
        this.connection = connection;
        this.takenAt = takenAt;
    }

    /** Takes the snapshot. */
    public static DatabaseSnapshot take(DataSource dataSource) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                return begin(connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw DatabaseErrors.translate("take a snapshot of the database", e);
        }
    }

    private static DatabaseSnapshot begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            try (ResultSet now = statement.executeQuery("select clock_timestamp()")) {
                now.next();
                Instant moment = now.getObject(1, OffsetDateTime.class).toInstant();
                return new DatabaseSnapshot(connection, moment.truncatedTo(ChronoUnit.MILLIS));
            }
        }
    }

    /** The database's time at the snapshot, to the millisecond. */
    public Instant takenAt() {
        return takenAt;
    }

    /** The datasets that are to be published, by id. */
    public List<DatasetTable> tables() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(DATASETS)) {
            List<DatasetTable> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(table(rows));
            }
            return tables;
        } catch (SQLException e) {
            throw DatabaseErrors.translate("read which datasets there are", e);
        }
    }

    private DatasetTable table(ResultSet row) throws SQLException {
        String id = row.getString("dataset_id");
        long oid = row.getLong("table_oid");
        if (row.wasNull()) {
            throw new ScoutException(
                    "DATASET_TABLE_MISSING",
                    false,
                    "Dataset " + id + " has no table scout." + id.replace('/', '_')
                            + ". Create it, or delete the row from scout.datasets.",
                    null);
        }
        List<DatasetColumn> columns = columns(id, oid);
        List<String> key = keyColumns(oid);
        DatasetTable table = new DatasetTable(
                id,
                textOrEmpty(row.getString("description")),
                row.getString("update_frequency"),
                row.getString("schema_version"),
                columns,
                key.isEmpty() ? columns.stream().map(DatasetColumn::name).toList() : key);
        return withScales(table);
    }

    private List<DatasetColumn> columns(String datasetId, long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                List<DatasetColumn> columns = new ArrayList<>();
                while (rows.next()) {
                    columns.add(column(datasetId, rows));
                }
                return columns;
            }
        }
    }

    private static DatasetColumn column(String datasetId, ResultSet row) throws SQLException {
        String name = row.getString("attname");
        String sqlType = row.getString("sql_type");
        ColumnType type = ColumnType.of(row.getString("typname"));
        if (type == null) {
            throw new ScoutException(
                    "UNPUBLISHABLE_TYPE",
                    false,
                    "Column " + name + " of dataset " + datasetId + " is of type " + sqlType
                            + ", which can't be published. Publish it as text, numeric, bigint, boolean, date or timestamptz.",
                    null);
        }
        return new DatasetColumn(name, type, sqlType, 0, textOrEmpty(row.getString("description")));
    }

    private List<String> keyColumns(long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEY_COLUMNS)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> key = new ArrayList<>();
                while (rows.next()) {
                    key.add(rows.getString(1));
                }
                return key;
            }
        }
    }

    private DatasetTable withScales(DatasetTable table) throws SQLException {
        List<DatasetColumn> numeric = table.columns().stream()
                .filter(column -> column.type() == ColumnType.NUMERIC)
                .toList();
        if (numeric.isEmpty()) {
            return table;
        }
        try (Statement statement = connection.createStatement();
                ResultSet scales = statement.executeQuery(table.scalesQuery(numeric))) {
            scales.next();
            List<DatasetColumn> columns = new ArrayList<>(table.columns());
            for (int i = 0; i < numeric.size(); i++) {
                DatasetColumn column = numeric.get(i);
                columns.set(columns.indexOf(column), column.withScale(Math.max(LEAST_SCALE, scales.getInt(i + 1))));
            }
            return table.withColumns(columns);
        }
    }

    /**
     * Streams a table's rows in the order of its key; at no time are more than a few in memory.
     *
     * @return how many there were
     */
    long forEachRow(DatasetTable table, RowSink sink) throws IOException {
        int width = table.columns().size();
        try (PreparedStatement statement = connection.prepareStatement(table.query())) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery()) {
                long count = 0;
                @Nullable String[] row = new String[width];
                while (rows.next()) {
                    for (int i = 0; i < width; i++) {
                        row[i] = rows.getString(i + 1);
                    }
                    sink.accept(row);
                    count++;
                }
                return count;
            }
        } catch (SQLException e) {
            throw DatabaseErrors.translate("read the rows of dataset " + table.id(), e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // Nothing was written, and the rows were read or the reading failed with a sentence of its own.
        }
    }

    private static String textOrEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Takes rows one by one; the array is used again for the next. */
    @FunctionalInterface
    interface RowSink {
        void accept(@Nullable String[] row) throws IOException;
    }
}
