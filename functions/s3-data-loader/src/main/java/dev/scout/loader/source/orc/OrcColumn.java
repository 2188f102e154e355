package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes the values that a column has in one stripe as JSON, one after the other. */
abstract class OrcColumn {

    private final @Nullable Bytes present;
    private final Limits limits;

    OrcColumn(StripeStreams streams, OrcType type, Limits limits) {
        this.present = streams.present(type.column());
        this.limits = limits;
    }

    /** Writes the next value, or null. */
    final void write(JsonText target) throws IOException {
        if (hasNext()) {
            value(target);
            limits.cut(target);
        } else {
            target.ascii("null");
        }
    }

    /** Whether the next value is not null; if so, {@link #value} must be called. */
    final boolean hasNext() throws IOException {
        return present == null || present.nextBit();
    }

    /** Whether its values take no bytes, so that a damaged file can state any number of them. */
    final boolean readsNothing() {
        return present == null && valueReadsNothing();
    }

    boolean valueReadsNothing() {
        return false;
    }

    /** Writes the next value that is not null. */
    abstract void value(JsonText target) throws IOException;
}
