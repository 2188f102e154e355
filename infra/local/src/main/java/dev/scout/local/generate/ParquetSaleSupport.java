package dev.scout.local.generate;

import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A sale as a row of the point of sale's Parquet schema; the columns are those of the JSON record. */
final class ParquetSaleSupport extends WriteSupport<Sale> {

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("""
            message transaction {
              optional binary id (STRING);
              optional binary store_id (STRING);
              optional int64 timestamp (TIMESTAMP(MICROS, true));
              optional group location {
                optional binary barangay (STRING);
                optional binary city (STRING);
                optional binary province (STRING);
                optional binary region (STRING);
              }
              optional binary product_category (STRING);
              optional binary brand_name (STRING);
              optional binary sku (STRING);
              optional int64 units_per_transaction (DECIMAL(18, 2));
              optional int64 peso_value (DECIMAL(18, 2));
              optional int32 basket_size;
              optional group combo_basket (LIST) {
                repeated group list {
                  optional group element {
                    optional binary sku (STRING);
                    optional int64 quantity (DECIMAL(18, 2));
                  }
                }
              }
              optional binary request_mode (STRING);
              optional binary request_type (STRING);
              optional boolean suggestion_accepted;
              optional int32 duration_seconds;
              optional boolean campaign_influenced;
              optional int32 handshake_score (DECIMAL(3, 2));
              optional group substitution_event {
                optional boolean occurred;
                optional binary from_sku (STRING);
                optional binary to_sku (STRING);
                optional binary reason (STRING);
              }
              optional boolean is_tbwa_client;
              optional binary gender (STRING);
              optional binary age_bracket (STRING);
              optional binary payment_method (STRING);
              optional binary customer_type (STRING);
              optional binary store_type (STRING);
              optional binary economic_class (STRING);
            }
            """);

    @SuppressWarnings("NullAway.Init") // Parquet hands it over before the first row.
    private RecordConsumer row;

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the support
    public WriteContext init(org.apache.hadoop.conf.Configuration configuration) {
        return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        row = recordConsumer;
    }

    @Override
    public void write(Sale sale) {
        row.startMessage();
        if (!sale.has(Fault.MISSING_ID)) {
            text("id", 0, sale.id());
        }
        if (!sale.has(Fault.MISSING_STORE)) {
            text("store_id", 1, sale.store().id());
        }
        number("timestamp", 2, sale.epochSecond() * 1_000_000);
        group("location", 3, () -> location(sale.store().place()));
        Product main = sale.lines().get(0).product();
        text("product_category", 4, main.categoryName());
        text("brand_name", 5, main.brandName());
        text("sku", 6, main.sku());
        number("units_per_transaction", 7, sale.units());
        number("peso_value", 8, sale.total());
        integer("basket_size", 9, sale.lines().size());
        group(
                "combo_basket",
                10,
                () -> combination(sale.lines().subList(1, sale.lines().size())));
        request(sale.request());
        group("substitution_event", 17, () -> substitution(sale));
        flag("is_tbwa_client", 18, main.index() % 3 == 0);
        text("gender", 19, sale.shopper().gender());
        text("age_bracket", 20, sale.shopper().ageBracket());
        text("payment_method", 21, sale.shopper().paymentMethod());
        text("customer_type", 22, sale.shopper().customerType());
        text("store_type", 23, sale.store().place().storeType());
        text("economic_class", 24, sale.store().economicClass());
        row.endMessage();
    }

    private void location(Place place) {
        text("barangay", 0, place.barangay());
        text("city", 1, place.city());
        text("province", 2, place.province());
        text("region", 3, place.region());
    }

    private void combination(List<Line> others) {
        if (others.isEmpty()) {
            return;
        }
        row.startField("list", 0);
        for (Line line : others) {
            row.startGroup();
            group("element", 0, () -> {
                text("sku", 0, line.product().sku());
                number("quantity", 1, line.quantity());
            });
            row.endGroup();
        }
        row.endField("list", 0);
    }

    private void request(Request request) {
        text("request_mode", 11, request.mode());
        text("request_type", 12, request.type());
        if (request.suggested()) {
            flag("suggestion_accepted", 13, request.accepted());
        }
        integer("duration_seconds", 14, request.durationSeconds());
        flag("campaign_influenced", 15, request.campaignInfluenced());
        integer("handshake_score", 16, request.handshakeScore());
    }

    private void substitution(Sale sale) {
        Substitution substitution = sale.substitution();
        flag("occurred", 0, substitution != null);
        if (substitution != null) {
            text("from_sku", 1, substitution.asked().sku());
            text("to_sku", 2, substitution.given().sku());
            text("reason", 3, substitution.reason());
        }
    }

    private void group(String field, int index, Runnable content) {
        row.startField(field, index);
        row.startGroup();
        content.run();
        row.endGroup();
        row.endField(field, index);
    }

    private void text(String field, int index, String value) {
        row.startField(field, index);
        row.addBinary(Binary.fromString(value));
        row.endField(field, index);
    }

    private void number(String field, int index, long value) {
        row.startField(field, index);
        row.addLong(value);
        row.endField(field, index);
    }

    private void integer(String field, int index, int value) {
        row.startField(field, index);
        row.addInteger(value);
        row.endField(field, index);
    }

    private void flag(String field, int index, boolean value) {
        row.startField(field, index);
        row.addBoolean(value);
        row.endField(field, index);
    }
}
