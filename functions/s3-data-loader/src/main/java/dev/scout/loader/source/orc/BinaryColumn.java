package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.JsonValues;
import java.io.IOException;

/** Bytes: a text in base64. */
final class BinaryColumn extends OrcColumn {

    private final Chunks data;
    private final Integers lengths;
    private final Limits limits;

    BinaryColumn(StripeStreams streams, OrcType type, Limits limits) throws IOException {
        super(streams, type, limits);
        this.data = streams.stream(type.column(), StripeStreams.DATA);
        this.lengths = Integers.of(streams, type.column(), streams.stream(type.column(), StripeStreams.LENGTH), false);
        this.limits = limits;
    }

    @Override
    void value(JsonText target) throws IOException {
        long length = lengths.next();
        if (length < 0) {
            throw new CorruptOrcException("a value has " + length + " bytes");
        }
        byte[] bytes = new byte[(int) Math.min(length, limits.maxRecordBytes())];
        data.read(bytes, 0, bytes.length);
        JsonValues.bytes(bytes, 0, bytes.length, target);
        if (length > bytes.length) {
            limits.noteTooLarge();
            data.skip(length - bytes.length);
        }
    }
}
