package dev.scout.local.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** An edge device's flat record: the amount and how it was paid, no items. */
final class FlatEdgeShape implements JsonShape {

    @Override
    public void write(JsonGenerator json, Sale sale) throws IOException {
        json.writeStartObject();
        JsonShape.id(json, "transaction_id", sale);
        JsonShape.storeId(json, "store_id", sale);
        json.writeStringField("timestamp", sale.instant());
        JsonShape.amount(json, "amount", sale);
        json.writeStringField("currency", "PHP");
        json.writeStringField("payment_method", sale.shopper().paymentMethod());
        json.writeStringField("device_id", sale.store().deviceId());
        json.writeEndObject();
    }
}
