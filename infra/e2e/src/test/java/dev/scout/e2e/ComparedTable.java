package dev.scout.e2e;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A table of Scout's that is laid beside the oracle's, with its columns as the contract lists them. */
enum ComparedTable {
    SILVER_TRANSACTIONS(
            "silver_transactions",
            "transaction_id, date_key, transaction_timestamp, store_id, region, customer_id, payment_method, total_amount, units, basket_size, transaction_kind, superseded_count, is_valid"),
    SILVER_TRANSACTION_ITEMS(
            "silver_transaction_items",
            "transaction_id, line_no, sku, product_name, brand_name, category, quantity, unit_price, line_total, is_valid"),
    SCOUT_GOLD_TRANSACTIONS(
            "scout_gold_transactions",
            "transaction_id, date_key, store_id, device_id, customer_id, transaction_timestamp, time_of_day, transaction_kind, transaction_type, currency, payment_method, region, province, city, barangay, store_type, economic_class, gender, age_bracket, customer_type, request_mode, request_type, suggestion_offered, suggestion_accepted, campaign_influenced, total_amount, basket_size, units, handshake_score, duration_seconds"),
    SCOUT_GOLD_TRANSACTION_ITEMS(
            "scout_gold_transaction_items",
            "transaction_id, line_no, date_key, store_id, transaction_kind, sku, product_name, brand_name, category, quantity, unit_price, line_total"),
    SCOUT_GOLD_SUBSTITUTIONS(
            "scout_gold_substitutions",
            "transaction_id, line_no, date_key, store_id, transaction_kind, from_product, to_product, reason"),
    GOLD_STORE_DAILY_SUMMARY(
            "gold_store_daily_summary",
            "store_id, transaction_date, transaction_count, active_devices, total_revenue, avg_transaction_value, most_common_payment, first_transaction_time, last_transaction_time"),
    GOLD_TXN_DAILY(
            "gold_txn_daily",
            "date_key, store_id, region, province, city, barangay, store_type, transaction_count, revenue, units, avg_transaction_value, avg_basket_size, avg_duration_seconds, suggestion_acceptance_rate"),
    GOLD_PRODUCT_MIX(
            "gold_product_mix",
            "date_key, sku, product_name, brand_name, category, transaction_count, units, revenue, avg_unit_price, store_count, rank_in_category, category_revenue_share, cumulative_revenue_share, is_pareto_80"),
    GOLD_BASKET_PATTERNS(
            "gold_basket_patterns",
            "sku_a, sku_b, product_a, product_b, baskets_a, baskets_b, baskets_together, baskets_total, support, confidence_a_to_b, confidence_b_to_a, lift, window_start, window_end"),
    GOLD_SUBSTITUTION_FLOWS(
            "gold_substitution_flows",
            "from_product, to_product, reason, substitution_count, store_count, share_of_from, window_start, window_end"),
    GOLD_REQUEST_BEHAVIOR(
            "gold_request_behavior",
            "date_key, region, category, request_mode, request_type, request_count, suggestions_offered, suggestions_accepted, acceptance_rate, avg_handshake_score, avg_duration_seconds"),
    GOLD_DEMOGRAPHICS(
            "gold_demographics",
            "week_start, region, gender, age_bracket, customer_type, economic_class, transaction_count, store_count, total_spend, avg_transaction_value, avg_basket_size"),
    PLATINUM_FEATURES_SALES_7D(
            "platinum_features_sales_7d",
            "date_key, region, category, brand_name, revenue, transaction_count, units, revenue_7d_sum, revenue_7d_avg, revenue_7d_stddev, revenue_7d_min, revenue_7d_max, transactions_7d_avg, revenue_wow_growth, rank_in_region"),
    PLATINUM_STORE_PERF(
            "platinum_store_perf",
            "as_of_date, store_id, region, revenue_7d, revenue_28d, transactions_28d, avg_basket_size_28d, revenue_volatility_28d, revenue_wow_growth, acceptance_rate_28d, unique_products_28d, rank_in_region, rank_overall, performance_score"),
    PLATINUM_CUSTOMER_SEGMENTS(
            "platinum_customer_segments",
            "as_of_date, region, gender, age_bracket, customer_type, economic_class, transaction_count, avg_spend, median_spend, avg_basket_size, campaign_responsiveness, avg_handshake_score, value_decile, segment"),
    PLATINUM_STORE_FEATURES(
            "platinum_store_features",
            "store_id, transaction_date, avg_daily_transactions, stddev_daily_transactions, avg_daily_revenue, ma7_transactions, day_of_week, weekend_avg, weekday_avg"),
    PLATINUM_MONITORS(
            "platinum_monitors",
            "as_of_date, table_name, feature, metric, status, current_start, baseline_start, baseline_end, current_rows, baseline_rows, current_mean, baseline_mean, value");

    private static final Set<ComparedTable> DATASETS = EnumSet.of(
            GOLD_TXN_DAILY,
            GOLD_PRODUCT_MIX,
            GOLD_BASKET_PATTERNS,
            GOLD_SUBSTITUTION_FLOWS,
            GOLD_REQUEST_BEHAVIOR,
            GOLD_DEMOGRAPHICS,
            PLATINUM_FEATURES_SALES_7D,
            PLATINUM_STORE_PERF,
            PLATINUM_CUSTOMER_SEGMENTS);

    private final String table;
    private final String columns;

    ComparedTable(String table, String columns) {
        this.table = table;
        this.columns = columns;
    }

    static Stream<ComparedTable> datasets() {
        return Arrays.stream(values()).filter(DATASETS::contains);
    }

    String table() {
        return table;
    }

    /** As in the manifest: {@code gold/txn_daily}. */
    String dataset() {
        return table.replaceFirst("_", "/");
    }

    List<String> columns() {
        return List.of(columns.split(", ", -1));
    }

    /** The query of its columns, in a schema or a file. */
    String query(String from) {
        return "select " + columns + " from " + from;
    }
}
