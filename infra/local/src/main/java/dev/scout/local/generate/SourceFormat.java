package dev.scout.local.generate;

import java.util.List;
import java.util.Locale;

/** A kind of device or till: the shape of its records, the form of its files, and what can go wrong in them. */
public enum SourceFormat {
    /** Nested records of an edge device, one a line. */
    EDGE_NDJSON(
            "bronze/edge",
            "gateway",
            "ndjson",
            Fault.MALFORMED_RECORD,
            Fault.MISSING_ID,
            Fault.MISSING_STORE,
            Fault.YEAR_ZERO),
    /** Nested records of an edge device, a JSON array. */
    EDGE_JSON("bronze/edge", "batch", "json", Fault.MISSING_ID, Fault.MISSING_STORE, Fault.YEAR_ZERO),
    /** Flat records of an edge device, one a line. */
    EDGE_FLAT("scout/v1/bronze", "gateway", "ndjson", Fault.values()),
    /** Transactions of a point of sale, one a line. */
    POS_NDJSON("bronze/transactions", "pos", "ndjson", Fault.values()),
    /** Transactions of a mobile app, a JSON array. */
    POS_JSON(
            "bronze/transactions",
            "app",
            "json",
            Fault.MISSING_ID,
            Fault.MISSING_STORE,
            Fault.YEAR_ZERO,
            Fault.UNREADABLE_NUMBER),
    /** Transactions of a point of sale as a warehouse exports them. */
    POS_PARQUET("bronze/transactions", "part", "parquet", Fault.MISSING_ID, Fault.MISSING_STORE),
    /** A till's export: CSV, one row an item. */
    TILL_CSV(
            "bronze/till/source=" + TillWriter.SOURCE,
            "branch",
            "csv",
            Fault.MALFORMED_RECORD,
            Fault.MISSING_STORE,
            Fault.YEAR_ZERO,
            Fault.UNREADABLE_NUMBER);

    private final String prefix;
    private final String fileName;
    private final String extension;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Fault> faults;

    SourceFormat(String prefix, String fileName, String extension, Fault... faults) {
        this.prefix = prefix;
        this.fileName = fileName;
        this.extension = extension;
        this.faults = List.of(faults);
    }

    /** As it is written on the command line and in totals.json: {@code pos-ndjson}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String prefix() {
        return prefix;
    }

    String fileName() {
        return fileName;
    }

    String extension() {
        return extension;
    }

    /** What may be wrong with a single record so that the rest of its file still reads. */
    List<Fault> faults() {
        return faults;
    }

    /** Whether a file of it may be compressed as a whole; Parquet compresses its own pages. */
    boolean compressible() {
        return this != POS_PARQUET;
    }

    /** Whether its files are JSON, one record a line. */
    boolean isJsonLines() {
        return extension.equals("ndjson");
    }
}
