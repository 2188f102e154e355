package dev.scout.local.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** An edge device's nested record: ids of places, every item with how it was recognised, UTC times and the store's offset. */
final class NestedEdgeShape implements JsonShape {

    @Override
    public void write(JsonGenerator json, Sale sale) throws IOException {
        json.writeStartObject();
        JsonShape.id(json, "transaction_id", sale);
        json.writeObjectFieldStart("store");
        JsonShape.storeId(json, "id", sale);
        json.writeNumberField("tz_offset_min", Sale.OFFSET.getTotalSeconds() / 60);
        json.writeEndObject();
        Place place = sale.store().place();
        json.writeObjectFieldStart("geo");
        json.writeStringField("region_id", place.regionId());
        json.writeStringField("city_id", place.cityId());
        json.writeStringField("barangay_id", place.barangayId());
        json.writeEndObject();
        json.writeStringField("ts_utc", sale.instant());
        json.writeStringField("tx_start_ts", sale.instant());
        json.writeStringField("tx_end_ts", sale.instant(sale.request().durationSeconds()));
        request(json, sale);
        json.writeArrayFieldStart("items");
        for (Line line : sale.lines()) {
            item(json, line, sale.request());
        }
        json.writeEndArray();
        json.writeObjectFieldStart("suggestion");
        json.writeBooleanField("offered", sale.request().suggested());
        json.writeBooleanField("accepted", sale.request().accepted());
        json.writeEndObject();
        Substitution substitution = sale.substitution();
        if (substitution != null) {
            json.writeObjectFieldStart("substitution");
            json.writeStringField("asked_brand_id", substitution.asked().brandId());
            json.writeStringField("final_brand_id", substitution.given().brandId());
            json.writeEndObject();
        }
        json.writeObjectFieldStart("amounts");
        JsonShape.money(json, "transaction_amount", sale.total());
        json.writeStringField("price_source", "catalog");
        json.writeEndObject();
        json.writeStringField("device_id", sale.store().deviceId());
        json.writeEndObject();
    }

    private static void request(JsonGenerator json, Sale sale) throws IOException {
        json.writeObjectFieldStart("request");
        json.writeStringField("request_type", sale.request().type());
        json.writeStringField("request_mode", sale.request().mode());
        json.writeStringField("payment_method", sale.shopper().paymentMethod());
        json.writeStringField("gender", sale.shopper().gender());
        json.writeStringField("age_bracket", sale.shopper().ageBracket());
        json.writeEndObject();
    }

    private static void item(JsonGenerator json, Line line, Request request) throws IOException {
        Product product = line.product();
        json.writeStartObject();
        json.writeStringField("category_id", product.categoryId());
        json.writeStringField("category_name", product.categoryName());
        json.writeStringField("brand_id", product.brandId());
        json.writeStringField("brand_name", product.brandName());
        json.writeStringField("product_name", product.name());
        json.writeStringField("local_name", product.localName());
        JsonShape.quantity(json, "qty", line.quantity());
        json.writeStringField("unit", product.unit());
        JsonShape.money(json, "unit_price", line.unitPrice());
        JsonShape.money(json, "total_price", line.total());
        json.writeStringField("detection_method", request.mode().equals("verbal") ? "stt" : "vision");
        json.writeFieldName("confidence");
        json.writeNumber(Decimals.money(60 + request.handshakeScore() * 2 / 5));
        json.writeEndObject();
    }
}
