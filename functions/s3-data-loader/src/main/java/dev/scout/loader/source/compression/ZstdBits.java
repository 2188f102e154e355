package dev.scout.loader.source.compression;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bits of a stream that was written forwards and is read backwards, from its last byte's highest set bit. */
final class ZstdBits {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = {};
    private int begin;
    private int position;
    private long container;
    private int consumed;

    /** Begins at the end of a stream. */
    void open(byte[] stream, int from, int to) throws ZstdCorruption {
        ZstdCorruption.unless(to > from && stream[to - 1] != 0, "a stream of bits has no end");
        bytes = stream;
        begin = from;
        if (to - from >= Long.BYTES) {
            position = to - Long.BYTES;
            container = (long) LONG.get(stream, position);
        } else {
            position = from;
            container = 0;
            for (int i = from; i < to; i++) {
                container |= (stream[i] & 0xFFL) << (8 * (i - from));
            }
        }
        consumed = Long.numberOfLeadingZeros(container) + 1;
    }

    /** The next bits, without passing them; as many as {@link #refill()} promises. */
    int peek(int count) {
        return (int) (container << consumed >>> 1 >>> (Long.SIZE - 1 - count));
    }

    void skip(int count) {
        consumed += count;
    }

    int read(int count) {
        int value = peek(count);
        consumed += count;
        return value;
    }

    /** Brings at least 57 bits within reach, or what there is; false where more have been read than there were. */
    boolean refill() {
        if (consumed > Long.SIZE) {
            return false;
        }
        int step = Math.min(consumed >>> 3, position - begin);
        if (step > 0) {
            position -= step;
            consumed -= step << 3;
            container = (long) LONG.get(bytes, position);
        }
        return true;
    }

    boolean isOverrun() {
        return consumed > Long.SIZE;
    }

    /** Whether exactly all bits have been read. */
    boolean isAtEnd() {
        return position == begin && consumed == Long.SIZE;
    }
}
