package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Sheet;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group with the members that a table wants of it. One column of the file at least is read, since it tells where the groups are. */
final class TableField implements Field {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final Sheet sheet;
    private final byte[][] labels;
    private final byte[][] constants;
    private final @Nullable Field[] fields;
    private final @Nullable Field hidden;
    private final Field first;

    /**
     * @param columns the members
     * @param fields where they come from; null for those that the file lacks
     * @param hidden read and left out, where the file has none of the members
     */
    TableField(Sheet sheet, List<TableColumn> columns, @Nullable Field[] fields, @Nullable Field hidden) {
        this.sheet = sheet;
        this.fields = fields;
        this.hidden = hidden;
        this.labels = columns.stream().map(column -> label(column.name())).toArray(byte[][]::new);
        this.constants = columns.stream()
                .map(column -> column.constant() == null ? NULL : column.constant())
                .toArray(byte[][]::new);
        this.first = first(fields, hidden);
    }

    private static Field first(@Nullable Field[] fields, @Nullable Field hidden) {
        for (Field field : fields) {
            if (field != null) {
                return field;
            }
        }
        if (hidden == null) {
            throw DamageException.of("a group of it has no columns");
        }
        return hidden;
    }

    @Override
    public Column first() {
        return first.first();
    }

    @Override
    public void write() {
        JsonText text = sheet.text();
        text.raw((byte) '{');
        for (int i = 0; i < fields.length; i++) {
            if (i > 0) {
                text.raw((byte) ',');
            }
            text.raw(labels[i]);
            Field field = fields[i];
            if (field == null) {
                text.raw(constants[i]);
            } else {
                field.write();
            }
        }
        text.raw((byte) '}');
        if (hidden != null) {
            int length = text.length();
            hidden.write();
            text.cut(length);
        }
    }

    @Override
    public void pass(int definition) {
        for (Field field : fields) {
            if (field != null) {
                field.pass(definition);
            }
        }
        if (hidden != null) {
            hidden.pass(definition);
        }
    }

    @Override
    public void check(int repetition) {
        for (Field field : fields) {
            if (field != null) {
                field.check(repetition);
            }
        }
        if (hidden != null) {
            hidden.check(repetition);
        }
    }

    private static byte[] label(String name) {
        JsonText label = new JsonText().string(name).raw((byte) ':');
        return Arrays.copyOf(label.bytes(), label.length());
    }
}
