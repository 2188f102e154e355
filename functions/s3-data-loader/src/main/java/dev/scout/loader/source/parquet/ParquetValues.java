package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntervalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** How the values of one Parquet column look in JSON. */
final class ParquetValues {

    private static final long SECONDS_PER_DAY = 86_400;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long MICROS = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long LAST_DAY_IN_MICROS = Long.MAX_VALUE / (SECONDS_PER_DAY * MICROS);
    private static final int LONGEST_DECIMAL_BYTES = 4_096;

    private final Kind kind;
    private final JsonValues values;
    private final int scale;
    private final int unitsPerSecond;
    private final boolean instant;

    ParquetValues(PrimitiveType type, JsonValues values) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        this.kind = Kind.of(type.getPrimitiveTypeName(), meaning);
        this.values = values;
        this.scale = meaning instanceof DecimalLogicalTypeAnnotation decimal ? decimal.getScale() : 0;
        if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            this.unitsPerSecond = unitsPerSecond(timestamp.getUnit());
            this.instant = timestamp.isAdjustedToUTC();
        } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
            this.unitsPerSecond = unitsPerSecond(time.getUnit());
            this.instant = time.isAdjustedToUTC();
        } else {
            this.unitsPerSecond = 1;
            this.instant = false;
        }
    }

    /** Whether there may be NaN and infinities. */
    boolean mayBeNoNumber() {
        return kind == Kind.REAL || kind == Kind.FLOAT16;
    }

    void write(boolean value, JsonText target) {
        JsonValues.logical(value, target);
    }

    void write(double value, JsonText target) {
        values.real(value, target);
    }

    void write(float value, JsonText target) {
        values.real(value, target);
    }

    void write(int value, JsonText target) {
        if (kind == Kind.UNSIGNED) {
            JsonValues.integer(Integer.toUnsignedLong(value), target);
        } else {
            write((long) value, target);
        }
    }

    void write(long value, JsonText target) {
        switch (kind) {
            case DATE -> JsonValues.date(value, target);
            case TIME -> JsonValues.time(value, unitsPerSecond, instant, target);
            case TIMESTAMP -> JsonValues.timestamp(value, unitsPerSecond, instant, target);
            case UNSIGNED -> JsonValues.unsigned(value, target);
            case DECIMAL -> JsonValues.decimal(value, scale, target);
            default -> JsonValues.integer(value, target);
        }
    }

    /** Writes bytes; false where they should be text and are not UTF-8 (then they are written in base64). */
    boolean write(Binary value, JsonText target) {
        ByteBuffer bytes = value.toByteBuffer();
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            return write(bytes.array(), from, from + bytes.remaining(), target);
        }
        byte[] copy = value.getBytes();
        return write(copy, 0, copy.length, target);
    }

    private boolean write(byte[] bytes, int from, int to, JsonText target) {
        switch (kind) {
            case TEXT -> {
                return JsonValues.text(bytes, from, to, target);
            }
            case DECIMAL -> decimal(bytes, from, to, target);
            case UUID -> {
                ByteBuffer halves = ByteBuffer.wrap(bytes, from, to - from);
                JsonValues.quoted(new UUID(halves.getLong(), halves.getLong()).toString(), target);
            }
            case FLOAT16 -> values.real(float16(littleEndian(bytes, from, to).getShort()), target);
            case INT96 -> int96(littleEndian(bytes, from, to), target);
            case INTERVAL -> interval(littleEndian(bytes, from, to), target);
            default -> JsonValues.bytes(bytes, from, to, target);
        }
        return true;
    }

    private void decimal(byte[] bytes, int from, int to, JsonText target) {
        if (to - from > LONGEST_DECIMAL_BYTES) {
            throw new IllegalStateException("a decimal has " + (to - from) + " bytes");
        }
        BigInteger unscaled = from == to ? BigInteger.ZERO : new BigInteger(bytes, from, to - from);
        JsonValues.decimal(unscaled, scale, target);
    }

    /**
     * An old form of timestamp: nanoseconds of the day, then the Julian day; an instant. Spark makes it of microseconds in 64 bits and back,
     * with what overflows on the way; so a day that those can not hold stands for one on the other side.
     */
    private static void int96(ByteBuffer parts, JsonText target) {
        long nanosOfDay = parts.getLong();
        long day = parts.getInt() - (long) JULIAN_DAY_OF_EPOCH;
        if (Math.abs(day) > LAST_DAY_IN_MICROS) {
            long micros = day * SECONDS_PER_DAY * MICROS + Math.floorDiv(nanosOfDay, NANOS_PER_MICRO);
            JsonValues.timestamp(
                    Math.floorDiv(micros, MICROS),
                    Math.floorMod(micros, MICROS) * NANOS_PER_MICRO + Math.floorMod(nanosOfDay, NANOS_PER_MICRO),
                    true,
                    target);
        } else {
            JsonValues.timestamp(day * SECONDS_PER_DAY, nanosOfDay, true, target);
        }
    }

    private static void interval(ByteBuffer parts, JsonText target) {
        JsonValues.duration(
                Integer.toUnsignedLong(parts.getInt()),
                Integer.toUnsignedLong(parts.getInt()),
                Integer.toUnsignedLong(parts.getInt()),
                target);
    }

    private static ByteBuffer littleEndian(byte[] bytes, int from, int to) {
        return ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int unitsPerSecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> 1_000_000_000;
        };
    }

    private static float float16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    /** What the values mean. */
    private enum Kind {
        PLAIN,
        REAL,
        TEXT,
        UNSIGNED,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        UUID,
        FLOAT16,
        INTERVAL,
        INT96;

        static Kind of(PrimitiveTypeName primitive, @Nullable LogicalTypeAnnotation meaning) {
            if (meaning == null) {
                return switch (primitive) {
                    case FLOAT, DOUBLE -> REAL;
                    case INT96 -> INT96;
                    default -> PLAIN;
                };
            }
            if (meaning instanceof StringLogicalTypeAnnotation
                    || meaning instanceof EnumLogicalTypeAnnotation
                    || meaning instanceof JsonLogicalTypeAnnotation) {
                return TEXT;
            }
            if (meaning instanceof IntLogicalTypeAnnotation integer) {
                return integer.isSigned() ? PLAIN : UNSIGNED;
            }
            if (meaning instanceof DecimalLogicalTypeAnnotation) {
                return DECIMAL;
            }
            if (meaning instanceof DateLogicalTypeAnnotation) {
                return DATE;
            }
            if (meaning instanceof TimeLogicalTypeAnnotation) {
                return TIME;
            }
            if (meaning instanceof TimestampLogicalTypeAnnotation) {
                return TIMESTAMP;
            }
            if (meaning instanceof UUIDLogicalTypeAnnotation) {
                return UUID;
            }
            if (meaning instanceof Float16LogicalTypeAnnotation) {
                return FLOAT16;
            }
            if (meaning instanceof IntervalLogicalTypeAnnotation) {
                return INTERVAL;
            }
            return of(primitive, null);
        }
    }
}
