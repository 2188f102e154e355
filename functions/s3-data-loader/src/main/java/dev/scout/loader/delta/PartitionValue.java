package dev.scout.loader.delta;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import io.delta.kernel.types.BinaryType;
import io.delta.kernel.types.BooleanType;
import io.delta.kernel.types.ByteType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.DecimalType;
import io.delta.kernel.types.DoubleType;
import io.delta.kernel.types.FloatType;
import io.delta.kernel.types.IntegerType;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.ShortType;
import io.delta.kernel.types.TimestampNTZType;
import io.delta.kernel.types.TimestampType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The value of a partition column. The log has it as text; in a record it looks as if the data file had it. */
final class PartitionValue {

    private PartitionValue() {}

    /**
     * The value as JSON. A text that is none of the column's type stays a text.
     *
     * @param text null or empty is null
     */
    static byte[] json(DataType type, @Nullable String text) {
        JsonText json = new JsonText();
        if (text == null || text.isEmpty()) {
            json.ascii("null");
        } else {
            try {
                write(type, text, json);
            } catch (NumberFormatException | DateTimeException e) {
                json.clear();
                json.string(text);
            }
        }
        return Arrays.copyOf(json.bytes(), json.length());
    }

    private static void write(DataType type, String text, JsonText json) {
        if (type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType) {
            json.ascii(new BigInteger(text).toString());
        } else if (type instanceof DecimalType decimal) {
            BigDecimal value = new BigDecimal(text);
            JsonValues.decimal(value.scale() < decimal.getScale() ? value.setScale(decimal.getScale()) : value, json);
        } else if (type instanceof DoubleType) {
            new JsonValues().real(Double.parseDouble(text), json);
        } else if (type instanceof FloatType) {
            new JsonValues().real(Float.parseFloat(text), json);
        } else if (type instanceof BooleanType && text.matches("(?i)true|false")) {
            JsonValues.logical(Boolean.parseBoolean(text), json);
        } else if (type instanceof TimestampType || type instanceof TimestampNTZType) {
            Instant time = time(text).toInstant(ZoneOffset.UTC);
            JsonValues.timestamp(time.getEpochSecond(), (long) time.getNano(), type instanceof TimestampType, json);
        } else if (type instanceof BinaryType) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            JsonValues.bytes(bytes, 0, bytes.length, json);
        } else {
            json.string(text);
        }
    }

    /** With a blank or a T in the middle, with a zone or (then it is UTC) without. */
    private static LocalDateTime time(String text) {
        String iso = text.replace(' ', 'T');
        if (iso.length() == "2000-01-01".length()) {
            return LocalDateTime.parse(iso + "T00:00:00");
        }
        return iso.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                ? OffsetDateTime.parse(iso)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime()
                : LocalDateTime.parse(iso);
    }
}
