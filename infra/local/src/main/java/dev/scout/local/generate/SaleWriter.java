package dev.scout.local.generate;

import java.io.Closeable;
import java.io.IOException;

/** Writes sales into one file, as one kind of device or till records them. */
interface SaleWriter extends Closeable {

    /**
     * Writes a sale, broken where its fate says so.
     *
     * @return how many records that made
     */
    int write(Sale sale) throws IOException;
}
