-- An index of all lines by product costs every run of silver more than it saves the few that look for what is left of a product.
drop index scout.silver_transaction_items_sku_idx;
create index silver_transaction_items_unnamed_idx on scout.silver_transaction_items (sku) where is_valid and product_name is null;
