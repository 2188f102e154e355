package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import java.io.IOException;

/** A union: an object with the number of the variant and its value, as one value can be of several variants. */
final class UnionColumn extends OrcColumn {

    private final Bytes tags;
    private final OrcColumn[] variants;

    UnionColumn(StripeStreams streams, OrcType type, OrcColumn[] variants, Limits limits) {
        super(streams, type, limits);
        this.tags = new Bytes(streams.stream(type.column(), StripeStreams.DATA));
        this.variants = variants;
    }

    @Override
    void value(JsonText target) throws IOException {
        int tag = tags.next() & 0xFF;
        if (tag >= variants.length) {
            throw new CorruptOrcException("a union has variant " + tag + " of " + variants.length);
        }
        target.ascii("{\"tag\":").ascii(Integer.toString(tag)).ascii(",\"value\":");
        variants[tag].write(target);
        target.raw((byte) '}');
    }
}
