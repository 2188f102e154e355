package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Sheet;
import java.util.Arrays;
import java.util.List;

/** A group that is there: an object, or what it only holds together. */
final class StructField implements Field {

    private final Sheet sheet;
    private final Form form;
    private final byte[][] labels;
    private final Field[] fields;

    /** What the group becomes. */
    enum Form {
        /** An object of its fields. */
        OBJECT,
        /** Its one field, as the group around the element of a list. */
        UNWRAPPED,
        /** A member named by the first field, as the entry of a map. */
        MEMBER
    }

    StructField(Sheet sheet, Form form, List<String> names, List<Field> fields) {
        this.sheet = sheet;
        this.form = form;
        this.labels = names.stream().map(StructField::label).toArray(byte[][]::new);
        if (labels.length > 0) {
            labels[0][0] = '{';
        }
        this.fields = fields.toArray(Field[]::new);
    }

    @Override
    public Column first() {
        return fields[0].first();
    }

    @Override
    public void write() {
        switch (form) {
            case OBJECT -> object();
            case UNWRAPPED -> fields[0].write();
            case MEMBER -> {
                fields[0].write();
                sheet.text().raw((byte) ':');
                if (fields.length > 1) {
                    fields[1].write();
                } else {
                    sheet.text().ascii("null");
                }
            }
        }
    }

    private void object() {
        JsonText text = sheet.text();
        for (int i = 0; i < fields.length; i++) {
            text.raw(labels[i]);
            fields[i].write();
        }
        if (fields.length == 0) {
            text.raw((byte) '{');
        }
        text.raw((byte) '}');
    }

    @Override
    public void pass(int definition) {
        for (Field field : fields) {
            field.pass(definition);
        }
    }

    @Override
    public void check(int repetition) {
        for (Field field : fields) {
            field.check(repetition);
        }
    }

    /** The member's name with what stands before and behind it. */
    private static byte[] label(String name) {
        JsonText label = new JsonText().raw((byte) ',').string(name).raw((byte) ':');
        return Arrays.copyOf(label.bytes(), label.length());
    }
}
