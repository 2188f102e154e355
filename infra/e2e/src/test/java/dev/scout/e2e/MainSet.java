package dev.scout.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where the real data lies: a retailer's till export, one CSV a day (half of them gzipped). */
record MainSet(Path directory, Path dailyTotals) {

    static final String KEY_PREFIX = "bronze/online-retail/";

    /** The one row that makes Scout understand the export. */
    static final String MAPPING = """
            {"transaction_id":"InvoiceNo","sku":"StockCode","product_name":"Description","quantity":"Quantity",
             "unit_price":"UnitPrice","customer_id":"CustomerID","region":"Country",
             "timestamp":{"column":"InvoiceDate","format":"yyyy-MM-dd HH:mm:ss","time_zone":"Europe/London"},
             "store_id":{"column":"Country"}}""";

    /** The set; for tests that are marked {@link Needed}. */
    static MainSet located() {
        Path data = Optional.ofNullable(System.getenv("SCOUT_DATA_DIR"))
                .map(Path::of)
                .orElseGet(() -> ProjectRoot.path().resolveSibling("shared/data"));
        return new MainSet(
                data.resolve("retail/online-retail-by-day"),
                data.resolve("retail/EXPECTED/online-retail-2010-12_2011-06.daily_country.csv"));
    }

    /** Without the set a test fails in CI, which must have it, and is skipped for a person who has not fetched it. */
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(Condition.class)
    @interface Needed {}

    static final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            MainSet set = located();
            if (Files.isDirectory(set.directory) && Files.isReadable(set.dailyTotals)) {
                return ConditionEvaluationResult.enabled("The real data is there.");
            }
            String sentence = "The real data is not in " + set.directory + ": put it there or set SCOUT_DATA_DIR.";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(sentence);
            }
            return ConditionEvaluationResult.disabled(sentence);
        }
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
