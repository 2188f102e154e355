package dev.scout.loader.source.parquet;

import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;

/** Which groups are lists, maps and variants, by the format's rules for files of all ages. */
final class Shapes {

    private Shapes() {}

    /** A list: a group around one repeated field. */
    static boolean isList(GroupType type) {
        return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation && hasEntries(type);
    }

    /** Whether the list's repeated group only wraps the element (three levels), and is not the element itself (two). */
    static boolean wrapsElement(GroupType list) {
        Type entry = list.getType(0);
        if (entry.isPrimitive() || entry.asGroupType().getFieldCount() != 1) {
            return false;
        }
        GroupType group = entry.asGroupType();
        return !isList(group)
                && !isMap(group)
                && !group.getType(0).isRepetition(Type.Repetition.REPEATED)
                && !group.getName().equals("array")
                && !group.getName().equals(list.getName() + "_tuple");
    }

    /** A map: a group around repeated keys and values; where there are only keys, each has no value. */
    static boolean isMap(GroupType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        boolean annotated = meaning instanceof MapLogicalTypeAnnotation
                // Old files have the one in place of the other.
                || (meaning instanceof MapKeyValueTypeAnnotation && !type.isRepetition(Type.Repetition.REPEATED));
        if (!annotated || !hasEntries(type) || type.getType(0).isPrimitive()) {
            return false;
        }
        GroupType entry = type.getType(0).asGroupType();
        return entry.getFieldCount() == 1 || entry.getFieldCount() == 2;
    }

    /** Whether the map's keys can be the names of an object's members: texts that are always there. */
    static boolean hasNames(GroupType map) {
        Type key = map.getType(0).asGroupType().getType(0);
        return key.isPrimitive()
                && key.isRepetition(Type.Repetition.REQUIRED)
                && key.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation;
    }

    /** A value of any type, in Parquet's own binary form. */
    static boolean isVariant(GroupType type) {
        return type.getLogicalTypeAnnotation() instanceof VariantLogicalTypeAnnotation
                && type.containsField("metadata")
                && (type.containsField("value") || type.containsField("typed_value"));
    }

    private static boolean hasEntries(GroupType type) {
        return type.getFieldCount() == 1 && type.getType(0).isRepetition(Type.Repetition.REPEATED);
    }
}
