package dev.scout.loader;

import dev.scout.loader.backfill.BackfillSettings;
import dev.scout.loader.queue.RetryPolicy;

/**
 * What the deployment sets, checked.
 *
 * @param lakeBucket what a prefix means that comes without a bucket
 * @param maxRecordBytes a larger record is refused
 */
record LoaderSettings(String lakeBucket, int maxRecordBytes, RetryPolicy retries, BackfillSettings backfills) {

    static LoaderSettings of(LoaderConfig config) {
        return new LoaderSettings(
                config.lakeBucket(),
                LoaderConfig.checkedRecordBytes(config.maxRecordBytes()),
                config.retries(),
                config.backfills());
    }

    /** With everything else as it is by default. */
    static LoaderSettings of(String lakeBucket, int maxRecordBytes) {
        return new LoaderSettings(lakeBucket, maxRecordBytes, RetryPolicy.DEFAULT, BackfillSettings.DEFAULT);
    }
}
