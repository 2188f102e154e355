package dev.scout.local.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/** JSON records, one a line or as one array. */
final class JsonWriter implements SaleWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;
    private final JsonShape shape;
    private final boolean lines;

    JsonWriter(OutputStream stream, SourceFormat format) throws IOException {
        this.json = JSON.createGenerator(stream).setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        this.shape = JsonShape.of(format);
        this.lines = format.isJsonLines();
        if (!lines) {
            json.writeStartArray();
        }
    }

    @Override
    public int write(Sale sale) throws IOException {
        if (sale.fate().isMalformed()) {
            json.writeRawValue("{\"transaction_id\":\"" + sale.id() + "\",\"store_id\":\""
                    + sale.store().id() + "\",\"amount\":");
        } else {
            shape.write(json, sale);
        }
        return 1;
    }

    @Override
    public void close() throws IOException {
        if (!lines) {
            json.writeEndArray();
        }
        json.writeRaw('\n');
        json.close();
    }
}
