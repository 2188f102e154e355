package dev.scout.loader;

import dev.scout.loader.backfill.BackfillSettings;
import dev.scout.loader.bronze.LoadSettings;
import dev.scout.loader.queue.RetryPolicy;

/**
 * What the deployment sets, checked.
 *
 * @param lakeBucket what a prefix means that comes without a bucket
 */
record LoaderSettings(String lakeBucket, LoadSettings loads, RetryPolicy retries, BackfillSettings backfills) {

    /** @param maxRecordBytes a larger record is refused */
    LoaderSettings(String lakeBucket, int maxRecordBytes, RetryPolicy retries, BackfillSettings backfills) {
        this(lakeBucket, new LoadSettings(maxRecordBytes, LoadSettings.PART_BYTES), retries, backfills);
    }

    static LoaderSettings of(LoaderConfig config) {
        return new LoaderSettings(
                config.lakeBucket(),
                new LoadSettings(config.maxRecordBytes(), config.partBytes()),
                config.retries(),
                config.backfills());
    }

    /** With everything else as it is by default. */
    static LoaderSettings of(String lakeBucket, int maxRecordBytes) {
        return of(lakeBucket, new LoadSettings(maxRecordBytes, LoadSettings.PART_BYTES));
    }

    /** Likewise. */
    static LoaderSettings of(String lakeBucket, LoadSettings loads) {
        return new LoaderSettings(lakeBucket, loads, RetryPolicy.DEFAULT, BackfillSettings.DEFAULT);
    }
}
