package dev.scout.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;

/**
 * A made-up chain's export of line items, a Parquet file a day, the same for the same day and size: 60 stores in 17 regions, 600 products of 60
 * brands in 12 categories (few of them sell most), baskets of 1 to 20 lines (4.5 on average), shoppers, requests, suggestions, substitutions.
 *
 * @param sales a day
 */
record SalesHistory(Path directory, long sales) {

    static final LocalDate FIRST_DAY = LocalDate.of(2023, 10, 1);
    static final int STORES = 60;

    /** Lines of a basket on average: 1 + E[floor(20 u⁴)]. */
    private static final double LINES_A_SALE = 4.5;

    /** What a pipeline says of the columns; the others have the names of the fields. */
    static final String MAPPING = """
            {"transaction_id":"receipt","timestamp":{"column":"sold_at","format":"yyyy-MM-dd HH:mm:ss"},"store_id":"store_id","region":"region",
             "payment_method":"payment_method","sku":"sku","product_name":"product_name","brand_name":"brand_name","category":"category",
             "quantity":"quantity","unit_price":"unit_price","gender":"gender","age_bracket":"age_bracket","customer_type":"customer_type",
             "economic_class":"economic_class","request_mode":"request_mode","request_type":"request_type","suggestion_offered":"suggestion_offered",
             "suggestion_accepted":"suggestion_accepted","from_product":"from_product","to_product":"to_product","reason":"reason",
             "duration_seconds":"duration_seconds","campaign_influenced":"campaign_influenced","handshake_score":"handshake_score"}""";

    /** With about so many lines in so many days. */
    static SalesHistory of(Path directory, long lines, int days) {
        return new SalesHistory(directory, Math.max(STORES, Math.round(lines / LINES_A_SALE / days)));
    }

    /** Writes some days' files. */
    void write(int from, int to) throws SQLException {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    "create macro chance(day, sale, salt) as (hash(day, sale, salt) % 1000000)::integer / 1000000.0");
            for (int day = from; day < to; day++) {
                statement.execute(
                        "copy (" + lines(day) + ") to '" + file(day) + "' (format parquet, compression zstd)");
            }
        }
    }

    Path file(int day) {
        return directory.resolve(FIRST_DAY.plusDays(day) + ".parquet");
    }

    private String lines(int day) {
        return """
                with sales as (
                  select
                    n,
                    (chance(%1$d, n, 'store') * %3$d)::integer %% %3$d as store,
                    1 + floor(20 * pow(chance(%1$d, n, 'size'), 4))::integer as size
                  from range(%2$d) as sale (n)
                ),
                lines as (
                  select
                    s.n,
                    s.store,
                    line.line,
                    floor(600 * pow(chance(%1$d, s.n, 'product' || line.line), 2))::integer as product
                  from sales as s
                  cross join lateral range(s.size) as line (line)
                )
                select
                  '%4$s-' || n as receipt,
                  strftime(timestamp '%4$s 06:00:00' + to_seconds((chance(%1$d, n, 'time') * 57600)::integer), '%%Y-%%m-%%d %%H:%%M:%%S') as sold_at,
                  'S' || store as store_id,
                  'Region ' || store %% 17 as region,
                  ['cash', 'gcash', 'maya', 'credit'][1 + floor(4 * pow(chance(%1$d, n, 'payment'), 3))::integer] as payment_method,
                  'P' || product as sku,
                  'Product number ' || product as product_name,
                  'Brand ' || product %% 60 as brand_name,
                  'Category ' || product %% 12 as category,
                  1 + floor(5 * pow(chance(%1$d, n, 'pieces' || line), 4))::integer as quantity,
                  (500 + product * 37 %% 20000) / 100.0 as unit_price,
                  ['female', 'male', 'unknown'][1 + floor(3 * chance(%1$d, n, 'gender'))::integer] as gender,
                  ['18-24', '25-34', '35-44', '45-54', '55+'][1 + floor(5 * chance(%1$d, n, 'age'))::integer] as age_bracket,
                  ['regular', 'occasional', 'new'][1 + floor(3 * chance(%1$d, n, 'type'))::integer] as customer_type,
                  ['A', 'B', 'C', 'D', 'E'][1 + floor(5 * chance(%1$d, n, 'class'))::integer] as economic_class,
                  ['verbal', 'pointing', 'indirect'][1 + floor(3 * chance(%1$d, n, 'mode'))::integer] as request_mode,
                  ['branded', 'unbranded', 'point', 'indirect'][1 + floor(4 * chance(%1$d, n, 'request'))::integer] as request_type,
                  chance(%1$d, n, 'offer') < 0.3 as suggestion_offered,
                  case when chance(%1$d, n, 'offer') < 0.3 then chance(%1$d, n, 'accept') < 0.6 end as suggestion_accepted,
                  case when line = 0 and chance(%1$d, n, 'instead') < 0.05 then 'P' || (product + 7) %% 600 end as from_product,
                  case when line = 0 and chance(%1$d, n, 'instead') < 0.05 then 'P' || product end as to_product,
                  case when line = 0 and chance(%1$d, n, 'instead') < 0.05 then 'stockout' end as reason,
                  20 + floor(200 * chance(%1$d, n, 'seconds'))::integer as duration_seconds,
                  chance(%1$d, n, 'campaign') < 0.2 as campaign_influenced,
                  floor(100 * chance(%1$d, n, 'handshake'))::integer / 100.0 as handshake_score
                from lines
                order by n, line""".formatted(day, sales, STORES, FIRST_DAY.plusDays(day));
    }
}
