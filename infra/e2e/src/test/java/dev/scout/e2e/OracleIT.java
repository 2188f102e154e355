package dev.scout.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The judge is judged first: its tables must have the control totals that come with the data. */
@MainSet.Needed
final class OracleIT {

    private static MainSet set;
    private static Oracle oracle;

    @BeforeAll
    static void compute() throws Exception {
        set = MainSet.located();
        oracle = Oracle.over(set, LocalDate.of(2026, 11, 21));
    }

    @AfterAll
    static void close() throws Exception {
        if (oracle != null) {
            oracle.close();
        }
    }

    @Test
    void hasTheTotalsOfTheWholeSet() throws Exception {
        assertThat(set.files()).hasSize(167);
        assertOneRow("select count(*) from lines", "245903");
        assertOneRow("select count(*), count(distinct customer_id) from silver_transactions", "12795", "3002");
        assertOneRow("select sum(units), sum(revenue) from gold_txn_daily", "2292167", "4397950.761");
        assertOneRow("select sum(units), sum(revenue) from gold_product_mix", "2292167", "4397950.761");
        assertOneRow("select sum(total_revenue) from gold_store_daily_summary", "4397950.761");
    }

    @Test
    void hasTheTotalsOfEachDayAndCountry() throws Exception {
        Rows computed = Rows.of(oracle.connection(), """
                select
                    silver_transactions.date_key as date,
                    silver_transactions.store_id as country,
                    count(*) as lines,
                    count(distinct silver_items.transaction_id) as invoices,
                    sum(silver_items.quantity) as quantity,
                    sum(silver_items.total_price) as revenue,
                    count(distinct silver_transactions.customer_id) as customers,
                    count(*) filter (where silver_items.transaction_id like 'C%') as cancel_lines,
                    count(*) filter (where silver_items.quantity < 0) as negative_qty_lines
                from silver_items
                inner join silver_transactions on silver_items.transaction_id = silver_transactions.transaction_id
                where silver_items.is_valid and silver_transactions.is_valid
                group by all
                order by date, country""");
        Rows expected = Rows.of(oracle.connection(), """
                select date, country, lines, invoices, quantity, revenue, customers, cancel_lines, negative_qty_lines
                from read_csv('%s', types = {'revenue': 'decimal(18, 4)'})
                order by date, country""".formatted(set.dailyTotals()));

        computed.assertEqualTo(expected, "the control totals of each day and country");
        assertThat(expected.rows()).hasSize(873);
    }

    private static void assertOneRow(String query, String... values) throws Exception {
        assertThat(Rows.of(oracle.connection(), query).rows()).singleElement().isEqualTo(java.util.List.of(values));
    }
}
