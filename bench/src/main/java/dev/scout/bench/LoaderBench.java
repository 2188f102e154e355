package dev.scout.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * The loader against its limit: the same bronze rows, already rendered as COPY text, copied by {@code psql \copy} (or, where there is no
 * psql, by the JDBC driver's COPY) into the same table of the same database. One pair after the other, so that both meet the same machine.
 */
final class LoaderBench {

    private static final int PAIRS = 3;
    private static final String COLUMNS =
            "_raw_id, _raw_data, _source_file, _source_row, _source_line, _partition, _file_id";

    private final RunningPlatform platform;
    private final RetailFiles retail;
    private final Path scratch;

    LoaderBench(RunningPlatform platform, RetailFiles retail, Path scratch) {
        this.platform = platform;
        this.retail = retail;
        this.scratch = scratch;
    }

    /** One row of the result: medians of rows a second, and the median of the pairs' ratios. */
    record Result(String format, long rows, double megabytes, double loader, double limit, double ratio) {}

    List<Result> run(int times) throws Exception {
        platform.execute("""
                insert into scout.etl_pipelines (pipeline_name, source_path_pattern) values ('bench_loader', 'bronze/bench-loader/**')
                on conflict do nothing""");
        List<Result> results = new ArrayList<>();
        for (String format : List.of("ndjson", "csv", "parquet")) {
            results.add(measure(format, times));
        }
        return results;
    }

    private Result measure(String format, int times) throws Exception {
        Path file = scratch.resolve("retail." + format);
        long rows = retail.write(format, times, file);
        Path rendered = scratch.resolve("rendered.copy");
        List<Double> loader = new ArrayList<>();
        List<Double> limit = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int pair = 0; pair <= PAIRS; pair++) {
            double loaded = rows / load(format, pair, file, rows, rendered);
            double copied = rows / copy(rendered);
            platform.execute("truncate scout.bronze_transactions");
            if (pair > 0) { // the first pair warms both up
                loader.add(loaded);
                limit.add(copied);
                ratios.add(loaded / copied);
            }
        }
        double megabytes = Files.size(file) / 1e6;
        Files.delete(file);
        Files.delete(rendered);
        return new Result(format, rows, megabytes, Bench.median(loader), Bench.median(limit), Bench.median(ratios));
    }

    /** Lands the file, renders its bronze rows for the limit, and empties bronze again. Returns the seconds that the ledger tells. */
    private double load(String format, int pair, Path file, long rows, Path rendered) throws Exception {
        String key = "bronze/bench-loader/" + format + "-" + pair + "." + format;
        platform.execute("checkpoint");
        platform.putInParts(key, file);
        platform.awaitLoaded(key, 1);
        double loaded = platform.number("select rows_loaded from scout.ingest_files where key = '" + key + "'");
        if (loaded != rows) {
            throw new IllegalStateException(key + ": " + (long) loaded + " of " + rows + " rows were loaded.");
        }
        try (Connection connection = platform.connect();
                OutputStream out = Files.newOutputStream(rendered)) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select " + COLUMNS + " from scout.bronze_transactions) to stdout", out);
        }
        platform.execute("truncate scout.bronze_transactions");
        return platform.number("select duration_seconds from scout.ingest_files where key = '" + key + "'");
    }

    private double copy(Path rendered) throws SQLException, IOException, InterruptedException {
        platform.execute("checkpoint");
        long begin = System.nanoTime();
        if (hasPsql()) {
            Process psql = new ProcessBuilder(
                            "psql",
                            "-q",
                            "postgresql://postgres:postgres@127.0.0.1:54322/postgres",
                            "-c",
                            "\\copy scout.bronze_transactions (" + COLUMNS + ") from '" + rendered + "'")
                    .inheritIO()
                    .start();
            if (psql.waitFor() != 0) {
                throw new IllegalStateException("psql \\copy failed.");
            }
        } else {
            try (Connection connection = platform.connect();
                    InputStream in = Files.newInputStream(rendered)) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy scout.bronze_transactions (" + COLUMNS + ") from stdin", in, 1 << 16);
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    static boolean hasPsql() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "psql"))) {
                return true;
            }
        }
        return false;
    }
}
