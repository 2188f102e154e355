package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Sheet;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** How a file's records are put together from its columns. */
final class RecordForm {

    private final Sheet sheet;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final Field root;

    RecordForm(MessageType schema, Sheet sheet) {
        this.sheet = sheet;
        this.root = struct(schema, 0, 0, StructField.Form.OBJECT);
    }

    /** The leaves, in the schema's order. */
    List<Column> columns() {
        return columns;
    }

    /** Writes the next record. */
    void write() {
        sheet.begin();
        root.check(0);
        root.write();
        sheet.isOver();
    }

    /** A type whose parents have these maximal levels. */
    private Field field(Type type, int repetition, int definition) {
        enter(type);
        Field field = switch (type.getRepetition()) {
            case REQUIRED -> once(type, repetition, definition);
            case OPTIONAL -> {
                Field there = once(type, repetition, definition + 1);
                yield type.isPrimitive() ? there : new NullableField(sheet, there, definition + 1);
            }
            case REPEATED ->
                new ArrayField(
                        sheet, once(type, repetition + 1, definition + 1), repetition + 1, definition + 1, false);
        };
        leave();
        return field;
    }

    private Field once(Type type, int repetition, int definition) {
        if (type.isPrimitive()) {
            return leaf(type.asPrimitiveType(), repetition, definition);
        }
        GroupType group = type.asGroupType();
        if (Shapes.isVariant(group)) {
            return new VariantField(group, sheet, this, repetition, definition);
        }
        if (Shapes.isMap(group)) {
            boolean named = Shapes.hasNames(group);
            return entries(
                    group, repetition, definition, named ? StructField.Form.MEMBER : StructField.Form.OBJECT, named);
        }
        if (Shapes.isList(group)) {
            StructField.Form form = Shapes.wrapsElement(group) ? StructField.Form.UNWRAPPED : StructField.Form.OBJECT;
            return entries(group, repetition, definition, form, false);
        }
        return struct(group, repetition, definition, StructField.Form.OBJECT);
    }

    /** The repeated field within a list or map. */
    private Field entries(GroupType group, int repetition, int definition, StructField.Form form, boolean object) {
        Type entry = group.getType(0);
        enter(entry);
        Field element = form == StructField.Form.OBJECT
                ? once(entry, repetition + 1, definition + 1)
                : struct(entry.asGroupType(), repetition + 1, definition + 1, form);
        leave();
        return new ArrayField(sheet, element, repetition + 1, definition + 1, object);
    }

    private StructField struct(GroupType group, int repetition, int definition, StructField.Form form) {
        List<Field> fields = group.getFields().stream()
                .map(type -> field(type, repetition, definition))
                .toList();
        return new StructField(
                sheet, form, group.getFields().stream().map(Type::getName).toList(), fields);
    }

    private Field leaf(PrimitiveType type, int repetition, int definition) {
        Column column = column(type, repetition, definition, new ValueWriter(type, sheet));
        return new ValueField(column, sheet, definition - (type.isRepetition(Type.Repetition.OPTIONAL) ? 1 : 0));
    }

    /** Makes the column of the leaf that is being looked at. */
    Column column(PrimitiveType type, int repetition, int definition, PrimitiveConverter converter) {
        ColumnDescriptor descriptor = new ColumnDescriptor(path.toArray(String[]::new), type, repetition, definition);
        Column column = new Column(descriptor, converter);
        columns.add(column);
        return column;
    }

    /** Looks at a field, and at what is in it until it is left. */
    void enter(Type type) {
        path.add(type.getName());
    }

    void leave() {
        path.remove(path.size() - 1);
    }
}
