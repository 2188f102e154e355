package dev.scout.loader.delta;

import java.util.List;

/**
 * What a version changes in bronze.
 *
 * @param added the data files whose rows come in, in the order of their keys
 * @param filesRemoved how many data files went
 * @param rowsRetracted how many of their records, and of deleted rows, were taken out of bronze
 */
record TableChanges(List<DataFile> added, long filesRemoved, long rowsRetracted) {}
