package dev.scout.loader.delta;

import dev.scout.loader.source.FileSchema;
import dev.scout.loader.source.parquet.TableColumn;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FieldMetadata;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import io.delta.kernel.types.VariantType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** The columns of a table, as its data files are read by them. */
final class TableColumns {

    private static final String PHYSICAL_NAME = "delta.columnMapping.physicalName";
    private static final String ID = "delta.columnMapping.id";

    private final StructType schema;
    private final Mapping mapping;
    private final List<String> partitionColumns;

    /** How a column is found in a file: {@code delta.columnMapping.mode}. */
    enum Mapping {
        NONE,
        NAME,
        ID;

        static Mapping of(@Nullable String mode) {
            return mode == null ? NONE : valueOf(mode.toUpperCase(java.util.Locale.ROOT));
        }
    }

    TableColumns(StructType schema, Mapping mapping, List<String> partitionColumns) {
        this.schema = schema;
        this.mapping = mapping;
        this.partitionColumns = partitionColumns;
    }

    /** The columns of a file that calls them what the schema calls them. */
    static List<TableColumn> asStored(StructType schema) {
        return new TableColumns(schema, Mapping.NONE, List.of()).ofFile(Map.of());
    }

    /**
     * The columns for one data file.
     *
     * @param partitionValues by the names in storage; a missing one is null
     */
    List<TableColumn> ofFile(Map<String, String> partitionValues) {
        List<TableColumn> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            boolean isPartition = partitionColumns.stream().anyMatch(name -> name.equalsIgnoreCase(field.getName()));
            columns.add(
                    isPartition
                            ? constant(field, PartitionValue.json(field.getDataType(), value(partitionValues, field)))
                            : column(field));
        }
        return columns;
    }

    private @Nullable String value(Map<String, String> partitionValues, StructField field) {
        String value = partitionValues.get(storedName(field));
        return value == null ? partitionValues.get(field.getName()) : value;
    }

    private static TableColumn constant(StructField field, byte[] json) {
        return new TableColumn(field.getName(), field.getName(), TableColumn.NO_ID, null, false, List.of(), json);
    }

    private TableColumn column(StructField field) {
        FieldMetadata metadata = field.getMetadata();
        int id = mapping == Mapping.ID && metadata.contains(ID)
                ? metadata.getLong(ID).intValue()
                : TableColumn.NO_ID;
        return column(field.getName(), storedName(field), id, field.getDataType());
    }

    private String storedName(StructField field) {
        FieldMetadata metadata = field.getMetadata();
        return mapping != Mapping.NONE && metadata.contains(PHYSICAL_NAME)
                ? metadata.getString(PHYSICAL_NAME)
                : field.getName();
    }

    private TableColumn column(String name, String storedName, int id, DataType type) {
        return new TableColumn(name, storedName, id, value(type), type instanceof VariantType, parts(type), null);
    }

    private List<TableColumn> parts(DataType type) {
        if (type instanceof StructType struct) {
            return struct.fields().stream().map(this::column).toList();
        }
        if (type instanceof ArrayType array) {
            return List.of(part("element", array.getElementType()));
        }
        if (type instanceof MapType map) {
            return List.of(part("key", map.getKeyType()), part("value", map.getValueType()));
        }
        return List.of();
    }

    private TableColumn part(String name, DataType type) {
        return column(name, name, TableColumn.NO_ID, type);
    }

    /** What a single value means where the file could say less, or something narrower. */
    private static @Nullable PrimitiveType value(DataType type) {
        if (type instanceof StringType) {
            return meaning(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
        }
        if (type instanceof TimestampType) {
            return meaning(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS));
        }
        if (type instanceof TimestampNTZType) {
            return meaning(PrimitiveTypeName.INT64, LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
        }
        if (type instanceof DecimalType decimal) {
            return meaning(
                    PrimitiveTypeName.BINARY,
                    LogicalTypeAnnotation.decimalType(decimal.getScale(), decimal.getPrecision()));
        }
        return type instanceof DoubleType ? meaning(PrimitiveTypeName.DOUBLE, null) : null;
    }

    private static PrimitiveType meaning(PrimitiveTypeName primitive, @Nullable LogicalTypeAnnotation annotation) {
        return Types.optional(primitive).as(annotation).named("value");
    }

    /** What the table states about its columns, for the ledger. */
    FileSchema describe() {
        FileSchema described = new FileSchema();
        schema.fields().forEach(field -> described.column(field.getName(), describe(field.getDataType())));
        return described;
    }

    private static String describe(DataType type) {
        if (type instanceof StructType struct) {
            return FileSchema.struct(struct.fields().stream()
                    .map(field -> new FileSchema.Field(field.getName(), describe(field.getDataType())))
                    .toList());
        }
        if (type instanceof ArrayType array) {
            return FileSchema.list(describe(array.getElementType()));
        }
        if (type instanceof MapType map) {
            return FileSchema.map(describe(map.getKeyType()), describe(map.getValueType()));
        }
        if (type instanceof DecimalType decimal) {
            return FileSchema.decimal(decimal.getPrecision(), decimal.getScale());
        }
        if (type instanceof TimestampType || type instanceof TimestampNTZType) {
            return FileSchema.timestamp("micros", type instanceof TimestampType);
        }
        if (type instanceof ByteType) {
            return "int8";
        }
        if (type instanceof ShortType) {
            return "int16";
        }
        if (type instanceof IntegerType) {
            return "int32";
        }
        if (type instanceof LongType) {
            return "int64";
        }
        return type instanceof BinaryType ? "bytes" : type.toString();
    }
}
