package dev.scout.publisher.snapshot;

import dev.scout.manifest.PublishedDataset;
import dev.scout.publisher.export.DatasetTable;
import java.time.LocalDate;

/** Keys of a dataset's two files. */
record FileKeys(String csv, String parquet) {

    private static final String DIRECTORY = "scout/v1/";

    /** @param revision 1 for the day's first publication, whose name bears no number */
    static FileKeys of(DatasetTable table, LocalDate date, int revision) {
        String suffix = revision == 1 ? "" : "_r" + revision;
        String stem = DIRECTORY + table.id() + "/" + table.name() + "_" + date + suffix;
        return new FileKeys(stem + ".csv", stem + ".parquet");
    }

    static FileKeys of(PublishedDataset dataset) {
        return new FileKeys(dataset.csvKey(), dataset.parquetKey());
    }
}
