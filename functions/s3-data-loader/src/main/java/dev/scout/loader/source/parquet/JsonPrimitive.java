package dev.scout.loader.source.parquet;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.parquet.JsonRecordMaterializer.BadText;
import java.util.Arrays;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Writes the values of one Parquet column as JSON. What stands in the column's dictionary is written out once. */
final class JsonPrimitive extends PrimitiveConverter {

    private final PrimitiveType type;
    private final ParquetValues values;
    private final JsonText target;
    private final boolean repeated;
    private final BadText badText;
    private final JsonText scratch = new JsonText();
    private @Nullable Dictionary dictionary;
    private byte[] @Nullable [] written = {};

    JsonPrimitive(PrimitiveType type, JsonText target, boolean repeated, BadText badText) {
        this.type = type;
        this.values = ParquetValues.of(type);
        this.target = target;
        this.repeated = repeated;
        this.badText = badText;
    }

    @Override
    public boolean hasDictionarySupport() {
        return true;
    }

    @Override
    public void setDictionary(Dictionary columnDictionary) {
        dictionary = columnDictionary;
        written = new byte[columnDictionary.getMaxId() + 1][];
    }

    @Override
    public void addValueFromDictionary(int id) {
        byte[] text = written[id];
        if (text != null) {
            separate();
            target.raw(text);
            return;
        }
        Dictionary known = dictionary;
        if (known == null) {
            throw new IllegalStateException("A column without a dictionary names an entry of it");
        }
        separate();
        scratch.clear();
        boolean good = write(known, id);
        target.raw(scratch.bytes(), 0, scratch.length());
        if (good) {
            written[id] = Arrays.copyOf(scratch.bytes(), scratch.length());
        }
    }

    private boolean write(Dictionary known, int id) {
        switch (type.getPrimitiveTypeName()) {
            case INT32 -> values.write(known.decodeToInt(id), scratch);
            case INT64 -> values.write(known.decodeToLong(id), scratch);
            case FLOAT -> ParquetValues.write(known.decodeToFloat(id), scratch);
            case DOUBLE -> ParquetValues.write(known.decodeToDouble(id), scratch);
            case BOOLEAN -> ParquetValues.write(known.decodeToBoolean(id), scratch);
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> {
                return checked(values.write(known.decodeToBinary(id), scratch));
            }
        }
        return true;
    }

    @Override
    public void addBinary(Binary value) {
        separate();
        checked(values.write(value, target));
    }

    @Override
    public void addBoolean(boolean value) {
        separate();
        ParquetValues.write(value, target);
    }

    @Override
    public void addDouble(double value) {
        separate();
        ParquetValues.write(value, target);
    }

    @Override
    public void addFloat(float value) {
        separate();
        ParquetValues.write(value, target);
    }

    @Override
    public void addInt(int value) {
        separate();
        values.write(value, target);
    }

    @Override
    public void addLong(long value) {
        separate();
        values.write(value, target);
    }

    private boolean checked(boolean good) {
        if (!good) {
            badText.column = type.getName();
        }
        return good;
    }

    private void separate() {
        if (repeated && target.length() > 0) {
            target.raw((byte) ',');
        }
    }
}
