package dev.scout.local.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** How a sale looks as a JSON object. */
@FunctionalInterface
interface JsonShape {

    void write(JsonGenerator json, Sale sale) throws IOException;

    static JsonShape of(SourceFormat format) {
        return switch (format) {
            case EDGE_NDJSON, EDGE_JSON -> new NestedEdgeShape();
            case EDGE_FLAT -> new FlatEdgeShape();
            case POS_NDJSON, POS_JSON -> new PosShape();
            case POS_PARQUET, TILL_CSV -> throw new IllegalArgumentException(format.label() + " is not JSON.");
        };
    }

    /** The id, unless it is missing on purpose. */
    static void id(JsonGenerator json, String field, Sale sale) throws IOException {
        if (!sale.has(Fault.MISSING_ID)) {
            json.writeStringField(field, sale.id());
        }
    }

    /** The store's id, unless it is missing on purpose. */
    static void storeId(JsonGenerator json, String field, Sale sale) throws IOException {
        if (sale.has(Fault.MISSING_STORE)) {
            json.writeNullField(field);
        } else {
            json.writeStringField(field, sale.store().id());
        }
    }

    /** The transaction's amount, with a letter in it where it is not to be read. */
    static void amount(JsonGenerator json, String field, Sale sale) throws IOException {
        if (sale.has(Fault.UNREADABLE_NUMBER)) {
            json.writeStringField(field, Decimals.money(sale.total()).replace('.', 'O'));
        } else {
            money(json, field, sale.total());
        }
    }

    static void money(JsonGenerator json, String field, long centavos) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(Decimals.money(centavos));
    }

    static void quantity(JsonGenerator json, String field, long hundredths) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(Decimals.quantity(hundredths));
    }
}
