package dev.scout.loader.source.parquet;

import static dev.scout.loader.source.FileSchema.decimal;
import static dev.scout.loader.source.FileSchema.fixed;
import static dev.scout.loader.source.FileSchema.list;
import static dev.scout.loader.source.FileSchema.map;
import static dev.scout.loader.source.FileSchema.struct;
import static dev.scout.loader.source.FileSchema.time;
import static dev.scout.loader.source.FileSchema.timestamp;
import static dev.scout.loader.source.FileSchema.with;

import dev.scout.loader.source.FileSchema;
import java.util.Locale;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.BsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeographyLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.GeometryLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** How the ledger names the types of Parquet columns. */
final class TypeNames implements LogicalTypeAnnotation.LogicalTypeAnnotationVisitor<String> {

    private static final TypeNames ANNOTATIONS = new TypeNames();

    private TypeNames() {}

    static String of(Type type) {
        String once = type.isPrimitive() ? primitive(type.asPrimitiveType()) : group(type.asGroupType());
        return type.isRepetition(Type.Repetition.REPEATED) ? list(once) : once;
    }

    private static String once(Type type) {
        return type.isPrimitive() ? primitive(type.asPrimitiveType()) : group(type.asGroupType());
    }

    private static String group(GroupType type) {
        if (Shapes.isVariant(type)) {
            return "variant";
        }
        if (Shapes.isMap(type)) {
            GroupType entry = type.getType(0).asGroupType();
            return map(of(entry.getType(0)), entry.getFieldCount() > 1 ? of(entry.getType(1)) : "null");
        }
        if (Shapes.isList(type)) {
            Type entry = type.getType(0);
            return list(Shapes.wrapsElement(type) ? of(entry.asGroupType().getType(0)) : once(entry));
        }
        return struct(type.getFields().stream()
                .map(field -> new FileSchema.Field(field.getName(), of(field)))
                .toList());
    }

    private static String primitive(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        return Optional.ofNullable(meaning)
                .flatMap(known -> known.accept(ANNOTATIONS))
                .orElseGet(() -> physical(type));
    }

    private static String physical(PrimitiveType type) {
        return switch (type.getPrimitiveTypeName()) {
            case BINARY -> "bytes";
            case FIXED_LEN_BYTE_ARRAY -> fixed(type.getTypeLength());
            case INT96 -> "timestamp(nanos, UTC, int96)";
            default -> type.getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
        };
    }

    @Override
    public Optional<String> visit(StringLogicalTypeAnnotation type) {
        return Optional.of("string");
    }

    @Override
    public Optional<String> visit(EnumLogicalTypeAnnotation type) {
        return Optional.of("enum");
    }

    @Override
    public Optional<String> visit(JsonLogicalTypeAnnotation type) {
        return Optional.of("json");
    }

    @Override
    public Optional<String> visit(BsonLogicalTypeAnnotation type) {
        return Optional.of("bson");
    }

    @Override
    public Optional<String> visit(DecimalLogicalTypeAnnotation type) {
        return Optional.of(decimal(type.getPrecision(), type.getScale()));
    }

    @Override
    public Optional<String> visit(DateLogicalTypeAnnotation type) {
        return Optional.of("date");
    }

    @Override
    public Optional<String> visit(TimeLogicalTypeAnnotation type) {
        return Optional.of(time(type.getUnit().name().toLowerCase(Locale.ROOT), type.isAdjustedToUTC()));
    }

    @Override
    public Optional<String> visit(TimestampLogicalTypeAnnotation type) {
        return Optional.of(timestamp(type.getUnit().name().toLowerCase(Locale.ROOT), type.isAdjustedToUTC()));
    }

    @Override
    public Optional<String> visit(IntLogicalTypeAnnotation type) {
        return Optional.of((type.isSigned() ? "int" : "uint") + type.getBitWidth());
    }

    @Override
    public Optional<String> visit(UUIDLogicalTypeAnnotation type) {
        return Optional.of("uuid");
    }

    @Override
    public Optional<String> visit(IntervalLogicalTypeAnnotation type) {
        return Optional.of("interval");
    }

    @Override
    public Optional<String> visit(Float16LogicalTypeAnnotation type) {
        return Optional.of("float16");
    }

    @Override
    public Optional<String> visit(UnknownLogicalTypeAnnotation type) {
        return Optional.of("null");
    }

    @Override
    public Optional<String> visit(GeometryLogicalTypeAnnotation type) {
        return Optional.of(with("geometry", type.getCrs()));
    }

    @Override
    public Optional<String> visit(GeographyLogicalTypeAnnotation type) {
        String algorithm = type.getAlgorithm() == null ? null : String.valueOf(type.getAlgorithm());
        String crs = type.getCrs();
        return Optional.of(with("geography", crs == null || algorithm == null ? crs : crs + ", " + algorithm));
    }
}
