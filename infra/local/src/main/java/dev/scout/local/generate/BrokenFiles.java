package dev.scout.local.generate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Files that break off, are empty, or that nobody asked for: one of each, on the last day. */
final class BrokenFiles {

    private static final int TORN_OFF_BYTES = 40;

    private final ObjectTree lake;
    private final SaleModel model;
    private final TotalsCounter totals;
    private final LocalDate date;
    private final int day;

    BrokenFiles(GenerateOptions options, ObjectTree lake, SaleModel model, TotalsCounter totals) {
        this.lake = lake;
        this.model = model;
        this.totals = totals;
        this.day = options.days() - 1;
        this.date = options.date(day);
    }

    /**
     * Writes them, with sales of these stores.
     *
     * @param sales how many each store had on the last day, by number
     */
    void write(List<Store> stores, int[] sales) throws IOException {
        skipped("bronze/edge/dt=" + date + "/empty.ndjson", "");
        skipped("bronze/notes/README.txt", "No pipeline claims this.\n");
        for (Store store : stores) {
            if (!store.format().isJsonLines() && store.format().extension().equals("json")) {
                halfArray(store, sales[store.number()]);
                break;
            }
        }
        for (Store store : stores) {
            if (store.format().isJsonLines()) {
                truncatedGzip(store, sales[store.number()]);
                break;
            }
        }
    }

    private void skipped(String key, String content) throws IOException {
        lake.put(key, content.getBytes(StandardCharsets.UTF_8));
        totals.landedToBeSkipped();
    }

    /** Two whole transactions, and a third of which the end is missing. */
    private void halfArray(Store store, int sold) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter writer = new JsonWriter(bytes, store.format())) {
            for (int number = sold; number < sold + 2; number++) {
                Sale sale = ordinary(store, number);
                totals.wrote(writer.write(sale));
                totals.sold(sale);
            }
            writer.write(ordinary(store, sold + 2));
        }
        put(
                store,
                "half." + store.format().extension(),
                Arrays.copyOf(bytes.toByteArray(), bytes.size() - TORN_OFF_BYTES));
    }

    /** One transaction, cut in the middle of the compressed bytes. */
    private void truncatedGzip(Store store, int sold) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonWriter writer = new JsonWriter(new GZIPOutputStream(bytes), store.format())) {
            writer.write(ordinary(store, sold));
        }
        put(
                store,
                "truncated." + store.format().extension() + ".gz",
                Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
    }

    private void put(Store store, String fileName, byte[] content) throws IOException {
        lake.put(store.format().prefix() + "/dt=" + date + "/" + fileName, content);
        totals.landed();
        totals.broke();
    }

    private Sale ordinary(Store store, int number) {
        return model.sale(store, day, number, number + 1, Fate.ORDINARY);
    }
}
