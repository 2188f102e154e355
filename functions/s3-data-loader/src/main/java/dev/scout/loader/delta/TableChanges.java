package dev.scout.loader.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a version changes in bronze.
 *
 * @param added the data files whose rows come in, in the order of their keys
 * @param filesRemoved how many data files went
 * @param rowsRetracted how many of their records, and of deleted rows, were taken out of bronze
 */
record TableChanges(List<DataFile> added, long filesRemoved, long rowsRetracted) {

    /** @param filesAdded how many data files were read */
    void describe(ObjectNode description, long filesAdded) {
        description.put("data_files_added", filesAdded);
        description.put("data_files_removed", filesRemoved);
        description.put("rows_retracted", rowsRetracted);
    }
}
