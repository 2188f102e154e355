package dev.scout.transform.lake;

import java.sql.Connection;
import java.time.Instant;
import java.util.UUID;

/** Where the layers go besides the tables. */
@FunctionalInterface
public interface Lake {

    /** No lake: what changed stays marked. */
    Lake NONE = (layer, run, reading, writing, deadline) -> LakeReport.NOTHING;

    /**
     * Writes what is marked of a layer. It does not fail: what could not be written is told in the report, and stays marked.
     *
     * @param reading a connection without a transaction
     * @param writing another, that holds the layer's lock
     */
    LakeReport write(String layer, UUID run, Connection reading, Connection writing, Instant deadline);
}
