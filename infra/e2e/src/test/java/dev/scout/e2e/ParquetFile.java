package dev.scout.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/** A file of numbered records, as DuckDB writes it: 2048 records a row group. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ParquetFile(List<String> records, byte[] content) {

    static ParquetFile of(Path directory, int from, int to) {
        Path file = directory.resolve("numbers-" + from + "-" + to + ".parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("copy (select range::int as n, 'sale-' || range as name from range(" + from + ", "
                    + (to + 1) + ")) to '" + file + "' (format parquet, compression zstd, row_group_size 2048)");
            return new ParquetFile(
                    IntStream.rangeClosed(from, to).mapToObj(ParquetFile::json).toList(), Files.readAllBytes(file));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String json(int n) {
        return "{\"n\":" + n + ",\"name\":\"sale-" + n + "\"}";
    }
}
