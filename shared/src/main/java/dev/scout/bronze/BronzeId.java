package dev.scout.bronze;

import java.util.UUID;

/**
 * Id of a bronze row, made of the ledger's file id and the record's number in the file. A record has the same id for good, ids are unique
 * without an index having to say so, they ascend as rows are written, and the rows of one file are one range.
 *
 * <p>The form is UUID version 8 (RFC 9562): 48 bits of file id, version, 12 more bits of file id; variant, then 62 bits of record number.
 */
public final class BronzeId {

    private static final long MAX_FILE_ID = (1L << 60) - 1;
    private static final long MAX_SOURCE_ROW = (1L << 62) - 1;

    private BronzeId() {}

    /**
     * @param fileId {@code ingest_files.file_id}, from 1
     * @param sourceRow number of the record in the file, from 1
     */
    public static UUID of(long fileId, long sourceRow) {
        if (fileId < 0 || fileId > MAX_FILE_ID) {
            throw new IllegalArgumentException("file id " + fileId + " does not fit into a bronze id");
        }
        if (sourceRow < 0 || sourceRow > MAX_SOURCE_ROW) {
            throw new IllegalArgumentException("record number " + sourceRow + " does not fit into a bronze id");
        }
        long high = (fileId >>> 12) << 16 | 0x8000L | (fileId & 0xFFFL);
        return new UUID(high, 0x8000000000000000L | sourceRow);
    }

    /** The lowest id that a row of the file can have. */
    public static UUID first(long fileId) {
        return of(fileId, 0);
    }

    /** The highest id that a row of the file can have. */
    public static UUID last(long fileId) {
        return of(fileId, MAX_SOURCE_ROW);
    }
}
