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
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
     * @param format csv, csv.gz, ndjson, json (one array), parquet (with row groups of DuckDB's size), parquet-1m (of a million rows), avro or
     *     orc
     * @return the number of rows written
     */
    long write(String format, int times, Path target) throws SQLException, IOException {
        return write(format, times, "", target);
    }

    /** The same with 160 more characters a line that no codec makes much smaller. */
    long writeWide(String format, int times, Path target) throws SQLException, IOException {
        String text = IntStream.range(0, 5)
                .mapToObj(i -> "md5(concat(" + i + ", range, line))")
                .collect(Collectors.joining(" || ", ", ", " as receipt"));
        return write(format, times, text, target);
    }

    private long write(String format, int times, String more, Path target) throws SQLException, IOException {
        String from = """
                from read_csv('%s/*.csv*', header = true, all_varchar = true, quote = '"', escape = '"', encoding = 'utf-8') as line, range(%d)
                """.formatted(directory, times);
        String lines = "select line.*, range as repetition, hash(range, line) as line_id" + more + " " + from;
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:", streaming());
                Statement statement = duck.createStatement()) {
            statement.execute("set preserve_insertion_order = false");
            switch (format) {
                case "avro" -> AvroRows.write(statement.executeQuery(lines), target);
                case "orc" -> OrcRows.write(statement.executeQuery(lines), target);
                default -> statement.execute("copy (" + lines + ") to '" + target + "' " + options(format));
            }
            try (ResultSet count = statement.executeQuery("select count(*) " + from)) {
                count.next();
                return count.getLong(1);
            }
        }
    }

    /** Has a result come piece by piece: it does not fit into memory. */
    private static Properties streaming() {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        return properties;
    }

    private static String options(String format) {
        return switch (format) {
            case "csv" -> "(format csv, header)";
            case "csv.gz" -> "(format csv, header, compression gzip)";
            case "ndjson" -> "(format json)";
            case "json" -> "(format json, array true)";
            case "parquet" -> "(format parquet, compression zstd)";
            case "parquet-1m" -> "(format parquet, compression snappy, row_group_size 1_000_000)";
            default -> throw new IllegalArgumentException("no format " + format);
        };
    }
}
