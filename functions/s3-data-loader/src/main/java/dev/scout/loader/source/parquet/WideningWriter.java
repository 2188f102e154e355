package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import dev.scout.loader.source.Sheet;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Writes values of a type that the table's column has outgrown as what they are in the table now. */
final class WideningWriter extends PrimitiveConverter {

    private static final long SECONDS_PER_DAY = 86_400;

    private final Sheet sheet;
    private final int scale;
    private final int wantedScale;
    private final Form form;

    private enum Form {
        REAL,
        DECIMAL,
        MIDNIGHT
    }

    private WideningWriter(Sheet sheet, Form form, int scale, int wantedScale) {
        this.sheet = sheet;
        this.form = form;
        this.scale = scale;
        this.wantedScale = wantedScale;
    }

    /** What writes a column's values, where the table may want another type of them. */
    static PrimitiveConverter of(PrimitiveType stored, PrimitiveType wanted, Sheet sheet) {
        PrimitiveTypeName from = stored.getPrimitiveTypeName();
        boolean isInteger = from == PrimitiveTypeName.INT32 || from == PrimitiveTypeName.INT64;
        if (wanted.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE
                && (isInteger || from == PrimitiveTypeName.FLOAT)) {
            return new WideningWriter(sheet, Form.REAL, 0, 0);
        }
        if (wanted.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal) {
            int scale = stored.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation narrow
                    ? narrow.getScale()
                    : isInteger ? 0 : decimal.getScale();
            if (scale != decimal.getScale()) {
                return new WideningWriter(sheet, Form.DECIMAL, scale, decimal.getScale());
            }
        }
        if (stored.getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation
                && wanted.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation) {
            return new WideningWriter(sheet, Form.MIDNIGHT, 0, 0);
        }
        return new ValueWriter(withMeaning(stored, wanted), sheet);
    }

    /** The stored type, meaning what the table says where that can be: texts and timestamps of old writers do not say what they are. */
    private static PrimitiveType withMeaning(PrimitiveType stored, PrimitiveType wanted) {
        if (wanted.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp) {
            return stored.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation own
                    ? with(stored, LogicalTypeAnnotation.timestampType(timestamp.isAdjustedToUTC(), own.getUnit()))
                    : stored.getPrimitiveTypeName() == PrimitiveTypeName.INT64
                            ? with(
                                    stored,
                                    LogicalTypeAnnotation.timestampType(
                                            timestamp.isAdjustedToUTC(), timestamp.getUnit()))
                            : stored;
        }
        boolean isPlain = stored.getLogicalTypeAnnotation() == null
                && stored.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
                && wanted.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
        return isPlain && wanted.getLogicalTypeAnnotation() != null
                ? with(stored, wanted.getLogicalTypeAnnotation())
                : stored;
    }

    private static PrimitiveType with(PrimitiveType stored, LogicalTypeAnnotation meaning) {
        return Types.primitive(stored.getPrimitiveTypeName(), stored.getRepetition())
                .length(stored.getTypeLength())
                .as(meaning)
                .named(stored.getName());
    }

    @Override
    public void addInt(int value) {
        addLong(value);
    }

    @Override
    public void addLong(long value) {
        JsonText target = sheet.text();
        switch (form) {
            case REAL -> sheet.values().real((double) value, target);
            case DECIMAL -> decimal(BigDecimal.valueOf(value, scale));
            case MIDNIGHT -> JsonValues.timestamp(value * SECONDS_PER_DAY, 0L, false, target);
        }
    }

    @Override
    public void addFloat(float value) {
        sheet.values().real((double) value, sheet.text());
    }

    @Override
    public void addBinary(Binary value) {
        decimal(new BigDecimal(new BigInteger(value.getBytes()), scale));
    }

    private void decimal(BigDecimal value) {
        JsonValues.decimal(value.scale() < wantedScale ? value.setScale(wantedScale) : value, sheet.text());
    }
}
