package dev.scout.local.generate;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/** Adds up the sales as they are made, in the form in which they count in the end; never looks at a file. */
final class TotalsCounter implements Closeable {

    private final GenerateOptions options;
    private final List<Store> stores;
    private final DailyTotals daily;
    private StoreDay[] yesterday;
    private StoreDay[] today;
    private int day;

    private long filesLanded;
    private long filesOfCorrections;
    private long filesSkipped;
    private long recordsWritten;
    private long recordsQuarantined;
    private long sales;
    private long returns;
    private long invalid;
    private long superseded;
    private long late;
    private long invalidLines;
    private long revenue;
    private long itemRevenue;
    private long units;

    TotalsCounter(GenerateOptions options, List<Store> stores, Path directory) throws IOException {
        this.options = options;
        this.stores = stores;
        this.daily = new DailyTotals(directory);
        this.yesterday = noSales();
        this.today = noSales();
    }

    /** A sale whose record was written for the first time. */
    void sold(Sale sale) {
        Fault fault = sale.fate().fault();
        if (fault == Fault.MALFORMED_RECORD) {
            recordsQuarantined++;
        } else if (fault == Fault.UNREADABLE_NUMBER && sale.store().format() == SourceFormat.TILL_CSV) {
            invalidLines++;
            count(sale);
        } else if (fault != null) {
            invalid++;
        } else {
            count(sale.fate().corrected() ? sale.corrected() : sale);
        }
    }

    /** Records were written, of whatever kind. */
    void wrote(int records) {
        recordsWritten += records;
    }

    /** A record that can't be read was written, in a file that breaks off. */
    void broke() {
        recordsWritten++;
        recordsQuarantined++;
    }

    /** A transaction was written once more: one of its versions loses. */
    void again() {
        superseded++;
    }

    void landed() {
        filesLanded++;
    }

    void landedCorrections() {
        filesOfCorrections++;
    }

    /** An object landed that is not to be loaded. */
    void landedToBeSkipped() {
        filesLanded++;
        filesSkipped++;
    }

    /** The day's files are complete: no more sales of the day before come. */
    void dayEnds() throws IOException {
        if (day > 0) {
            write(day - 1, yesterday);
        }
        yesterday = today;
        today = noSales();
        day++;
    }

    /** Everything is written. */
    Totals finish(Path file) throws IOException {
        write(day - 1, yesterday);
        Totals totals = new Totals(
                new Totals.Files(filesLanded, filesOfCorrections, filesSkipped),
                new Totals.Records(recordsWritten, recordsQuarantined),
                new Totals.Transactions(sales, returns, invalid, superseded, late),
                invalidLines,
                BigDecimal.valueOf(revenue, 2),
                BigDecimal.valueOf(itemRevenue, 2),
                BigDecimal.valueOf(units, 2));
        daily.compose(file, options, totals);
        return totals;
    }

    @Override
    public void close() throws IOException {
        daily.close();
    }

    private void count(Sale sale) {
        long amount = sale.total();
        boolean hasItems = sale.store().format() != SourceFormat.EDGE_FLAT;
        long quantity = hasItems ? sale.units() : 0;
        revenue = Math.addExact(revenue, amount);
        itemRevenue = Math.addExact(itemRevenue, hasItems ? amount : 0);
        units = Math.addExact(units, quantity);
        if (sale.isReturn()) {
            returns++;
        } else {
            sales++;
        }
        if (sale.fate().late()) {
            late++;
        }
        StoreDay[] days = sale.businessDay() == day ? today : yesterday;
        days[sale.store().number()].add(sale.isReturn(), amount, quantity);
    }

    private void write(int number, StoreDay[] days) throws IOException {
        for (Store store : stores) {
            daily.write(options.date(number), store, days[store.number()]);
        }
    }

    private StoreDay[] noSales() {
        StoreDay[] days = new StoreDay[stores.size()];
        for (int store = 0; store < days.length; store++) {
            days[store] = new StoreDay();
        }
        return days;
    }

    /** The sums of one store on one day. */
    static final class StoreDay {

        private long sales;
        private long returns;
        private long revenue;
        private long units;

        private void add(boolean isReturn, long amount, long quantity) {
            if (isReturn) {
                returns++;
            } else {
                sales++;
            }
            revenue += amount;
            units += quantity;
        }

        boolean isEmpty() {
            return sales + returns == 0;
        }

        long sales() {
            return sales;
        }

        long returns() {
            return returns;
        }

        long revenue() {
            return revenue;
        }

        long units() {
            return units;
        }
    }
}
