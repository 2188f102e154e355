package dev.scout.transform.lake;

import java.util.List;

/**
 * What came of writing a layer to the lake.
 *
 * @param written partitions that were put
 * @param unchanged partitions that were marked and turned out to be the same bytes
 * @param removed partitions that had no rows any more
 * @param waiting partitions that have still to be written, by a later run
 * @param warnings sentences about what failed or was found odd
 * @param failed whether something kept the lake from what it should have
 */
public record LakeReport(int written, int unchanged, int removed, int waiting, List<String> warnings, boolean failed) {

    public static final LakeReport NOTHING = new LakeReport(0, 0, 0, 0, List.of(), false);

    public LakeReport {
        warnings = List.copyOf(warnings);
    }
}
