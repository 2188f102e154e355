package dev.scout.loader.source.avro;

import dev.scout.loader.source.FileSchema;
import dev.scout.loader.source.JsonValues;
import dev.scout.loader.source.Sheet;
import java.math.BigInteger;
import java.util.Set;
import java.util.UUID;

/** The types without parts. */
final class AvroScalar implements AvroType {

    private static final int LONGEST_DECIMAL_BYTES = 4_096;
    private static final int MILLIS = 1_000;
    private static final int MICROS = 1_000_000;
    private static final int NANOS = 1_000_000_000;

    private final String label;
    private final Writer writer;

    private AvroScalar(String label, Writer writer) {
        this.label = label;
        this.writer = writer;
    }

    @Override
    public String label(Set<String> told) {
        return label;
    }

    @Override
    public void write(AvroInput input, Sheet sheet) {
        writer.write(input, sheet);
    }

    static AvroScalar ofNull() {
        return new AvroScalar("null", (in, sheet) -> sheet.text().ascii("null"));
    }

    static AvroScalar ofBoolean() {
        return new AvroScalar("boolean", (in, sheet) -> JsonValues.logical(in.readBoolean(), sheet.text()));
    }

    static AvroScalar ofInt(String logicalType) {
        return switch (logicalType) {
            case "date" -> new AvroScalar("date", (in, sheet) -> JsonValues.date(in.readInt(), sheet.text()));
            case "time-millis" ->
                new AvroScalar(
                        FileSchema.time("millis", false),
                        (in, sheet) -> JsonValues.time(in.readInt(), MILLIS, false, sheet.text()));
            default -> new AvroScalar("int", (in, sheet) -> JsonValues.integer(in.readInt(), sheet.text()));
        };
    }

    static AvroScalar ofLong(String logicalType) {
        return switch (logicalType) {
            case "time-micros" ->
                new AvroScalar(
                        FileSchema.time("micros", false),
                        (in, sheet) -> JsonValues.time(in.readLong(), MICROS, false, sheet.text()));
            case "timestamp-millis" -> timestamp("millis", MILLIS, true);
            case "timestamp-micros" -> timestamp("micros", MICROS, true);
            case "timestamp-nanos" -> timestamp("nanos", NANOS, true);
            case "local-timestamp-millis" -> timestamp("millis", MILLIS, false);
            case "local-timestamp-micros" -> timestamp("micros", MICROS, false);
            case "local-timestamp-nanos" -> timestamp("nanos", NANOS, false);
            default -> new AvroScalar("long", (in, sheet) -> JsonValues.integer(in.readLong(), sheet.text()));
        };
    }

    private static AvroScalar timestamp(String unit, int unitsPerSecond, boolean instant) {
        return new AvroScalar(
                FileSchema.timestamp(unit, instant),
                (in, sheet) -> JsonValues.timestamp(in.readLong(), unitsPerSecond, instant, sheet.text()));
    }

    static AvroScalar ofFloat() {
        return new AvroScalar(
                "float",
                (in, sheet) -> sheet.values().real(Float.intBitsToFloat(in.readLittleEndianInt()), sheet.text()));
    }

    static AvroScalar ofDouble() {
        return new AvroScalar(
                "double",
                (in, sheet) -> sheet.values().real(Double.longBitsToDouble(in.readLittleEndianLong()), sheet.text()));
    }

    /** @param column is named where a text is not UTF-8 */
    static AvroScalar ofString(String logicalType, String column) {
        return new AvroScalar(
                logicalType.equals("uuid") ? "uuid" : "string",
                (in, sheet) -> text(in, in.readLength(), column, sheet));
    }

    static void text(AvroInput in, long length, String column, Sheet sheet) {
        if (!sheet.fits(length)) {
            in.pass(length);
            return;
        }
        int from = in.readBytes((int) length);
        if (!JsonValues.text(in.buffer(), from, from + (int) length, sheet.text())) {
            sheet.bad(column);
        }
    }

    static AvroScalar ofBytes() {
        return new AvroScalar("bytes", (in, sheet) -> bytes(in, in.readLength(), sheet));
    }

    static AvroScalar ofFixed(int size) {
        return new AvroScalar(FileSchema.fixed(size), (in, sheet) -> bytes(in, size, sheet));
    }

    private static void bytes(AvroInput in, long length, Sheet sheet) {
        if (!sheet.fits(length)) {
            in.pass(length);
            return;
        }
        int from = in.readBytes((int) length);
        JsonValues.bytes(in.buffer(), from, from + (int) length, sheet.text());
    }

    /** @param size of the value where it is fixed; negative where it states it itself */
    static AvroScalar ofDecimal(int precision, int scale, int size) {
        return new AvroScalar(FileSchema.decimal(precision, scale), (in, sheet) -> {
            long length = size < 0 ? in.readLength() : size;
            if (length > LONGEST_DECIMAL_BYTES) {
                throw new BadAvroException("a decimal in it has " + length + " bytes");
            }
            int from = in.readBytes((int) length);
            BigInteger unscaled = length == 0 ? BigInteger.ZERO : new BigInteger(in.buffer(), from, (int) length);
            JsonValues.decimal(unscaled, scale, sheet.text());
        });
    }

    static AvroScalar ofFixedUuid() {
        return new AvroScalar("uuid", (in, sheet) -> {
            long high = Long.reverseBytes(in.readLittleEndianLong());
            long low = Long.reverseBytes(in.readLittleEndianLong());
            JsonValues.quoted(new UUID(high, low).toString(), sheet.text());
        });
    }

    static AvroScalar ofDuration() {
        return new AvroScalar(
                "duration",
                (in, sheet) -> JsonValues.duration(
                        Integer.toUnsignedLong(in.readLittleEndianInt()),
                        Integer.toUnsignedLong(in.readLittleEndianInt()),
                        Integer.toUnsignedLong(in.readLittleEndianInt()),
                        sheet.text()));
    }

    @FunctionalInterface
    private interface Writer {
        void write(AvroInput input, Sheet sheet);
    }
}
