package dev.scout.local.demo;

import dev.scout.local.LocalDatabase;
import dev.scout.local.ResultTable;
import dev.scout.local.generate.Totals;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sets the generator's own totals against what the tables hold. */
record Comparison(Totals totals, LocalDatabase database) {

    /** Prints both sides; whether all agree. */
    boolean show(Screen screen) throws SQLException {
        Map<String, BigDecimal> expected = new LinkedHashMap<>();
        expected.put(
                "select count(*) from scout.ingest_files -- files landed",
                number(totals.files().landed() + totals.files().corrections()));
        expected.put(
                "select sum(rows_loaded) from scout.ingest_files -- records in bronze",
                number(totals.records().bronze()));
        expected.put(
                "select count(*) from scout.silver_transactions -- transactions",
                number(totals.transactions().distinct()));
        expected.put(
                "select count(*) from scout.silver_transactions where not is_valid -- of them invalid",
                number(totals.transactions().invalid()));
        expected.put(
                "select sum(superseded_count) from scout.silver_transactions -- versions superseded",
                number(totals.transactions().superseded()));
        expected.put(
                "select sum(transaction_count) from scout.gold_txn_daily -- sales in gold/txn_daily",
                number(totals.transactions().sales()));
        expected.put("select sum(revenue) from scout.gold_txn_daily -- revenue in gold/txn_daily", totals.revenue());
        expected.put("select sum(units) from scout.gold_txn_daily -- units in gold/txn_daily", totals.units());
        ResultTable table = new ResultTable("what", "generated", "came out", "verdict");
        boolean good = true;
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, BigDecimal> entry : expected.entrySet()) {
                try (ResultSet rows = statement.executeQuery(entry.getKey())) {
                    rows.next();
                    BigDecimal actual = rows.getBigDecimal(1);
                    boolean same = actual != null && actual.compareTo(entry.getValue()) == 0;
                    good &= same;
                    String what = entry.getKey().substring(entry.getKey().indexOf("-- ") + 3);
                    table.add(what, shown(entry.getValue()), shown(actual), screen.verdict(same));
                }
            }
        }
        screen.title("The generator's true totals, and what came out");
        screen.table(table);
        screen.end(
                good,
                good ? "Everything came out as it must." : "Something did not come out as it must: see WRONG above.");
        return good;
    }

    private static BigDecimal number(long value) {
        return BigDecimal.valueOf(value);
    }

    private static String shown(@org.jspecify.annotations.Nullable BigDecimal value) {
        return value == null
                ? "nothing"
                : String.format(
                        java.util.Locale.ROOT, value.stripTrailingZeros().scale() > 0 ? "%,.2f" : "%,.0f", value);
    }
}
