package dev.scout.local.generate;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** Writes totals.json. The sums by day and store wait in a file beside it until the whole is known, so that memory stays bounded. */
final class DailyTotals implements Closeable {

    private static final JsonFactory JSON = new JsonFactory();

    private final Path waiting;
    private final BufferedWriter writer;

    DailyTotals(Path directory) throws IOException {
        waiting = Files.createTempFile(directory, ".daily", ".json");
        writer = Files.newBufferedWriter(waiting);
    }

    /** Takes the sums of a store on a day; those without a sale or return are left out, as in the dataset. */
    void write(LocalDate date, Store store, TotalsCounter.StoreDay sums) throws IOException {
        if (sums.isEmpty()) {
            return;
        }
        writer.write("{\"date_key\":\"" + date + "\",\"store_id\":\"" + store.id() + "\",\"transaction_count\":"
                + sums.sales()
                + ",\"returns\":" + sums.returns() + ",\"revenue\":\"" + Decimals.money(sums.revenue())
                + "\",\"units\":\""
                + Decimals.quantity(sums.units()) + "\"}\n");
    }

    /** Writes everything to the file. */
    void compose(Path file, GenerateOptions options, Totals totals) throws IOException {
        writer.close();
        try (JsonGenerator json = JSON.createGenerator(file.toFile(), JsonEncoding.UTF8);
                BufferedReader days = Files.newBufferedReader(waiting)) {
            DefaultPrettyPrinter pretty = new DefaultPrettyPrinter();
            pretty.indentArraysWith(new DefaultIndenter("  ", "\n"));
            json.setPrettyPrinter(pretty);
            json.writeStartObject();
            options(json, options);
            totals(json, totals);
            json.writeArrayFieldStart("daily");
            for (String line = days.readLine(); line != null; line = days.readLine()) {
                json.writeRawValue(line);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(waiting);
    }

    private static void options(JsonGenerator json, GenerateOptions options) throws IOException {
        json.writeObjectFieldStart("options");
        json.writeNumberField("seed", options.seed());
        json.writeStringField("from", options.from().toString());
        json.writeNumberField("days", options.days());
        json.writeNumberField("stores", options.stores());
        json.writeArrayFieldStart("formats");
        for (SourceFormat format : options.formats()) {
            json.writeString(format.label());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void totals(JsonGenerator json, Totals totals) throws IOException {
        json.writeObjectFieldStart("files");
        json.writeNumberField("landed", totals.files().landed());
        json.writeNumberField("corrections", totals.files().corrections());
        json.writeNumberField("skipped", totals.files().skipped());
        json.writeEndObject();
        json.writeObjectFieldStart("records");
        json.writeNumberField("written", totals.records().written());
        json.writeNumberField("quarantined", totals.records().quarantined());
        json.writeNumberField("bronze", totals.records().bronze());
        json.writeEndObject();
        json.writeObjectFieldStart("transactions");
        json.writeNumberField("distinct", totals.transactions().distinct());
        json.writeNumberField("valid", totals.transactions().valid());
        json.writeNumberField("invalid", totals.transactions().invalid());
        json.writeNumberField("sales", totals.transactions().sales());
        json.writeNumberField("returns", totals.transactions().returns());
        json.writeNumberField("superseded", totals.transactions().superseded());
        json.writeNumberField("late", totals.transactions().late());
        json.writeEndObject();
        json.writeNumberField("invalid_lines", totals.invalidLines());
        json.writeStringField("revenue", totals.revenue().toPlainString());
        json.writeStringField("item_revenue", totals.itemRevenue().toPlainString());
        json.writeStringField("units", totals.units().toPlainString());
    }
}
