package dev.scout.transform.lake;

import org.jspecify.annotations.Nullable;

/**
 * A folder of the lake with the rows of one table and day.
 *
 * @param name {@code dt=YYYY-MM-DD} or {@link #UNDATED}
 */
record Partition(LakeTable table, String name) {

    /** Hive's name of the partition whose rows have no day. */
    static final String UNDATED = "dt=__HIVE_DEFAULT_PARTITION__";

    static final String FILE = "part-0000.parquet";

    private static final String LABEL = "dt=";

    /** As a date's text; null where its rows have none. */
    @Nullable
    String day() {
        return name.equals(UNDATED) ? null : name.substring(LABEL.length());
    }

    String folder() {
        return table.layer() + "/" + table.name() + "/" + name + "/";
    }

    String fileKey() {
        return folder() + FILE;
    }

    String manifestKey() {
        return folder() + "_manifest.json";
    }

    /** Of the object that says that the partition is complete. */
    String markerKey() {
        return folder() + "_SUCCESS";
    }
}
