package dev.scout.loader.source.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A part of the schema whose values do not become JSON one by one, but go to Parquet's own converters. */
final class ConvertedField {

    private final Type.Repetition occurrence;
    private final int again;
    private final int there;
    private final @Nullable Column column;
    private final @Nullable GroupConverter converter;
    private final List<ConvertedField> fields;

    /**
     * @param repetition the maximal level of its parents
     * @param definition likewise
     */
    static ConvertedField of(RecordForm form, Type type, int repetition, int definition, Converter converter) {
        boolean repeated = type.isRepetition(Type.Repetition.REPEATED);
        int again = repetition + (repeated ? 1 : 0);
        int there = definition + (type.isRepetition(Type.Repetition.REQUIRED) ? 0 : 1);
        form.enter(type);
        ConvertedField field = type.isPrimitive()
                ? new ConvertedField(
                        type.getRepetition(),
                        again,
                        there,
                        form.column(type.asPrimitiveType(), again, there, converter.asPrimitiveConverter()),
                        null,
                        List.of())
                : new ConvertedField(
                        type.getRepetition(),
                        again,
                        there,
                        null,
                        converter.asGroupConverter(),
                        fields(form, type.asGroupType(), again, there, converter.asGroupConverter()));
        form.leave();
        return field;
    }

    private ConvertedField(
            Type.Repetition occurrence,
            int again,
            int there,
            @Nullable Column column,
            @Nullable GroupConverter converter,
            List<ConvertedField> fields) {
        this.occurrence = occurrence;
        this.again = again;
        this.there = there;
        this.column = column;
        this.converter = converter;
        this.fields = fields;
    }

    static List<ConvertedField> fields(
            RecordForm form, GroupType group, int repetition, int definition, GroupConverter converter) {
        List<ConvertedField> fields = new ArrayList<>();
        for (int i = 0; i < group.getFieldCount(); i++) {
            fields.add(of(form, group.getType(i), repetition, definition, converter.getConverter(i)));
        }
        return fields;
    }

    Column first() {
        return column == null ? fields.get(0).first() : column;
    }

    /** Hands over what stands at the current place, its parents being there, and passes over it. */
    void write() {
        int definition = first().definition();
        if (occurrence != Type.Repetition.REQUIRED && definition < there) {
            pass(definition);
            return;
        }
        once();
        while (occurrence == Type.Repetition.REPEATED && first().repetition() == again) {
            check(again);
            once();
        }
    }

    private void once() {
        if (column != null) {
            column.write();
        } else if (converter != null) {
            converter.start();
            fields.forEach(ConvertedField::write);
            converter.end();
        }
    }

    void pass(int definition) {
        if (column == null) {
            fields.forEach(field -> field.pass(definition));
            return;
        }
        if (column.definition() != definition) {
            throw column.damage(DamageException.of("its levels do not fit those of the columns beside it"));
        }
        column.pass();
    }

    void check(int repetition) {
        if (column == null) {
            fields.forEach(field -> field.check(repetition));
        } else if (column.repetition() != repetition) {
            throw column.damage(DamageException.of("it has more or fewer values than the columns beside it"));
        }
    }
}
