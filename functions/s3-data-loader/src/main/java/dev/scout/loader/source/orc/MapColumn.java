package dev.scout.loader.source.orc;

import dev.scout.loader.source.JsonText;
import java.io.IOException;
import java.util.Arrays;

/** A map: an object where its keys are texts, else an array of objects with key and value. */
final class MapColumn extends OrcColumn {

    private final OrcColumn keys;
    private final OrcColumn values;
    private final boolean textKeys;
    private final Integers lengths;
    private final Limits limits;

    MapColumn(StripeStreams streams, OrcType type, OrcColumn keys, OrcColumn values, boolean textKeys, Limits limits)
            throws IOException {
        super(streams, type, limits);
        this.keys = keys;
        this.values = values;
        this.textKeys = textKeys;
        this.limits = limits;
        this.lengths = Integers.of(streams, type.column(), streams.stream(type.column(), StripeStreams.LENGTH), false);
    }

    /** Writes an object first: whether there is a null among the keys shows only when it is there. */
    @Override
    void value(JsonText target) throws IOException {
        int count = limits.count(lengths.next(), keys.readsNothing() && values.readsNothing());
        boolean isObject = textKeys;
        int begin = target.length();
        int[] places = new int[16];
        target.raw((byte) '{');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                target.raw((byte) ',');
            }
            if (2 * i + 2 > places.length && !limits.isTooLarge()) {
                places = Arrays.copyOf(places, places.length * 2);
            }
            int key = target.length();
            isObject &= key(target);
            if (2 * i + 2 <= places.length) {
                places[2 * i] = key;
                places[2 * i + 1] = target.length();
            }
            target.raw((byte) ':');
            values.write(target);
        }
        target.raw((byte) '}');
        if (!isObject && !limits.isTooLarge()) {
            entries(target, begin, places, count);
        }
    }

    private boolean key(JsonText target) throws IOException {
        if (keys.hasNext()) {
            keys.value(target);
            return true;
        }
        target.ascii("null");
        return false;
    }

    /**
     * Makes the object that was written an array.
     *
     * @param places where each key begins and ends
     */
    private static void entries(JsonText target, int begin, int[] places, int count) {
        byte[] object = Arrays.copyOfRange(target.bytes(), begin, target.length());
        target.cut(begin);
        target.raw((byte) '[');
        for (int i = 0; i < count; i++) {
            int keyEnd = places[2 * i + 1] - begin;
            int valueEnd = i + 1 < count ? places[2 * i + 2] - begin - 1 : object.length - 1;
            target.ascii(i == 0 ? "{\"key\":" : ",{\"key\":");
            target.raw(object, places[2 * i] - begin, keyEnd);
            target.ascii(",\"value\":").raw(object, keyEnd + 1, valueEnd).raw((byte) '}');
        }
        target.raw((byte) ']');
    }
}
