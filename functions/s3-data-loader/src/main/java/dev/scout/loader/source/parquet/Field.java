package dev.scout.loader.source.parquet;

/**
 * A part of the schema on its way into JSON. Parquet keeps of each record only its leaves, with levels that say which of their ancestors are
 * there (definition) and which begin anew (repetition); the first leaf of a part tells what holds for all of it.
 */
interface Field {

    /** The first leaf within it. */
    Column first();

    /** Writes what stands at the current place, its parents being there, and passes over it. */
    void write();

    /**
     * Passes over a place at which an ancestor is not there.
     *
     * @param definition the level that every leaf has then
     */
    void pass(int definition);

    /** Checks that every leaf is as far as the first: at a place with this repetition level. */
    void check(int repetition);
}
