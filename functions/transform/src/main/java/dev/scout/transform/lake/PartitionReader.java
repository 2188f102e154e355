package dev.scout.transform.lake;

import dev.scout.parquet.ColumnType;
import dev.scout.parquet.ParquetFile;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Streams the rows of partitions, as of one moment, into files: at no time are more than a few in memory. */
final class PartitionReader {

    private static final int FETCH_ROWS = 2_000;
    private static final int SCORE_DECIMALS = 6;
    private static final String QUALITY = "data_quality_score";

    private final Connection snapshot;
    private final Path directory;

    /** @param snapshot in a transaction that sees one moment */
    PartitionReader(Connection snapshot, Path directory) {
        this.snapshot = snapshot;
        this.directory = directory;
    }

    /** @throws dev.scout.parquet.UnfitValueException where a column has to be widened first */
    PartitionFile read(Partition partition, List<LakeColumn> columns) throws SQLException, IOException {
        Path path = Files.createTempFile(directory, "scout-lake-", ".parquet");
        boolean isDone = false;
        try (PreparedStatement select = snapshot.prepareStatement(query(partition, columns));
                ParquetFile parquet = new ParquetFile(
                        path, columns.stream().map(LakeColumn::written).toList())) {
            select.setFetchSize(FETCH_ROWS);
            if (partition.day() != null && !(partition.table().partitioning() instanceof Partitioning.Undated)) {
                select.setString(1, partition.day());
            }
            try (ResultSet rows = select.executeQuery()) {
                PartitionFile file = write(rows, parquet, columns);
                isDone = true;
                return file;
            }
        } finally {
            if (!isDone) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static PartitionFile write(ResultSet rows, ParquetFile parquet, List<LakeColumn> columns)
            throws SQLException, IOException {
        int width = columns.size();
        int quality = columns.stream().map(LakeColumn::name).toList().indexOf(QUALITY);
        @Nullable String[] row = new String[width];
        long count = 0;
        long values = 0;
        BigDecimal scores = BigDecimal.ZERO;
        while (rows.next()) {
            for (int i = 0; i < width; i++) {
                row[i] = rows.getString(i + 1);
                values += row[i] == null ? 0 : 1;
            }
            String score = quality < 0 ? null : row[quality];
            scores = score == null ? scores : scores.add(new BigDecimal(score));
            parquet.write(row);
            count++;
        }
        return new PartitionFile(
                parquet.finish(),
                count,
                columns,
                share(BigDecimal.valueOf(values), count * width),
                quality < 0 ? null : share(scores, count));
    }

    private static @Nullable BigDecimal share(BigDecimal part, long whole) {
        return whole == 0 ? null : part.divide(BigDecimal.valueOf(whole), SCORE_DECIMALS, RoundingMode.HALF_UP);
    }

    private static String query(Partition partition, List<LakeColumn> columns) {
        LakeTable table = partition.table();
        String values = columns.stream()
                .map(column -> column.type().textOf(column(column.name())))
                .collect(Collectors.joining(", "));
        String order = table.key().stream().map(key -> orderTerm(key, columns)).collect(Collectors.joining(", "));
        return "select " + values + " from scout." + table.name() + " as t" + where(partition)
                + (order.isEmpty() ? "" : " order by " + order);
    }

    private static String where(Partition partition) {
        boolean isUndated = partition.day() == null;
        Partitioning partitioning = partition.table().partitioning();
        if (partitioning instanceof Partitioning.Own own) {
            return " where t." + own.column() + (isUndated ? " is null" : " = ?::date");
        }
        if (partitioning instanceof Partitioning.Through through) {
            return " inner join scout." + through.parent() + " as p on p." + through.key() + " = t." + through.key()
                    + " where p." + through.column() + (isUndated ? " is null" : " = ?::date");
        }
        return isUndated ? "" : " where false";
    }

    private static String orderTerm(String key, List<LakeColumn> columns) {
        boolean isText =
                columns.stream().anyMatch(column -> column.name().equals(key) && column.type() == ColumnType.TEXT);
        return column(key) + (isText ? "::text collate \"C\"" : "") + " nulls last";
    }

    private static String column(String name) {
        return "t.\"" + name + "\"";
    }
}
