package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.parquet.JsonRecordMaterializer.BadText;
import java.util.Arrays;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.schema.Type;

/**
 * A field of a Parquet group on its way into JSON.
 *
 * @param label the member's name as JSON, with its colon
 * @param repeated whether the field is an array by itself, not being inside a LIST
 * @param text what the converter has written of the value: nothing where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record JsonField(byte[] label, boolean repeated, JsonText text, Converter converter) {

    static JsonField of(Type type, BadText badText) {
        JsonText label = new JsonText().string(type.getName()).raw((byte) ':');
        JsonText text = new JsonText();
        boolean repeated = type.isRepetition(Type.Repetition.REPEATED);
        return new JsonField(
                Arrays.copyOf(label.bytes(), label.length()), repeated, text, converter(type, text, repeated, badText));
    }

    /** What writes values of the type into the target, with commas between them where it is repeated. */
    static Converter converter(Type type, JsonText target, boolean repeated, BadText badText) {
        if (type.isPrimitive()) {
            return new JsonPrimitive(type.asPrimitiveType(), target, repeated, badText);
        }
        return JsonContainer.fits(type.asGroupType())
                ? JsonContainer.of(type.asGroupType(), target, repeated, badText)
                : new JsonGroup(type.asGroupType(), target, JsonGroup.Form.OBJECT, repeated, badText);
    }

    /** Writes the value. */
    void write(JsonText target) {
        if (repeated) {
            target.raw((byte) '[').raw(text.bytes(), 0, text.length()).raw((byte) ']');
        } else if (text.length() == 0) {
            target.ascii("null");
        } else {
            target.raw(text.bytes(), 0, text.length());
        }
    }
}
