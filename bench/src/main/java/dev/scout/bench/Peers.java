package dev.scout.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * What a user would bring the same file into bronze with, if not with Scout, timed from the start of the first process to the end of the
 * last: each gives a row an id, its record as JSON, its file and its number.
 */
final class Peers {

    private static final String DATABASE = "postgresql://postgres:postgres@127.0.0.1:54322/postgres";
    private static final String COLUMNS =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,repetition,line_id";

    private final RunningPlatform platform;
    private final Path scratch;

    Peers(RunningPlatform platform, Path scratch) {
        this.platform = platform;
        this.scratch = scratch;
    }

    /** {@code psql \copy} of rows that are already rendered into bronze itself: the limit. */
    double copyRendered(Path rendered, String columns) throws Exception {
        platform.execute("checkpoint");
        return psql("\\copy scout.bronze_transactions (" + columns + ") from '" + rendered + "'");
    }

    /** What makes bronze rows of the rows that another has copied into a table of its own. */
    double intoBronze(String format) throws Exception {
        return psql("""
                insert into scout.bronze_transactions (_raw_id, _raw_data, _source_file, _source_row, _file_id)
                select gen_random_uuid(), %s, 'peer', row_number() over (), 0 from peer""".formatted(format.equals("csv") ? "row_to_json(peer)" : "record"));
    }

    /** {@code psql \copy} of the file as it is: a CSV into text columns, lines of JSON into one column. No bronze rows yet. */
    double psqlCopy(String format, Path file) throws Exception {
        if (format.equals("csv")) {
            platform.execute(
                    "drop table if exists peer; create table peer (" + COLUMNS.replace(",", " text,") + " text)");
            platform.execute("checkpoint");
            return psql("\\copy peer from '" + file + "' with (format csv, header)");
        }
        platform.execute("drop table if exists peer; create table peer (record json)");
        platform.execute("checkpoint");
        return psql("\\copy peer from '" + file + "' with (format csv, quote e'\\x01', delimiter e'\\x02')");
    }

    /** pgloader, a CSV into text columns. */
    double pgloader(Path file) throws Exception {
        platform.execute("drop table if exists peer; create table peer (" + COLUMNS.replace(",", " text,") + " text)");
        platform.execute("checkpoint");
        Path commands = scratch.resolve("pgloader.load");
        Files.writeString(commands, """
                load csv from '%s' (%s) into %s?tablename=public.peer (%s)
                with skip header = 1, fields terminated by ',', fields optionally enclosed by '"', fields escaped by double-quote,
                  batch size = 64MB, prefetch rows = 100000;
                """.formatted(
                        file, COLUMNS.toLowerCase(Locale.ROOT), DATABASE, COLUMNS.toLowerCase(Locale.ROOT)));
        return run("pgloader", "--quiet", "--dynamic-space-size", "4096", commands.toString());
    }

    /** DuckDB reads the file and renders bronze rows into a pipe, from which {@code psql \copy} takes them. */
    double duckdb(String format, Path file) throws Exception {
        platform.execute("checkpoint");
        Path pipe = scratch.resolve("duckdb.pipe");
        Files.deleteIfExists(pipe);
        run("mkfifo", pipe.toString());
        String source = switch (format) {
            case "csv" -> "read_csv('" + file + "', header = true, all_varchar = true)";
            case "parquet" -> "read_parquet('" + file + "')";
            default -> "read_ndjson_objects('" + file + "')";
        };
        String record = format.equals("ndjson") ? "json" : "to_json(line)";
        long begin = System.nanoTime();
        CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> duck("copy (select uuid(), " + record
                + ", 'peer', row_number() over (), 0 from " + source + " as line) to '"
                + pipe + "' (format csv, header false, quote e'\\x01', delimiter e'\\x02')"));
        psql("\\copy scout.bronze_transactions (_raw_id, _raw_data, _source_file, _source_row, _file_id) from '" + pipe
                + "' with (format csv, quote e'\\x01', delimiter e'\\x02')");
        reading.join();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Seconds that so many {@code psql \\copy} of lines of JSON take that run at once, each into a table of its own. */
    double copyAtOnce(int many, Path file) throws Exception {
        for (int i = 0; i < many; i++) {
            platform.execute("drop table if exists peer_" + i + "; create table peer_" + i + " (record json)");
        }
        platform.execute("checkpoint");
        long begin = System.nanoTime();
        List<Process> copies = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            copies.add(new ProcessBuilder(
                            "psql",
                            "-q",
                            DATABASE,
                            "-c",
                            "\\copy peer_" + i + " from '" + file
                                    + "' with (format csv, quote e'\\x01', delimiter e'\\x02')")
                    .inheritIO()
                    .start());
        }
        for (Process copy : copies) {
            if (copy.waitFor() != 0) {
                throw new IllegalStateException("psql \\copy failed.");
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** How many rows the peer that ran last has brought into bronze, which is empty then. */
    long takeRows() throws SQLException {
        long rows = (long) platform.number("select count(*) from scout.bronze_transactions");
        platform.execute("truncate scout.bronze_transactions");
        return rows;
    }

    /** Whether a program is there. */
    static boolean has(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static void duck(String sql) {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double psql(String command) throws IOException, InterruptedException {
        return run("psql", "-q", DATABASE, "-v", "ON_ERROR_STOP=1", "-c", command);
    }

    private static double run(String... command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        String said;
        try (OutputStream nothing = process.getOutputStream()) {
            nothing.flush();
            said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(List.of(command) + " failed:\n" + said);
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
