package dev.scout.transform.lake;

/**
 * A partition that has still to be written.
 *
 * @param changeId which change it was marked by last
 */
record Mark(Partition partition, long changeId) {}
