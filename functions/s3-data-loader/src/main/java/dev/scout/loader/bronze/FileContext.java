package dev.scout.loader.bronze;

import dev.scout.bronze.BronzeId;
import dev.scout.loader.object.LandedObject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of one file have in common.
 *
 * @param partition Hive-style parts of the key as JSON; null where it has none
 */
record FileContext(
        long fileId, LandedObject object, @Nullable String partition) {

    private static final int FILE_PART_OF_UUID = 19;

    /** The beginning of every id of this file, up to the dash before the record's number. */
    byte[] idPrefix() {
        return BronzeId.first(fileId).toString().substring(0, FILE_PART_OF_UUID).getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes a record's id. */
    void writeId(CopyStream copy, byte[] idPrefix, long number) throws SQLException {
        copy.plain(idPrefix);
        copy.uuidTail(BronzeId.of(fileId, number).getLeastSignificantBits());
    }
}
