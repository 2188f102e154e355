package dev.scout.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A set of real data. What its columns mean is said twice: in {@code oracle/sets/<name>.json}, the mapping that a user would write, and in
 * {@code oracle/sets/<name>.sql}, by which the oracle reads the raw files.
 */
enum RetailSet {
    ONLINE_RETAIL("online-retail", "online-retail-by-day"),
    SUPERMARKET("supermarket", "supermarket-sales/supermarket_sales.csv"),
    COMPLETEJOURNEY("completejourney", null),
    PIZZA_ORDERS("pizza-orders", null),
    BAKERY("bakery", "bakery/BreadBasket_DMS.csv"),
    BREAD_BASKET("bread-basket", "bakery/bread basket.csv"),
    SARI_SARI("sari-sari", "scout-domain-simulated/bolt-app-hack/scout_transactions_sample.csv"),
    TOBACCO("tobacco", "scout-domain-simulated/bolt-app-hack/jti-transactions-sample.csv"),
    DIRTY_CAFE("dirty-cafe", "dirty-cafe/dirty_cafe_sales.iso-with-dups.csv"),
    DIRTY_RETAIL("dirty-retail", "dirty-retail/retail_store_sales.dd-mm-yyyy.csv"),
    BICYCLES("bicycles", "ms-dp-data/sales.csv"),
    // Rules are published of all baskets of these, and Scout's are of 90 days: so all of them are said to be of one
    // day.
    ALL_BASKETS_OF_GROCERIES("groceries", "groceries-38765/Groceries_dataset.csv", "2015-12-31"),
    ALL_BASKETS_OF_BAKERY("bakery", "bakery/BreadBasket_DMS.csv", "2017-04-09"),
    ALL_BASKETS_OF_BREAD_BASKET("bread-basket", "bakery/bread basket.csv", "2017-04-09"),
    ALL_BASKETS_OF_PIZZA_ORDERS("pizza-orders", null, "2015-12-31");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String title;
    private final @Nullable String path;
    private final @Nullable String oneDay;

    RetailSet(String title, @Nullable String path) {
        this(title, path, null);
    }

    RetailSet(String title, @Nullable String path, @Nullable String oneDay) {
        this.title = title;
        this.path = path;
        this.oneDay = oneDay;
    }

    String keyPrefix() {
        return "bronze/" + title + "/";
    }

    String script() {
        return "oracle/sets/" + title + ".sql";
    }

    /** The day that all its transactions are said to be of; null where they keep their own. */
    @Nullable
    String oneDay() {
        return oneDay;
    }

    /** Its files in the order in which they are landed; none where the oracle joins them from several of the set. */
    List<Path> files() {
        if (path == null) {
            return List.of();
        }
        Path file = RealData.retail().resolve(path);
        if (!Files.isDirectory(file)) {
            return List.of(file);
        }
        try (Stream<Path> files = Files.list(file)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one row that makes Scout understand the set. */
    String pipeline() {
        return "insert into scout.etl_pipelines (pipeline_name, source_path_pattern, mapping) values ('"
                + title.replace('-', '_') + "', '" + keyPrefix() + "**', '" + mapping() + "')";
    }

    private String mapping() {
        try (InputStream file =
                Objects.requireNonNull(RetailSet.class.getResourceAsStream("/oracle/sets/" + title + ".json"))) {
            ObjectNode mapping = (ObjectNode) JSON.readTree(file);
            if (oneDay != null) {
                mapping.putObject("timestamp").put("default", oneDay).put("time_zone", "Asia/Manila");
            }
            return mapping.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
