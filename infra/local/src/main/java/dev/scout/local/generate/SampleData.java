package dev.scout.local.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generates sample data into a directory:
 *
 * <ul>
 *   <li>{@code lake/<key>}: the objects to put into the lake bucket, in any order;
 *   <li>{@code lake-corrections/<key>}: those to put after all of these, so that their versions are the latest;
 *   <li>{@code pipelines.sql}: the row of {@code scout.etl_pipelines} that explains the till's export; to be applied first;
 *   <li>{@code totals.json}: what must come out.
 * </ul>
 *
 * <p>One sale is in memory at a time; what grows is only a few numbers a store.
 */
public final class SampleData {

    private final GenerateOptions options;
    private final List<Store> stores;
    private final List<StoreGroup> groups;
    private final Demand demand;
    private final SaleModel model;
    private final ObjectTree lake;
    private final ObjectTree corrections;
    private final TotalsCounter totals;

    private SampleData(GenerateOptions options, Path directory, TotalsCounter totals, List<Store> stores) {
        this.options = options;
        this.stores = stores;
        this.groups = StoreGroup.of(options, stores);
        this.demand = new Demand(options, stores);
        this.model = new SaleModel(options, new ProductCatalog());
        this.lake = new ObjectTree(directory.resolve("lake"));
        this.corrections = new ObjectTree(directory.resolve("lake-corrections"));
        this.totals = totals;
    }

    /**
     * Generates.
     *
     * @param directory is made where it is missing, and must be empty
     * @return what must come out
     */
    public static Totals generate(GenerateOptions options, Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> content = Files.list(directory)) {
            if (content.findAny().isPresent()) {
                throw new IOException("The directory " + directory + " is not empty; name another one.");
            }
        }
        List<Store> stores = Store.open(options);
        try (TotalsCounter totals = new TotalsCounter(options, stores, directory)) {
            SampleData data = new SampleData(options, directory, totals, stores);
            data.writeDays();
            if (options.faults()) {
                data.writeCorrections();
            }
            if (options.formats().contains(SourceFormat.TILL_CSV)) {
                TillPipeline.write(directory.resolve("pipelines.sql"));
            }
            return totals.finish(directory.resolve("totals.json"));
        }
    }

    private void writeDays() throws IOException {
        int[] yesterday = new int[stores.size()];
        for (int day = 0; day < options.days(); day++) {
            int[] sales = demand.sales(day);
            for (StoreGroup group : groups) {
                writeDay(group, day, sales, yesterday);
            }
            if (options.formats().contains(SourceFormat.POS_PARQUET)) {
                lake.put(SourceFormat.POS_PARQUET.prefix() + "/dt=" + options.date(day) + "/_SUCCESS", new byte[0]);
                totals.landedToBeSkipped();
            }
            if (options.isLast(day) && options.faults()) {
                new BrokenFiles(options, lake, model, totals).write(stores, sales);
            }
            totals.dayEnds();
            yesterday = sales;
        }
    }

    /** The day's sales of these stores, and what is sent again of the day before. */
    private void writeDay(StoreGroup group, int day, int[] sales, int[] yesterday) throws IOException {
        try (OpenOnFirstSale file = new OpenOnFirstSale(lake, group, key(group, day), encoding(group, day))) {
            for (Store store : group.stores()) {
                int customers = sales[store.number()];
                for (int number = 0; number < customers; number++) {
                    Sale sale = model.sale(store, day, number, customers);
                    totals.wrote(file.write(sale));
                    totals.sold(sale);
                }
                writeAgain(file, store, day - 1, yesterday[store.number()]);
            }
            if (file.isOpen()) {
                totals.landed();
            }
        }
    }

    private void writeAgain(SaleWriter file, Store store, int day, int customers) throws IOException {
        for (int number = 0; number < customers; number++) {
            if (model.fate(store, day, number).resent()) {
                totals.wrote(file.write(model.sale(store, day, number, customers)));
                totals.again();
            }
        }
    }

    /** One file a format, dated the day after the last. */
    private void writeCorrections() throws IOException {
        for (SourceFormat format : options.formats()) {
            StoreGroup all = new StoreGroup(
                    format,
                    0,
                    stores.stream().filter(store -> store.format() == format).toList());
            String key = key(format, options.date(options.days()), "corrections." + format.extension());
            try (OpenOnFirstSale file = new OpenOnFirstSale(corrections, all, key, TillWriter.Encoding.UTF_8)) {
                for (int day = 0; day < options.days(); day++) {
                    writeCorrections(file, all, day, demand.sales(day));
                }
                if (file.isOpen()) {
                    totals.landedCorrections();
                }
            }
        }
    }

    private void writeCorrections(SaleWriter file, StoreGroup group, int day, int[] sales) throws IOException {
        for (Store store : group.stores()) {
            int customers = sales[store.number()];
            for (int number = 0; number < customers; number++) {
                if (model.fate(store, day, number).corrected()) {
                    totals.wrote(
                            file.write(model.sale(store, day, number, customers).corrected()));
                    totals.again();
                }
            }
        }
    }

    /** Every second file that can be is compressed. */
    private String key(StoreGroup group, int day) {
        boolean gzip = options.gzip()
                && group.format().compressible()
                && (day + group.stores().get(0).number()) % 2 == 0;
        return key(group.format(), options.date(day), group.fileName() + (gzip ? ".gz" : ""));
    }

    private static String key(SourceFormat format, LocalDate date, String fileName) {
        return format.prefix() + "/dt=" + date + "/" + fileName;
    }

    private static TillWriter.Encoding encoding(StoreGroup group, int day) {
        TillWriter.Encoding[] encodings = TillWriter.Encoding.values();
        return encodings[(day + group.number()) % encodings.length];
    }

    /** A file that is only made where there is something to write. */
    private static final class OpenOnFirstSale implements SaleWriter {

        private final ObjectTree tree;
        private final StoreGroup group;
        private final String key;
        private final TillWriter.Encoding encoding;
        private @Nullable SaleWriter writer;

        OpenOnFirstSale(ObjectTree tree, StoreGroup group, String key, TillWriter.Encoding encoding) {
            this.tree = tree;
            this.group = group;
            this.key = key;
            this.encoding = encoding;
        }

        boolean isOpen() {
            return writer != null;
        }

        @Override
        public int write(Sale sale) throws IOException {
            if (writer == null) {
                writer = tree.open(key, group.format(), encoding);
            }
            return writer.write(sale);
        }

        @Override
        public void close() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
