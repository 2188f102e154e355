package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Utf8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a Parquet column look in JSON: numbers with every digit, text as a string, dates and times in ISO 8601 (with Z where
 * they are instants), other bytes in base64, NaN and infinities as strings.
 */
final class ParquetValues {

    private static final long SECONDS_PER_DAY = 86_400;
    private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PrimitiveTypeName primitive;
    private final @Nullable LogicalTypeAnnotation meaning;

    private ParquetValues(PrimitiveTypeName primitive, @Nullable LogicalTypeAnnotation meaning) {
        this.primitive = primitive;
        this.meaning = meaning;
    }

    static ParquetValues of(PrimitiveType type) {
        return new ParquetValues(type.getPrimitiveTypeName(), type.getLogicalTypeAnnotation());
    }

    static void write(boolean value, JsonText target) {
        target.ascii(value ? "true" : "false");
    }

    static void write(double value, JsonText target) {
        number(Double.toString(value), Double.isFinite(value), target);
    }

    static void write(float value, JsonText target) {
        number(Float.toString(value), Float.isFinite(value), target);
    }

    void write(int value, JsonText target) {
        if (meaning == null) {
            target.ascii(Integer.toString(value));
        } else if (meaning instanceof DateLogicalTypeAnnotation) {
            quoted(LocalDate.ofEpochDay(value).toString(), target);
        } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
            time(value, time, target);
        } else if (meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            target.ascii(Integer.toUnsignedString(value));
        } else if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            target.ascii(BigDecimal.valueOf(value, decimal.getScale()).toPlainString());
        } else {
            target.ascii(Integer.toString(value));
        }
    }

    void write(long value, JsonText target) {
        if (meaning == null) {
            target.ascii(Long.toString(value));
        } else if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
            timestamp(value, timestamp, target);
        } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
            time(value, time, target);
        } else if (meaning instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
            target.ascii(Long.toUnsignedString(value));
        } else if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            target.ascii(BigDecimal.valueOf(value, decimal.getScale()).toPlainString());
        } else {
            target.ascii(Long.toString(value));
        }
    }

    /** Writes bytes; false where they should be text and are not UTF-8 (then they are written in base64). */
    boolean write(Binary value, JsonText target) {
        byte[] bytes = value.getBytesUnsafe();
        if (meaning instanceof StringLogicalTypeAnnotation
                || meaning instanceof EnumLogicalTypeAnnotation
                || meaning instanceof JsonLogicalTypeAnnotation) {
            return text(bytes, target);
        }
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            BigInteger unscaled = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
            target.ascii(new BigDecimal(unscaled, decimal.getScale()).toPlainString());
        } else if (meaning instanceof UUIDLogicalTypeAnnotation) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            quoted(new UUID(halves.getLong(), halves.getLong()).toString(), target);
        } else if (meaning instanceof Float16LogicalTypeAnnotation) {
            write(float16(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort()), target);
        } else if (primitive == PrimitiveTypeName.INT96) {
            int96(bytes, target);
        } else {
            quoted(Base64.getEncoder().encodeToString(bytes), target);
        }
        return true;
    }

    private static boolean text(byte[] bytes, JsonText target) {
        if (!Utf8.isValid(bytes, 0, bytes.length)) {
            quoted(Base64.getEncoder().encodeToString(bytes), target);
            return false;
        }
        target.raw((byte) '"');
        target.utf8(bytes, 0, bytes.length);
        target.raw((byte) '"');
        return true;
    }

    private static void timestamp(long value, TimestampLogicalTypeAnnotation type, JsonText target) {
        Instant instant = instant(value, type.getUnit());
        if (type.isAdjustedToUTC()) {
            quoted(instant.toString(), target);
        } else {
            LocalDateTime local =
                    LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
            quoted(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local), target);
        }
    }

    private static Instant instant(long value, TimeUnit unit) {
        long perSecond = perSecond(unit);
        return Instant.ofEpochSecond(
                Math.floorDiv(value, perSecond), Math.floorMod(value, perSecond) * (NANOS_PER_SECOND / perSecond));
    }

    private static void time(long value, TimeLogicalTypeAnnotation type, JsonText target) {
        if (value < 0 || value >= SECONDS_PER_DAY * perSecond(type.getUnit())) {
            target.ascii(Long.toString(value)); // No time of a day, but what is there.
            return;
        }
        LocalTime time = LocalTime.ofNanoOfDay(value * (NANOS_PER_SECOND / perSecond(type.getUnit())));
        quoted(DateTimeFormatter.ISO_LOCAL_TIME.format(time) + (type.isAdjustedToUTC() ? "Z" : ""), target);
    }

    private static long perSecond(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> 1_000;
            case MICROS -> 1_000_000;
            case NANOS -> NANOS_PER_SECOND;
        };
    }

    /** An old form of timestamp: nanoseconds of the day, then the Julian day; an instant. */
    private static void int96(byte[] bytes, JsonText target) {
        ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long nanosOfDay = parts.getLong();
        long day = parts.getInt() - (long) JULIAN_DAY_OF_EPOCH;
        quoted(Instant.ofEpochSecond(day * SECONDS_PER_DAY, nanosOfDay).toString(), target);
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

    private static void number(String text, boolean finite, JsonText target) {
        if (finite) {
            target.ascii(text);
        } else {
            quoted(text, target);
        }
    }

    private static void quoted(String text, JsonText target) {
        target.raw((byte) '"').ascii(text).raw((byte) '"');
    }
}
