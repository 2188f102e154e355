package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import java.io.IOException;
import java.util.Arrays;

/** A struct: an object of its fields. */
final class StructColumn extends OrcColumn {

    private final byte[][] labels;
    private final OrcColumn[] fields;

    StructColumn(StripeStreams streams, OrcType type, OrcColumn[] fields, Limits limits) {
        super(streams, type, limits);
        this.labels = labels(type);
        this.fields = fields;
    }

    @Override
    boolean valueReadsNothing() {
        return Arrays.stream(fields).allMatch(OrcColumn::readsNothing);
    }

    @Override
    void value(JsonText target) throws IOException {
        target.raw((byte) '{');
        for (int i = 0; i < fields.length; i++) {
            target.raw(labels[i]);
            fields[i].write(target);
        }
        target.raw((byte) '}');
    }

    /** Names as JSON, with their colons and the commas before them. */
    private static byte[][] labels(OrcType type) {
        byte[][] labels = new byte[type.names().size()][];
        for (int i = 0; i < labels.length; i++) {
            JsonText label = new JsonText();
            if (i > 0) {
                label.raw((byte) ',');
            }
            label.string(type.names().get(i)).raw((byte) ':');
            labels[i] = Arrays.copyOf(label.bytes(), label.length());
        }
        return labels;
    }
}
