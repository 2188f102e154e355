package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.Sheet;
import java.util.Arrays;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Writes the values of one Parquet column as JSON. What stands in the column's dictionary is written out once. */
final class ValueWriter extends PrimitiveConverter {

    private static final int LARGEST_REMEMBERED_DICTIONARY = 64 * 1024;
    private static final int LONGEST_REMEMBERED = 256;

    private final PrimitiveType type;
    private final ParquetValues values;
    private final Sheet sheet;
    private final JsonText target;
    private final boolean mayBeNoNumber;
    private @Nullable Dictionary dictionary;
    private byte[] @Nullable [] written = {};

    ValueWriter(PrimitiveType type, Sheet sheet) {
        this.type = type;
        this.values = new ParquetValues(type, sheet.values());
        this.sheet = sheet;
        this.target = sheet.text();
        this.mayBeNoNumber = values.mayBeNoNumber();
    }

    @Override
    public boolean hasDictionarySupport() {
        return true;
    }

    @Override
    public void setDictionary(Dictionary columnDictionary) {
        dictionary = columnDictionary;
        written = new byte[Math.min(LARGEST_REMEMBERED_DICTIONARY, columnDictionary.getMaxId() + 1)][];
    }

    @Override
    public void addValueFromDictionary(int id) {
        byte[] known = id < written.length ? written[id] : null;
        if (known == null) {
            remember(id);
            return;
        }
        target.raw(known);
        if (mayBeNoNumber && known[0] == '"') {
            sheet.values().addNonFinite(1);
        }
    }

    private void remember(int id) {
        Dictionary known = dictionary;
        if (known == null) {
            throw new IllegalStateException("a column without a dictionary names an entry of it");
        }
        int from = target.length();
        boolean good = write(known, id);
        int length = target.length() - from;
        if (good && id < written.length && length > 0 && length <= LONGEST_REMEMBERED) {
            written[id] = Arrays.copyOfRange(target.bytes(), from, from + length);
        }
    }

    private boolean write(Dictionary known, int id) {
        switch (type.getPrimitiveTypeName()) {
            case INT32 -> addInt(known.decodeToInt(id));
            case INT64 -> addLong(known.decodeToLong(id));
            case FLOAT -> addFloat(known.decodeToFloat(id));
            case DOUBLE -> addDouble(known.decodeToDouble(id));
            case BOOLEAN -> addBoolean(known.decodeToBoolean(id));
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> {
                return binary(known.decodeToBinary(id));
            }
        }
        return true;
    }

    @Override
    public void addBinary(Binary value) {
        binary(value);
    }

    private boolean binary(Binary value) {
        if (!sheet.fits(value.length())) {
            return false;
        }
        boolean good = values.write(value, target);
        if (!good) {
            sheet.bad(type.getName());
        }
        return good;
    }

    @Override
    public void addBoolean(boolean value) {
        values.write(value, target);
    }

    @Override
    public void addDouble(double value) {
        values.write(value, target);
    }

    @Override
    public void addFloat(float value) {
        values.write(value, target);
    }

    @Override
    public void addInt(int value) {
        values.write(value, target);
    }

    @Override
    public void addLong(long value) {
        values.write(value, target);
    }
}
