package dev.scout.bench;

import java.nio.file.Path;
import java.util.List;

/** The real retailer's daily files, put one by one, to published datasets: seconds of each step, and records a second of all. */
final class WholeWayBench {

    private static final String MAPPING = """
            {"transaction_id":"InvoiceNo","sku":"StockCode","product_name":"Description","quantity":"Quantity","unit_price":"UnitPrice",
             "customer_id":"CustomerID","region":"Country","store_id":{"column":"Country"},
             "timestamp":{"column":"InvoiceDate","format":"yyyy-MM-dd HH:mm:ss","time_zone":"Europe/London"}}""";

    private final RunningPlatform platform;
    private final RetailFiles retail;

    WholeWayBench(RunningPlatform platform, RetailFiles retail) {
        this.platform = platform;
        this.retail = retail;
    }

    record Result(int files, long records, double load, double silver, double gold, double platinum, double publish) {

        double seconds() {
            return load + silver + gold + platinum + publish;
        }

        double recordsPerSecond() {
            return records / seconds();
        }
    }

    Result run() throws Exception {
        platform.execute(
                "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, mapping) values ('bench_whole', 'bronze/bench-whole/**', '"
                        + MAPPING + "') on conflict do nothing");
        List<Path> files = retail.daily();
        long begin = System.nanoTime();
        for (Path file : files) {
            platform.put("bronze/bench-whole/" + file.getFileName(), file);
        }
        platform.awaitLoaded("bronze/bench-whole/", files.size());
        double load = (System.nanoTime() - begin) / 1e9;
        long records = (long) platform.number(
                "select sum(rows_loaded) from scout.ingest_files where starts_with(key, 'bronze/bench-whole/')");
        double silver = invoke("transform", "{\"stage\":\"silver\"}");
        double gold = invoke("transform", "{\"stage\":\"gold\"}");
        double platinum = invoke("transform", "{\"stage\":\"platinum\"}");
        double publish = invoke("publisher", "{}");
        return new Result(files.size(), records, load, silver, gold, platinum, publish);
    }

    private double invoke(String function, String event) throws Exception {
        long begin = System.nanoTime();
        platform.invoke(function, event);
        return (System.nanoTime() - begin) / 1e9;
    }
}
