-- A stage that has filled a table lets the planner see it before the next model reads it: autovacuum would see it after the commit.
grant maintain on scout.silver_transactions, scout.silver_transaction_items, scout.silver_substitutions, scout.silver_superseded,
  scout.silver_superseded_lines, scout.silver_product_descriptions, scout.silver_store_descriptions, scout.dim_product, scout.dim_store,
  scout.gold_changed_days, scout.gold_changed_products, scout.gold_changed_stores to scout_transform;
grant maintain on scout.scout_gold_transactions, scout.scout_gold_transaction_items, scout.scout_gold_substitutions,
  scout.gold_txn_daily, scout.gold_product_mix, scout.gold_store_daily_summary, scout.gold_basket_patterns, scout.gold_substitution_flows,
  scout.gold_request_behavior, scout.gold_demographics, scout.platinum_changed_days to scout_transform;
grant maintain on scout.platinum_features_sales_7d, scout.platinum_store_features, scout.platinum_store_perf,
  scout.platinum_customer_segments, scout.platinum_monitors to scout_transform;
