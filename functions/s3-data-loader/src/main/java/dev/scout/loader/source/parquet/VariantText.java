package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import dev.scout.loader.source.Sheet;
import java.nio.ByteBuffer;
import org.apache.parquet.variant.Variant;

/** Writes variants as JSON: what JSON has as it is, the rest as other columns have it. */
final class VariantText {

    private static final int MICROS = 1_000_000;
    private static final int NANOS = 1_000_000_000;

    private VariantText() {}

    static void write(Variant value, Sheet sheet) {
        if (!sheet.fits(0)) {
            return;
        }
        JsonText text = sheet.text();
        switch (value.getType()) {
            case OBJECT -> object(value, sheet);
            case ARRAY -> array(value, sheet);
            case NULL -> text.ascii("null");
            case BOOLEAN -> JsonValues.logical(value.getBoolean(), text);
            case BYTE, SHORT, INT, LONG -> JsonValues.integer(value.getLong(), text);
            case STRING -> text.string(value.getString());
            case DOUBLE -> sheet.values().real(value.getDouble(), text);
            case FLOAT -> sheet.values().real(value.getFloat(), text);
            case DECIMAL4, DECIMAL8, DECIMAL16 -> JsonValues.decimal(value.getDecimal(), text);
            case DATE -> JsonValues.date(value.getInt(), text);
            case TIME -> JsonValues.time(value.getLong(), MICROS, false, text);
            case TIMESTAMP_TZ -> JsonValues.timestamp(value.getLong(), MICROS, true, text);
            case TIMESTAMP_NTZ -> JsonValues.timestamp(value.getLong(), MICROS, false, text);
            case TIMESTAMP_NANOS_TZ -> JsonValues.timestamp(value.getLong(), NANOS, true, text);
            case TIMESTAMP_NANOS_NTZ -> JsonValues.timestamp(value.getLong(), NANOS, false, text);
            case BINARY -> bytes(value.getBinary(), text);
            case UUID -> JsonValues.quoted(value.getUUID().toString(), text);
        }
    }

    private static void object(Variant value, Sheet sheet) {
        JsonText text = sheet.text();
        text.raw((byte) '{');
        for (int i = 0, count = value.numObjectElements(); i < count && sheet.fits(0); i++) {
            Variant.ObjectField field = value.getFieldAtIndex(i);
            if (i > 0) {
                text.raw((byte) ',');
            }
            text.string(field.key).raw((byte) ':');
            write(field.value, sheet);
        }
        text.raw((byte) '}');
    }

    private static void array(Variant value, Sheet sheet) {
        JsonText text = sheet.text();
        text.raw((byte) '[');
        for (int i = 0, count = value.numArrayElements(); i < count && sheet.fits(0); i++) {
            if (i > 0) {
                text.raw((byte) ',');
            }
            write(value.getElementAtIndex(i), sheet);
        }
        text.raw((byte) ']');
    }

    private static void bytes(ByteBuffer value, JsonText text) {
        byte[] copy = new byte[value.remaining()];
        value.duplicate().get(copy);
        JsonValues.bytes(copy, 0, copy.length, text);
    }
}
