package dev.scout.e2e;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the real data lies: a retailer's till export, one CSV a day (half of them gzipped). */
record MainSet(Path directory, Path dailyTotals) {

    static final String KEY_PREFIX = "bronze/online-retail/";

    /** The one row that makes Scout understand the export. */
    static final String MAPPING = """
            {"transaction_id":"InvoiceNo","sku":"StockCode","product_name":"Description","quantity":"Quantity",
             "unit_price":"UnitPrice","customer_id":"CustomerID","region":"Country",
             "timestamp":{"column":"InvoiceDate","format":"yyyy-MM-dd HH:mm:ss","time_zone":"Europe/London"},
             "store_id":{"column":"Country"}}""";

    /** The set, or a failure where CI must have it and a skip where a person has not fetched it. */
    static MainSet required() {
        Path data = Optional.ofNullable(System.getenv("SCOUT_DATA_DIR"))
                .map(Path::of)
                .orElseGet(() -> ProjectRoot.path().resolveSibling("shared/data"));
        MainSet set = new MainSet(
                data.resolve("retail/online-retail-by-day"),
                data.resolve("retail/EXPECTED/online-retail-2010-12_2011-06.daily_country.csv"));
        if (!Files.isDirectory(set.directory) || !Files.isReadable(set.dailyTotals)) {
            String sentence = "The real data is not in " + data + ": put it there or set SCOUT_DATA_DIR.";
            if ("true".equals(System.getenv("CI"))) {
                fail(sentence);
            }
            abort(sentence);
        }
        return set;
    }

    /** Its files in the order in which they are landed. */
    List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
