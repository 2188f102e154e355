package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import java.io.IOException;

/** A list: an array. */
final class ListColumn extends OrcColumn {

    private final OrcColumn elements;
    private final Integers lengths;
    private final Limits limits;

    ListColumn(StripeStreams streams, OrcType type, OrcColumn elements, Limits limits) throws IOException {
        super(streams, type, limits);
        this.elements = elements;
        this.limits = limits;
        this.lengths = Integers.of(streams, type.column(), streams.stream(type.column(), StripeStreams.LENGTH), false);
    }

    @Override
    void value(JsonText target) throws IOException {
        int count = limits.count(lengths.next(), elements.readsNothing());
        target.raw((byte) '[');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                target.raw((byte) ',');
            }
            elements.write(target);
        }
        target.raw((byte) ']');
    }
}
