package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.parquet.JsonRecordMaterializer.BadText;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;

/**
 * Writes one Parquet group as JSON. Each of its fields writes into a text of its own, since Parquet tells of a field only where it has a
 * value; at the group's end they are put together, a missing one as null.
 */
final class JsonGroup extends GroupConverter {

    /** What a group becomes. */
    enum Form {
        /** The record itself. */
        ROOT,
        /** An object of its fields. */
        OBJECT,
        /** The entry of a LIST: the one field's value as it is. */
        UNWRAPPED,
        /** The entry of a MAP whose keys are strings: a member. */
        MEMBER
    }

    private final JsonText target;
    private final Form form;
    private final boolean repeated;
    private final JsonField[] fields;

    /**
     * @param repeated whether the target holds several of these, with commas between them
     */
    JsonGroup(GroupType type, JsonText target, Form form, boolean repeated, BadText badText) {
        this.target = target;
        this.form = form;
        this.repeated = repeated;
        this.fields = type.getFields().stream()
                .map(field -> JsonField.of(field, badText))
                .toArray(JsonField[]::new);
    }

    static JsonGroup root(GroupType schema, JsonText target, BadText badText) {
        return new JsonGroup(schema, target, Form.ROOT, false, badText);
    }

    @Override
    public Converter getConverter(int index) {
        return fields[index].converter();
    }

    @Override
    public void start() {
        if (form == Form.ROOT) {
            target.clear();
        }
        for (JsonField field : fields) {
            field.text().clear();
        }
    }

    @Override
    public void end() {
        if (repeated && target.length() > 0) {
            target.raw((byte) ',');
        }
        switch (form) {
            case UNWRAPPED -> fields[0].write(target);
            case MEMBER -> {
                fields[0].write(target);
                target.raw((byte) ':');
                fields[1].write(target);
            }
            case ROOT, OBJECT -> object();
        }
    }

    private void object() {
        target.raw((byte) '{');
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                target.raw((byte) ',');
            }
            target.raw(fields[i].label());
            fields[i].write(target);
        }
        target.raw((byte) '}');
    }
}
