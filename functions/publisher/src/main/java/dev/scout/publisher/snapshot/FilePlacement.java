package dev.scout.publisher.snapshot;

import dev.scout.file.ExportedFile;
import dev.scout.manifest.PublishedDataset;
import dev.scout.publisher.PublishSummary.Change;
import dev.scout.publisher.PublishSummary.Outcome;
import dev.scout.publisher.export.ExportedDataset;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings exported files to keys of their own. No object is ever given other bytes, whether a manifest names it or not: whoever follows an
 * older manifest or holds a link finds what was promised. A changed dataset gets the next free revision of the day.
 */
final class FilePlacement {

    private final DatasetsBucket bucket;
    private final LocalDate date;
    private final Instant moment;
    private final List<String> uploaded = new ArrayList<>();

    FilePlacement(DatasetsBucket bucket, LocalDate date, Instant moment) {
        this.bucket = bucket;
        this.date = date;
        this.moment = moment;
    }

    /** Keys of the objects that were put so far. */
    List<String> uploaded() {
        return List.copyOf(uploaded);
    }

    /** @param previous the dataset in the manifest before, null where it is not in it */
    Outcome place(ExportedDataset exported, @Nullable PublishedDataset previous, boolean requested) {
        if (previous == null || !sameBytes(exported, previous)) {
            PublishedDataset dataset = describe(exported, freeRevision(exported), date, moment);
            Change change = previous == null ? Change.ADDED : Change.CHANGED;
            return new Outcome(exported.table().id(), dataset, change, requested);
        }
        if (keepsItsDate(exported, previous, requested)) {
            FileKeys keys = FileKeys.of(previous);
            restore(keys.csv(), Content.csv(exported.csv()));
            restore(keys.parquet(), Content.parquet(exported.parquet()));
            PublishedDataset dataset = describe(exported, keys, previous.date(), previous.lastModified());
            return new Outcome(exported.table().id(), dataset, Change.UNCHANGED, requested);
        }
        PublishedDataset dataset = describe(exported, freeRevision(exported), date, previous.lastModified());
        return new Outcome(exported.table().id(), dataset, Change.REDATED, requested);
    }

    private static boolean sameBytes(ExportedDataset exported, PublishedDataset previous) {
        return exported.csv().sha256().equals(previous.sha256())
                && exported.parquet().sha256().equals(previous.parquetSha256());
    }

    private boolean keepsItsDate(ExportedDataset exported, PublishedDataset previous, boolean requested) {
        return !requested || exported.table().weekly() || previous.date().equals(date);
    }

    /** The first revision of the day whose files are free or hold these very bytes; they are there afterwards. */
    private FileKeys freeRevision(ExportedDataset exported) {
        Content csv = Content.csv(exported.csv());
        Content parquet = Content.parquet(exported.parquet());
        for (int revision = 1; ; revision++) {
            FileKeys keys = FileKeys.of(exported.table(), date, revision);
            ObjectState csvState = bucket.state(keys.csv(), csv);
            if (csvState == ObjectState.OTHER) {
                continue;
            }
            ObjectState parquetState = bucket.state(keys.parquet(), parquet);
            if (parquetState != ObjectState.OTHER) {
                create(keys.csv(), csv, csvState);
                create(keys.parquet(), parquet, parquetState);
                return keys;
            }
        }
    }

    private void create(String key, Content content, ObjectState state) {
        if (state == ObjectState.ABSENT) {
            bucket.create(key, content);
            uploaded.add(key);
        }
    }

    /** Puts a file in force back if somebody removed or damaged it. */
    private void restore(String key, Content content) {
        if (bucket.state(key, content) != ObjectState.SAME) {
            bucket.overwrite(key, content);
            uploaded.add(key);
        }
    }

    private static PublishedDataset describe(
            ExportedDataset exported, FileKeys keys, LocalDate date, Instant lastModified) {
        ExportedFile csv = exported.csv();
        ExportedFile parquet = exported.parquet();
        return new PublishedDataset(
                "/" + keys.csv(),
                "/" + keys.parquet(),
                date,
                exported.rowCount(),
                csv.sha256(),
                csv.sizeBytes(),
                parquet.sha256(),
                parquet.sizeBytes(),
                Content.CSV,
                exported.table().schemaVersion(),
                lastModified,
                exported.table().description(),
                exported.table().updateFrequency(),
                exported.table().manifestColumns());
    }
}
