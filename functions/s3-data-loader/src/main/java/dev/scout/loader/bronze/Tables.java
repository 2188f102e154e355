package dev.scout.loader.bronze;

/**
 * Where rows go.
 *
 * @param rows takes the records
 * @param quarantine takes what is refused
 */
record Tables(String rows, String quarantine) {

    /** What everybody sees. */
    static Tables visible(Pipeline pipeline) {
        return new Tables("scout." + pipeline.targetTable(), "scout.quarantine");
    }

    /** Where the rows of a file's parts wait for each other. */
    static Tables waiting(Pipeline pipeline, long splitId) {
        return new Tables("scout." + pipeline.targetTable() + "_split_" + splitId, "scout.quarantine_split_" + splitId);
    }
}
