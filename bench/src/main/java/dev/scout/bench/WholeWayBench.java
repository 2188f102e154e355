package dev.scout.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The real retailer's daily files, put one by one, to published datasets: seconds of each step, and records a second of all. */
final class WholeWayBench implements Section {

    /** Throughput that the platform's first architecture paper promises, in transactions a second. */
    private static final double PROMISED = 10_000;

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

    @Override
    public String run() throws Exception {
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
        double all = load + silver + gold + platinum + publish;
        return String.format(
                Locale.ROOT,
                """

                ## The whole way

                %d real daily files, %,d records, put one by one through the S3 API → loaded by events → silver → gold → platinum → published.
                The functions start cold.

                | step | seconds |
                | --- | ---: |
                | put and load | %.1f |
                | silver | %.1f |
                | gold | %.1f |
                | platinum | %.1f |
                | publish | %.1f |
                | all | %.1f |

                **%,.0f records/s**: %.2f times the 10,000 transactions/s that the seed documents promise.
                """,
                files.size(),
                records,
                load,
                silver,
                gold,
                platinum,
                publish,
                all,
                records / all,
                records / all / PROMISED);
    }

    private double invoke(String function, String event) throws Exception {
        long begin = System.nanoTime();
        platform.invoke(function, event);
        return (System.nanoTime() - begin) / 1e9;
    }
}
