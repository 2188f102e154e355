package dev.scout.publisher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.manifest.Manifest;
import dev.scout.manifest.PublishedDataset;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a publication did.
 *
 * @param status {@code published}, {@code unchanged}, or {@code backdated} where latest.json stayed because it is of a later day
 * @param manifest the manifest that now stands for the date
 * @param uploaded keys of the objects that were put, in order
 */
public record PublishSummary(
        String status, LocalDate date, Manifest manifest, List<Outcome> outcomes, List<String> uploaded) {

    /** A manifest was written and is in force. */
    public static final String PUBLISHED = "published";
    /** Everything stood there already. */
    public static final String UNCHANGED = "unchanged";
    /** A manifest was written for an earlier day than that of the one in force. */
    public static final String BACKDATED = "backdated";

    public PublishSummary {
        outcomes = List.copyOf(outcomes);
        uploaded = List.copyOf(uploaded);
    }

    /**
     * What became of a dataset.
     *
     * @param requested whether the event asked for it
     */
    public record Outcome(String datasetId, PublishedDataset dataset, Change change, boolean requested) {}

    /** Against the manifest before. */
    public enum Change {
        /** Published for the first time. */
        ADDED("added"),
        /** Other bytes than before. */
        CHANGED("changed"),
        /** The same bytes, under the new day's name. */
        REDATED("redated"),
        /** The same bytes and the same files. */
        UNCHANGED("unchanged");

        private final String label;

        Change(String label) {
            this.label = label;
        }

        /** The name as it stands in the answer. */
        public String label() {
            return label;
        }
    }

    /** Rows of all datasets together. */
    public long rowCount() {
        return outcomes.stream()
                .mapToLong(outcome -> outcome.dataset().rowCount())
                .sum();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("status", status);
        json.put("date", date.toString());
        json.put("generated_at", manifest.generatedAt().toString());
        json.put("version", manifest.version());
        json.put("total_datasets", manifest.datasets().size());
        json.put("total_size_bytes", manifest.integrity().totalSizeBytes());
        json.put("manifest_sha256", manifest.integrity().manifestSha256());
        ObjectNode datasets = json.putObject("datasets");
        outcomes.forEach(outcome -> write(outcome, datasets.putObject(outcome.datasetId())));
        ArrayNode keys = json.putArray("uploaded");
        uploaded.forEach(keys::add);
        ArrayNode notes = json.putArray("notes");
        notes().forEach(notes::add);
        return json;
    }

    private static void write(Outcome outcome, ObjectNode json) {
        PublishedDataset dataset = outcome.dataset();
        json.put("change", outcome.change().label());
        json.put("date", dataset.date().toString());
        json.put("row_count", dataset.rowCount());
        json.put("latest_csv", dataset.latestCsv());
        json.put("size_bytes", dataset.sizeBytes());
        json.put("sha256", dataset.sha256());
        json.put("latest_parquet", dataset.latestParquet());
        json.put("parquet_size_bytes", dataset.parquetSizeBytes());
        json.put("parquet_sha256", dataset.parquetSha256());
    }

    /** What whoever asked may not expect, as sentences. */
    private List<String> notes() {
        List<String> alsoPublished = outcomes.stream()
                .filter(outcome -> !outcome.requested() && outcome.change() != Change.UNCHANGED)
                .map(Outcome::datasetId)
                .toList();
        ArrayList<String> notes = new ArrayList<>();
        for (String id : alsoPublished) {
            notes.add(id + " was not asked for, but had changed too: a manifest is one moment of the database.");
        }
        if (status.equals(BACKDATED)) {
            notes.add("latest.json stays as it is: it is of a later day than " + date + ".");
        }
        return notes;
    }
}
