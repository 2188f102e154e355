package dev.scout.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** The real retailer's daily files, and single large files of the same rows in each format, made by DuckDB. */
record RetailFiles(Path directory) {

    static RetailFiles find() {
        String named = System.getenv("SCOUT_DATA_DIR");
        Path data =
                named == null ? Path.of(System.getProperty("scout.root", "."), "..", "shared", "data") : Path.of(named);
        Path directory = data.resolve("retail/online-retail-by-day").normalize();
        if (!Files.isDirectory(directory)) {
            throw new IllegalStateException(
                    "The real data is not at " + directory + "; set SCOUT_DATA_DIR to the folder that holds retail/.");
        }
        return new RetailFiles(directory);
    }

    List<Path> daily() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(".*\\.csv(\\.gz)?"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * Writes all lines, several times over, into one file. Each line gets the number of the time and one of its own, so that a column format
     * can not fold the repetitions away.
     *
     * @param format csv, ndjson or parquet
     * @return the number of rows written
     */
    long write(String format, int times, Path target) throws SQLException {
        String options = switch (format) {
            case "csv" -> "(format csv, header)";
            case "ndjson" -> "(format json)";
            case "parquet" -> "(format parquet, compression zstd)";
            default -> throw new IllegalArgumentException("no format " + format);
        };
        String rows = """
                from read_csv('%s/*.csv*', header = true, all_varchar = true, quote = '"', escape = '"', encoding = 'utf-8') as line, range(%d)
                """.formatted(directory, times);
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("set preserve_insertion_order = false");
            statement.execute("copy (select line.*, range as repetition, hash(range, line) as line_id " + rows
                    + ") to '" + target + "' " + options);
            try (ResultSet count = statement.executeQuery("select count(*) " + rows)) {
                count.next();
                return count.getLong(1);
            }
        }
    }
}
