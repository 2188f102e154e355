package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.parquet.JsonRecordMaterializer.BadText;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** Writes a Parquet LIST as a JSON array, and a MAP as an object where its keys are strings, else as an array of keys and values. */
final class JsonContainer extends GroupConverter {

    private final JsonText target;
    private final boolean repeated;
    private final byte open;
    private final byte close;
    private final JsonText entries = new JsonText();
    private final Converter entry;

    private JsonContainer(
            JsonText target, boolean repeated, boolean object, Type entry, JsonGroup.Form form, BadText badText) {
        this.target = target;
        this.repeated = repeated;
        this.open = (byte) (object ? '{' : '[');
        this.close = (byte) (object ? '}' : ']');
        this.entry = form == JsonGroup.Form.OBJECT
                ? JsonField.converter(entry, entries, true, badText)
                : new JsonGroup(entry.asGroupType(), entries, form, true, badText);
    }

    /** Whether the group is a list or a map, and well-formed as one. */
    static boolean fits(GroupType type) {
        boolean annotated = type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation || isMap(type);
        return annotated
                && type.getFieldCount() == 1
                && type.getType(0).isRepetition(Type.Repetition.REPEATED)
                && (!isMap(type) || isEntry(type.getType(0)));
    }

    static JsonContainer of(GroupType type, JsonText target, boolean repeated, BadText badText) {
        Type entry = type.getType(0);
        if (isMap(type)) {
            boolean named = isText(entry.asGroupType().getType(0));
            JsonGroup.Form form = named ? JsonGroup.Form.MEMBER : JsonGroup.Form.OBJECT;
            return new JsonContainer(target, repeated, named, entry, form, badText);
        }
        JsonGroup.Form form = wrapsElement(type, entry) ? JsonGroup.Form.UNWRAPPED : JsonGroup.Form.OBJECT;
        return new JsonContainer(target, repeated, false, entry, form, badText);
    }

    @Override
    public Converter getConverter(int index) {
        return entry;
    }

    @Override
    public void start() {
        entries.clear();
    }

    @Override
    public void end() {
        if (repeated && target.length() > 0) {
            target.raw((byte) ',');
        }
        target.raw(open).raw(entries.bytes(), 0, entries.length()).raw(close);
    }

    private static boolean isMap(GroupType type) {
        return type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation;
    }

    private static boolean isEntry(Type type) {
        return !type.isPrimitive() && type.asGroupType().getFieldCount() == 2;
    }

    /** A member's name has to be there. */
    private static boolean isText(Type key) {
        return key.isPrimitive()
                && key.isRepetition(Type.Repetition.REQUIRED)
                && key.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation;
    }

    /** Whether the repeated group only wraps the element (three levels), by the rules of the format for older files. */
    private static boolean wrapsElement(GroupType list, Type entry) {
        if (entry.isPrimitive() || entry.asGroupType().getFieldCount() != 1) {
            return false;
        }
        boolean container = !entry.isPrimitive() && fits(entry.asGroupType());
        return !container
                && !entry.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)
                && !entry.getName().equals("array")
                && !entry.getName().equals(list.getName() + "_tuple");
    }
}
