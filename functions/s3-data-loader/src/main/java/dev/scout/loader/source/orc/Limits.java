package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import org.jspecify.annotations.Nullable;

/** How large a record can become, and what the columns note about the one that is being read. */
final class Limits {

    private final int maxRecordBytes;
    private boolean tooLarge;
    private @Nullable String badText;
    private final JsonValues values = new JsonValues();

    Limits(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    void beginRecord() {
        tooLarge = false;
        badText = null;
    }

    int maxRecordBytes() {
        return maxRecordBytes;
    }

    /** Leaves out what is too much. It is read all the same: the next record's values stand behind it. */
    void cut(JsonText target) {
        if (target.length() > maxRecordBytes) {
            tooLarge = true;
            target.cut(maxRecordBytes);
        }
    }

    void noteTooLarge() {
        tooLarge = true;
    }

    boolean isTooLarge() {
        return tooLarge;
    }

    void noteBadText(String column) {
        badText = column;
    }

    /** The column whose text is no UTF-8; null where there is none. */
    @Nullable
    String badText() {
        return badText;
    }

    /** Writes the values, and counts those that are NaN or infinite. */
    JsonValues values() {
        return values;
    }

    /**
     * The number of the entries of a list or map, where there can be so many.
     *
     * @param ofNothing whether the entries take no bytes, but at least two of the record
     */
    int count(long stored, boolean ofNothing) throws CorruptOrcException {
        if (stored < 0 || stored > (ofNothing ? maxRecordBytes : Integer.MAX_VALUE)) {
            throw new CorruptOrcException("a list has " + stored + " entries");
        }
        return (int) stored;
    }
}
