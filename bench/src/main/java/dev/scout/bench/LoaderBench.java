package dev.scout.bench;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postgresql.PGConnection;

/**
 * One large file by the loader, then its limit (the same bronze rows, already rendered, by {@code psql \copy} into the same table of the same
 * database), then what users would take instead, each in turn, so that all meet the same machine.
 */
final class LoaderBench implements Section {

    private static final int ROUNDS = 3;
    private static final String COLUMNS =
            "_raw_id, _raw_data, _source_file, _source_row, _source_line, _partition, _file_id";

    private final RunningPlatform platform;
    private final RetailFiles retail;
    private final Path scratch;
    private final Peers peers;
    private final int times;

    LoaderBench(RunningPlatform platform, RetailFiles retail, Path scratch, int times) {
        this.platform = platform;
        this.retail = retail;
        this.scratch = scratch;
        this.peers = new Peers(platform, scratch);
        this.times = times;
    }

    @Override
    public String run() throws Exception {
        platform.claim("bench_loader", "bronze/bench-loader/**");
        StringBuilder text = new StringBuilder("""

                ## The loader against COPY, and against what users would take instead

                One file, loaded by its event; the time is that of the load in the ledger (S3 read, parse, COPY, commit). The limit is `psql \\copy`
                of the same bronze rows, already rendered, into the same table. The others read the file from disk and end with as many bronze
                rows: `psql \\copy` and pgloader into a table of text columns (lines of JSON: one `json` column), and from there by `insert … select`;
                DuckDB renders each row as JSON into a pipe, from which `psql \\copy` takes it (Avro and ORC it can not read as it comes). "Raw" is the first step of `psql \\copy` alone: no
                ids, no JSON of a CSV, no primary key. Rows a second, medians of three rounds after a warm-up; in brackets the loader's ratio to
                it, from the same round.

                | format | rows | MB | loader | limit | psql \\copy | pgloader | DuckDB → psql | raw |
                | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        for (String format : List.of("ndjson", "csv", "parquet", "avro", "orc")) {
            text.append(measure(format));
        }
        return text.toString();
    }

    private String measure(String format) throws Exception {
        Path file = scratch.resolve("retail." + format);
        Path rendered = scratch.resolve("rendered.copy");
        long rows = retail.write(format, times, file);
        List<Double> loader = new ArrayList<>();
        Ratios limit = new Ratios();
        Ratios psql = new Ratios();
        Ratios pgloader = new Ratios();
        Ratios duckdb = new Ratios();
        Ratios raw = new Ratios();
        for (int round = 0; round <= ROUNDS; round++) {
            boolean warm = round > 0;
            double loaded = rows / load(format, round, file, rows, rendered);
            if (warm) {
                loader.add(loaded);
            }
            limit.add(warm, loaded, rows / peers.copyRendered(rendered, COLUMNS));
            platform.execute("truncate scout.bronze_transactions");
            if (format.equals("csv") || format.equals("ndjson")) {
                double copied = peers.psqlCopy(format, file);
                double all = copied + peers.intoBronze(format);
                psql.add(warm, loaded, peer(rows, all));
                raw.add(warm, loaded, rows / copied);
            }
            if (format.equals("csv") && Peers.has("pgloader")) {
                double all = peers.pgloader(file) + peers.intoBronze(format);
                pgloader.add(warm, loaded, peer(rows, all));
            }
            if (!format.equals("avro") && !format.equals("orc")) {
                duckdb.add(warm, loaded, peer(rows, peers.duckdb(format, file)));
            }
        }
        double megabytes = Files.size(file) / 1e6;
        Files.delete(file);
        Files.delete(rendered);
        platform.execute("drop table if exists peer");
        return Bench.line(
                "| %s | %,d | %,.0f | %,.0f | %s | %s | %s | %s | %s |",
                format, rows, megabytes, Bench.median(loader), limit, psql, pgloader, duckdb, raw);
    }

    private double peer(long rows, double seconds) throws Exception {
        long made = peers.takeRows();
        if (made != rows) {
            throw new IllegalStateException("A peer loaded " + made + " of " + rows + " rows.");
        }
        return rows / seconds;
    }

    /** Lands the file, renders its bronze rows for the limit, and empties bronze again. Returns the seconds that the ledger tells. */
    private double load(String format, int round, Path file, long rows, Path rendered) throws Exception {
        String key = "bronze/bench-loader/" + format + "-" + round + "." + format;
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

    /** What another has done in the same rounds. */
    private static final class Ratios {

        private final List<Double> rates = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();

        void add(boolean counts, double loader, double other) {
            if (counts) {
                rates.add(other);
                ratios.add(loader / other);
            }
        }

        @Override
        public String toString() {
            return rates.isEmpty()
                    ? "–"
                    : String.format(Locale.ROOT, "%,.0f (%.2f)", Bench.median(rates), Bench.median(ratios));
        }
    }
}
