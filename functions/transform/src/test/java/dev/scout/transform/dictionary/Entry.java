package dev.scout.transform.dictionary;

import dev.scout.transform.model.Column;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the dictionary says of one table.
 *
 * @param row what one row is, as a sentence
 * @param written which rows a run writes
 * @param before tables that it reads only as they were before the run
 * @param nullable names of the columns that may be null
 * @param lake what a folder of its files is named by; null where the lake does not have it
 * @param dataset what it is published as, and how often; null where it is not
 */
record Entry(
        String layer,
        String name,
        String row,
        List<String> key,
        String written,
        Set<String> reads,
        Set<String> before,
        List<Column> columns,
        Set<String> nullable,
        List<Assertion> checks,
        @Nullable String lake,
        @Nullable Dataset dataset) {

    record Dataset(String id, String frequency) {}
}
