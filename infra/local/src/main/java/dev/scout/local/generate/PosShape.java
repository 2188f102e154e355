package dev.scout.local.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/** A transaction of a point of sale or a mobile app: its main product, what went with it, and what is known of the customer. */
final class PosShape implements JsonShape {

    @Override
    public void write(JsonGenerator json, Sale sale) throws IOException {
        Store store = sale.store();
        Product main = sale.lines().get(0).product();
        json.writeStartObject();
        JsonShape.id(json, "id", sale);
        JsonShape.storeId(json, "store_id", sale);
        json.writeStringField("timestamp", sale.number() % 4 == 0 ? sale.instant() : sale.localTime());
        location(json, store.place());
        json.writeStringField("product_category", main.categoryName());
        json.writeStringField("brand_name", main.brandName());
        json.writeStringField("sku", main.sku());
        JsonShape.quantity(json, "units_per_transaction", sale.units());
        JsonShape.amount(json, "peso_value", sale);
        json.writeNumberField("basket_size", sale.lines().size());
        combination(json, sale.lines());
        request(json, sale.request());
        substitution(json, sale);
        json.writeBooleanField("is_tbwa_client", main.index() % 3 == 0);
        json.writeStringField("gender", sale.shopper().gender());
        json.writeStringField("age_bracket", sale.shopper().ageBracket());
        json.writeStringField("payment_method", sale.shopper().paymentMethod());
        json.writeStringField("customer_type", sale.shopper().customerType());
        json.writeStringField("store_type", store.place().storeType());
        json.writeStringField("economic_class", store.economicClass());
        json.writeEndObject();
    }

    private static void location(JsonGenerator json, Place place) throws IOException {
        json.writeObjectFieldStart("location");
        json.writeStringField("barangay", place.barangay());
        json.writeStringField("city", place.city());
        json.writeStringField("province", place.province());
        json.writeStringField("region", place.region());
        json.writeEndObject();
    }

    private static void combination(JsonGenerator json, List<Line> lines) throws IOException {
        json.writeArrayFieldStart("combo_basket");
        for (Line line : lines.subList(1, lines.size())) {
            json.writeStartObject();
            json.writeStringField("sku", line.product().sku());
            JsonShape.quantity(json, "quantity", line.quantity());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void request(JsonGenerator json, Request request) throws IOException {
        json.writeStringField("request_mode", request.mode());
        json.writeStringField("request_type", request.type());
        if (request.suggested()) {
            json.writeBooleanField("suggestion_accepted", request.accepted());
        } else {
            json.writeNullField("suggestion_accepted");
        }
        json.writeNumberField("duration_seconds", request.durationSeconds());
        json.writeBooleanField("campaign_influenced", request.campaignInfluenced());
        json.writeFieldName("handshake_score");
        json.writeNumber(Decimals.money(request.handshakeScore()));
    }

    private static void substitution(JsonGenerator json, Sale sale) throws IOException {
        Substitution substitution = sale.substitution();
        json.writeObjectFieldStart("substitution_event");
        json.writeBooleanField("occurred", substitution != null);
        if (substitution != null) {
            json.writeStringField("from_sku", substitution.asked().sku());
            json.writeStringField("to_sku", substitution.given().sku());
            json.writeStringField("reason", substitution.reason());
        }
        json.writeEndObject();
    }
}
