package dev.scout.loader.bronze;

import dev.scout.loader.source.RecordSink;

/**
 * What the deployment sets for all loads.
 *
 * @param maxRecordBytes a larger record is refused
 * @param partBytes a larger object is loaded in parts of about as much
 */
public record LoadSettings(int maxRecordBytes, long partBytes) {

    public static final long PART_BYTES = 256L * 1024 * 1024;

    private static final int LEAST_RECORD_BYTES = 1024;
    private static final long LEAST_PART_BYTES = 1024;

    public LoadSettings {
        if (maxRecordBytes < LEAST_RECORD_BYTES) {
            throw new IllegalArgumentException("SCOUT_MAX_RECORD_BYTES is " + maxRecordBytes + "; it must be "
                    + LEAST_RECORD_BYTES + " at least, or hardly a record could be loaded.");
        }
        if (partBytes < LEAST_PART_BYTES) {
            throw new IllegalArgumentException("SCOUT_PART_BYTES is " + partBytes + "; it must be " + LEAST_PART_BYTES
                    + " at least, and should be many millions.");
        }
    }

    /** How far apart, in bytes, places should be at which a part could end. */
    long borderBytes() {
        return Math.min(RecordSink.BORDER_BYTES, partBytes / 4);
    }
}
