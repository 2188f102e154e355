package dev.scout.publisher.snapshot;

import dev.scout.ScoutException;
import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import dev.scout.publisher.PublishRequest;
import dev.scout.publisher.PublishSummary;
import dev.scout.publisher.PublishSummary.Outcome;
import dev.scout.publisher.export.DatabaseSnapshot;
import dev.scout.publisher.export.DatasetExporter;
import dev.scout.publisher.export.DatasetTable;
import dev.scout.publisher.export.ExportedDataset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Publishes the datasets: files first, then the day's manifest, then latest.json. Until that last put succeeds the previous manifest is in
 * force, and no file that it names has been touched.
 */
public final class Publication {

    private final DataSource dataSource;
    private final DatasetsBucket bucket;
    private final Clock clock;
    private final Duration patience;
    private final Path workDirectory;

    /**
     * @param clock in the time zone whose days are the publication's
     * @param patience how long to wait for another publisher to end
     * @param workDirectory for temporary files, at most one dataset's at a time
     */
    public Publication(
            DataSource dataSource, DatasetsBucket bucket, Clock clock, Duration patience, Path workDirectory) {
        this.dataSource = dataSource;
        this.bucket = bucket;
        this.clock = clock;
        this.patience = patience;
        this.workDirectory = workDirectory;
    }

    /** @throws ScoutException where anything fails; the previous manifest is in force then */
    public PublishSummary run(PublishRequest request) {
        LocalDate today = LocalDate.now(clock);
        LocalDate date = request.date().orElse(today);
        if (date.isAfter(today)) {
            throw new ScoutException(
                    PublishRequest.INVALID,
                    false,
                    "Nothing can be published as of " + date + ": it is only " + today + ".",
                    null);
        }
        try (PublisherLock lock = PublisherLock.take(dataSource, patience)) {
            PreviousManifest inForce = PreviousManifest.read(bucket, Manifest.LATEST_KEY, request.force());
            boolean backdated = inForce.date().filter(date::isBefore).isPresent();
            PreviousManifest base =
                    backdated ? PreviousManifest.read(bucket, Manifest.keyOf(date), request.force()) : inForce;

            Files files = placeFiles(request, date, base);
            lock.confirm();
            return backdated ? finishBackdated(files, date, base) : finish(files, date, inForce);
        }
    }

    /** The datasets' files, all in place. */
    private record Files(Instant moment, List<Outcome> outcomes, List<String> uploaded) {

        Map<String, PublishedDataset> datasets() {
            Map<String, PublishedDataset> datasets = new TreeMap<>();
            outcomes.forEach(outcome -> datasets.put(outcome.datasetId(), outcome.dataset()));
            return datasets;
        }

        Manifest manifest() {
            return Manifest.of(moment, datasets());
        }

        PublishSummary summary(String status, LocalDate date, Manifest manifest, List<String> manifestKeys) {
            List<String> keys = new ArrayList<>(uploaded);
            keys.addAll(manifestKeys);
            return new PublishSummary(status, date, manifest, outcomes, keys);
        }
    }

    private Files placeFiles(PublishRequest request, LocalDate date, PreviousManifest base) {
        try (RunDirectory directory = RunDirectory.create(workDirectory);
                DatabaseSnapshot snapshot = DatabaseSnapshot.take(dataSource)) {
            DatasetExporter exporter = new DatasetExporter(directory.path());
            FilePlacement placement = new FilePlacement(bucket, date, snapshot.takenAt());
            List<Outcome> outcomes = new ArrayList<>();
            for (DatasetTable table : tables(snapshot, request, base.datasets())) {
                try (ExportedDataset exported = exporter.export(snapshot, table)) {
                    outcomes.add(placement.place(
                            exported, base.datasets().get(table.id()), isRequested(request, table.id())));
                }
            }
            return new Files(snapshot.takenAt(), outcomes, placement.uploaded());
        }
    }

    /** Those that were asked for, and those that were published before: a manifest is one moment, so none may lag behind. */
    private static List<DatasetTable> tables(
            DatabaseSnapshot snapshot, PublishRequest request, Map<String, PublishedDataset> published) {
        List<DatasetTable> tables = snapshot.tables();
        Set<String> unknown = new TreeSet<>(request.datasets());
        tables.forEach(table -> unknown.remove(table.id()));
        if (!unknown.isEmpty()) {
            List<String> known = tables.stream().map(DatasetTable::id).toList();
            throw new ScoutException(
                    PublishRequest.INVALID,
                    false,
                    "There is no dataset " + String.join(", ", unknown) + ". There are: " + String.join(", ", known)
                            + ".",
                    null);
        }
        return tables.stream()
                .filter(table -> isRequested(request, table.id()) || published.containsKey(table.id()))
                .toList();
    }

    private static boolean isRequested(PublishRequest request, String datasetId) {
        return request.datasets().isEmpty() || request.datasets().contains(datasetId);
    }

    private PublishSummary finish(Files files, LocalDate date, PreviousManifest inForce) {
        if (inForce.manifest().isPresent() && inForce.datasets().equals(files.datasets())) {
            return files.summary(
                    PublishSummary.UNCHANGED, date, inForce.manifest().get(), List.of());
        }
        Manifest manifest = files.manifest();
        Content json = Content.json(manifest.toJson());
        bucket.overwrite(Manifest.keyOf(date), json);
        bucket.replace(Manifest.LATEST_KEY, json, inForce.eTag());
        return files.summary(
                PublishSummary.PUBLISHED, date, manifest, List.of(Manifest.keyOf(date), Manifest.LATEST_KEY));
    }

    private PublishSummary finishBackdated(Files files, LocalDate date, PreviousManifest base) {
        if (base.manifest().isPresent() && base.datasets().equals(files.datasets())) {
            return files.summary(PublishSummary.UNCHANGED, date, base.manifest().get(), List.of());
        }
        Manifest manifest = files.manifest();
        bucket.overwrite(Manifest.keyOf(date), Content.json(manifest.toJson()));
        return files.summary(PublishSummary.BACKDATED, date, manifest, List.of(Manifest.keyOf(date)));
    }
}
