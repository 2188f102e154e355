package dev.scout.loader.bronze;

import dev.scout.loader.source.Stretch;

/**
 * A part of a file that is being loaded in parts.
 *
 * @param no counts the parts as they were made, which need not be their order in the file
 */
record Part(long splitId, long fileId, int no, Stretch stretch, boolean isLoaded) {

    /** The message that has it loaded. */
    static String message(long fileId, int no) {
        return "{\"part\":{\"file_id\":" + fileId + ",\"part_no\":" + no + "}}";
    }
}
