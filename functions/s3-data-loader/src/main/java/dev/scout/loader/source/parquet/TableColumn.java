package dev.scout.loader.source.parquet;

import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table whose files are Parquet: the table says what it is called and what it means; a file may lack it, have it under another
 * name, or have it in a narrower type.
 *
 * @param name in the record
 * @param storedName in the file
 * @param storedId by which it is found in the file instead; {@link #NO_ID} where the name decides
 * @param value what its single values mean; null where they are as the file says, or it is none that has single values
 * @param isVariant whether the group that it is in the file holds a value of any type
 * @param parts the fields of a struct; the element of a list; the key and the value of a map
 * @param constant what it is in every record, as JSON; null where the file says it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record TableColumn(
        String name,
        String storedName,
        int storedId,
        @Nullable PrimitiveType value,
        boolean isVariant,
        List<TableColumn> parts,
        byte @Nullable [] constant) {

    public static final int NO_ID = -1;

    /** The column's field in a group of the file; null where it has none. */
    @Nullable
    Type in(GroupType group) {
        if (constant != null) {
            return null;
        }
        if (storedId == NO_ID) {
            return group.containsField(storedName) ? group.getType(storedName) : null;
        }
        for (Type field : group.getFields()) {
            if (field.getId() != null && field.getId().intValue() == storedId) {
                return field;
            }
        }
        return null;
    }

    /** A part, where there are so many. */
    static @Nullable TableColumn part(@Nullable TableColumn column, int part) {
        return column == null || part >= column.parts.size() ? null : column.parts.get(part);
    }
}
