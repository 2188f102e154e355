package dev.scout.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** The types that columns of files have: how each is read from PostgreSQL as text, and what it is in Parquet. */
public enum ColumnType {
    TEXT("%s::text", PrimitiveTypeName.BINARY) {
        @Override
        @Nullable
        LogicalTypeAnnotation annotation(int scale) {
            return stringType();
        }

        @Override
        void write(RecordConsumer out, String value, int scale) {
            out.addBinary(Binary.fromString(value));
        }
    },
    BOOLEAN("%s::text", PrimitiveTypeName.BOOLEAN) {
        @Override
        void write(RecordConsumer out, String value, int scale) {
            out.addBoolean(Boolean.parseBoolean(value));
        }
    },
    INTEGER("%s::text", PrimitiveTypeName.INT32) {
        @Override
        void write(RecordConsumer out, String value, int scale) {
            out.addInteger(Integer.parseInt(value));
        }
    },
    BIGINT("%s::text", PrimitiveTypeName.INT64) {
        @Override
        void write(RecordConsumer out, String value, int scale) {
            out.addLong(Long.parseLong(value));
        }
    },
    DOUBLE("%s::text", PrimitiveTypeName.DOUBLE) {
        @Override
        void write(RecordConsumer out, String value, int scale) {
            out.addDouble(Double.parseDouble(value));
        }
    },
    NUMERIC("%s::text", PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
        @Override
        LogicalTypeAnnotation annotation(int scale) {
            return decimalType(scale, DECIMAL_PRECISION);
        }

        @Override
        void write(RecordConsumer out, String value, int scale) {
            BigDecimal exact = new BigDecimal(value).setScale(scale, RoundingMode.UNNECESSARY);
            if (exact.precision() > DECIMAL_PRECISION) {
                throw new NumberFormatException("more than " + DECIMAL_PRECISION + " digits at scale " + scale);
            }
            out.addBinary(Binary.fromConstantByteArray(bigEndian(exact.unscaledValue())));
        }
    },
    DATE("to_char(%s, 'FMYYYY-MM-DD')", PrimitiveTypeName.INT32) {
        @Override
        LogicalTypeAnnotation annotation(int scale) {
            return LogicalTypeAnnotation.dateType();
        }

        @Override
        void write(RecordConsumer out, String value, int scale) {
            out.addInteger(Math.toIntExact(LocalDate.parse(value).toEpochDay()));
        }
    },
    TIMESTAMP("to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", PrimitiveTypeName.INT64) {
        @Override
        LogicalTypeAnnotation annotation(int scale) {
            return timestampType(true, TimeUnit.MICROS);
        }

        @Override
        void write(RecordConsumer out, String value, int scale) {
            out.addLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value)));
        }
    },
    TEXT_LIST("to_json(%s)::text", PrimitiveTypeName.BINARY) {
        @Override
        Type parquetType(String column, int scale) {
            return Types.optionalList()
                    .optionalElement(PrimitiveTypeName.BINARY)
                    .as(stringType())
                    .named(column);
        }

        @Override
        void write(RecordConsumer out, String value, int scale) {
            TextList.write(out, value);
        }
    };

    /** Digits that a numeric column has room for, decimals included. */
    public static final int DECIMAL_PRECISION = 38;

    private static final int DECIMAL_BYTES = 16;

    private final String textOf;
    private final PrimitiveTypeName primitive;

    ColumnType(String textOf, PrimitiveTypeName primitive) {
        this.textOf = textOf;
        this.primitive = primitive;
    }

    /** The type for one of PostgreSQL's, by its internal name; null where there is none. */
    public static @Nullable ColumnType of(String typeName) {
        return switch (typeName) {
            case "text", "varchar", "bpchar", "uuid", "json", "jsonb" -> TEXT;
            case "bool" -> BOOLEAN;
            case "int2", "int4" -> INTEGER;
            case "int8" -> BIGINT;
            case "float4", "float8" -> DOUBLE;
            case "numeric" -> NUMERIC;
            case "date" -> DATE;
            case "timestamptz" -> TIMESTAMP;
            case "_text" -> TEXT_LIST;
            default -> null;
        };
    }

    /** The SQL expression for a column's value as text. */
    public String textOf(String quotedColumn) {
        return textOf.formatted(quotedColumn);
    }

    Type parquetType(String column, int scale) {
        Types.PrimitiveBuilder<PrimitiveType> type = Types.optional(primitive).as(annotation(scale));
        return (this == NUMERIC ? type.length(DECIMAL_BYTES) : type).named(column);
    }

    @Nullable
    LogicalTypeAnnotation annotation(int scale) {
        return null;
    }

    /**
     * Writes a value into Parquet.
     *
     * @throws RuntimeException where the type can't hold it
     */
    abstract void write(RecordConsumer out, String value, int scale);

    private static byte[] bigEndian(BigInteger value) {
        byte[] bytes = new byte[DECIMAL_BYTES];
        byte[] significant = value.toByteArray();
        Arrays.fill(bytes, value.signum() < 0 ? (byte) -1 : 0);
        System.arraycopy(significant, 0, bytes, DECIMAL_BYTES - significant.length, significant.length);
        return bytes;
    }
}
