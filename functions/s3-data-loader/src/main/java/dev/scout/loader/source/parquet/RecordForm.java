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
import org.jspecify.annotations.Nullable;

/** How a file's records are put together from its columns. */
final class RecordForm {

    private final Sheet sheet;
    private final List<Column> columns = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final @Nullable List<String> leaves;
    private final Field root;

    RecordForm(MessageType schema, Sheet sheet) {
        this.sheet = sheet;
        this.leaves = null;
        this.root = struct(schema, 0, 0, StructField.Form.OBJECT, null);
    }

    /** The records of a table, of which the file is one. */
    RecordForm(MessageType schema, Sheet sheet, List<TableColumn> table) {
        this.sheet = sheet;
        this.leaves = schema.getPaths().stream().map(RecordForm::leaf).toList();
        this.root = table(schema, 0, 0, table);
    }

    /** The leaves that are read. */
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
    private Field field(Type type, int repetition, int definition, @Nullable TableColumn wanted) {
        enter(type);
        Field field = switch (type.getRepetition()) {
            case REQUIRED -> once(type, repetition, definition, wanted);
            case OPTIONAL -> {
                Field there = once(type, repetition, definition + 1, wanted);
                yield type.isPrimitive() ? there : new NullableField(sheet, there, definition + 1);
            }
            case REPEATED ->
                new ArrayField(
                        sheet,
                        once(type, repetition + 1, definition + 1, TableColumn.part(wanted, 0)),
                        repetition + 1,
                        definition + 1,
                        false);
        };
        leave();
        return field;
    }

    private Field once(Type type, int repetition, int definition, @Nullable TableColumn wanted) {
        if (type.isPrimitive()) {
            return leaf(type.asPrimitiveType(), repetition, definition, wanted);
        }
        GroupType group = type.asGroupType();
        if (Shapes.isVariant(group) || (wanted != null && wanted.isVariant())) {
            return new VariantField(group, sheet, this, repetition, definition);
        }
        if (Shapes.isMap(group)) {
            boolean named = Shapes.hasNames(group);
            StructField.Form form = named ? StructField.Form.MEMBER : StructField.Form.OBJECT;
            return entries(group, repetition, definition, form, named, wanted);
        }
        if (Shapes.isList(group)) {
            StructField.Form form = Shapes.wrapsElement(group) ? StructField.Form.UNWRAPPED : StructField.Form.OBJECT;
            return entries(group, repetition, definition, form, false, wanted);
        }
        return wanted == null || wanted.parts().isEmpty()
                ? struct(group, repetition, definition, StructField.Form.OBJECT, null)
                : table(group, repetition, definition, wanted.parts());
    }

    /** The repeated field within a list or map. */
    private Field entries(
            GroupType group,
            int repetition,
            int definition,
            StructField.Form form,
            boolean object,
            @Nullable TableColumn wanted) {
        Type entry = group.getType(0);
        boolean isElement = form == StructField.Form.OBJECT && Shapes.isList(group);
        enter(entry);
        Field element = isElement
                ? once(entry, repetition + 1, definition + 1, TableColumn.part(wanted, 0))
                : struct(entry.asGroupType(), repetition + 1, definition + 1, form, wanted);
        leave();
        return new ArrayField(sheet, element, repetition + 1, definition + 1, object);
    }

    /** A group with all that the file has in it; what the parts of a table's column are belongs to its fields in their order. */
    private StructField struct(
            GroupType group, int repetition, int definition, StructField.Form form, @Nullable TableColumn wanted) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < group.getFieldCount(); i++) {
            fields.add(field(group.getType(i), repetition, definition, TableColumn.part(wanted, i)));
        }
        return new StructField(
                sheet, form, group.getFields().stream().map(Type::getName).toList(), fields);
    }

    /** A group with what a table wants of it. */
    private TableField table(GroupType group, int repetition, int definition, List<TableColumn> wanted) {
        @Nullable Field[] fields = new Field[wanted.size()];
        boolean none = true;
        for (int i = 0; i < fields.length; i++) {
            Type type = wanted.get(i).in(group);
            fields[i] = type == null ? null : field(type, repetition, definition, wanted.get(i));
            none &= type == null;
        }
        Field hidden = none ? field(group.getType(0), repetition, definition, null) : null;
        return new TableField(sheet, wanted, fields, hidden);
    }

    private Field leaf(PrimitiveType type, int repetition, int definition, @Nullable TableColumn wanted) {
        PrimitiveConverter converter = wanted == null || wanted.value() == null
                ? new ValueWriter(type, sheet)
                : WideningWriter.of(type, wanted.value(), sheet);
        Column column = column(type, repetition, definition, converter);
        return new ValueField(column, sheet, definition - (type.isRepetition(Type.Repetition.OPTIONAL) ? 1 : 0));
    }

    /** Makes the column of the leaf that is being looked at. */
    Column column(PrimitiveType type, int repetition, int definition, PrimitiveConverter converter) {
        ColumnDescriptor descriptor = new ColumnDescriptor(path.toArray(String[]::new), type, repetition, definition);
        int leaf = leaves == null ? columns.size() : leaves.indexOf(leaf(descriptor.getPath()));
        Column column = new Column(descriptor, leaf, converter);
        columns.add(column);
        return column;
    }

    private static String leaf(String[] path) {
        return String.join("\0", path);
    }

    /** Looks at a field, and at what is in it until it is left. */
    void enter(Type type) {
        path.add(type.getName());
    }

    void leave() {
        path.remove(path.size() - 1);
    }
}
