package dev.scout.loader.source.avro;

import dev.scout.loader.source.Sheet;
import java.util.Set;

/** A type of the schema: reads its values and writes them as JSON. */
interface AvroType {

    /** Reads a value, and writes it as far as the record has room. */
    void write(AvroInput input, Sheet sheet);

    /**
     * How the ledger names it.
     *
     * @param told the names of records whose fields have been told already
     */
    String label(Set<String> told);

    /** Whether it is a record, so that its values are objects of their own names. */
    default boolean isRecord() {
        return false;
    }
}
