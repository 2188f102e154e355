package dev.scout.loader.source.orc;

import java.io.IOException;

/** Integers of a stream, one after the other. */
@FunctionalInterface
interface Integers {

    long next() throws IOException;

    /** Reads them as a column's encoding says. */
    static Integers of(StripeStreams streams, int column, Chunks stream, boolean signed) throws IOException {
        return streams.encoding(column).isSecondVersion()
                ? new IntegersV2(stream, signed)
                : new IntegersV1(stream, signed);
    }
}
