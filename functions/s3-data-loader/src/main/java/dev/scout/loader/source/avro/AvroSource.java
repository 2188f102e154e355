package dev.scout.loader.source.avro;

import dev.scout.loader.source.Content;
import java.io.InputStream;
import java.util.Arrays;

/** A file's bytes in order, of which as many as are asked for can be looked at before they are passed. */
final class AvroSource {

    private static final int FIRST_BYTES = 128 * 1024;

    private final Content content;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int position;
    private int limit;
    private long offset;

    AvroSource(Content content) {
        this.content = content;
    }

    /** Where in the file the next byte stands. */
    long offset() {
        return offset;
    }

    /** Holds what can be looked at, from {@link #position()} on. */
    byte[] buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    /** How many bytes can be looked at: as many as asked for, unless the file ends before. */
    int look(int count) {
        if (limit - position < count) {
            load(count);
        }
        return Math.min(count, limit - position);
    }

    void pass(int count) {
        position += count;
        offset += count;
    }

    /** Goes on at a place that lies ahead. */
    void jumpTo(long place) {
        long ahead = place - offset;
        if (ahead <= limit - position) {
            pass((int) ahead);
            return;
        }
        position = 0;
        limit = 0;
        offset = place;
        content.jumpTo(place);
    }

    /** Whether the file goes up to a place, as far as can be told without reading up to it. */
    boolean holds(long place) {
        return content.ranges() == null || place <= content.ranges().sizeBytes();
    }

    /** The next bytes as a stream, which passes them. */
    InputStream stream(long count) {
        return new InputStream() {

            private final byte[] single = new byte[1];
            private long left = count;

            @Override
            public int read() {
                return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int from, int length) {
                if (left == 0) {
                    return -1;
                }
                int taken = look((int) Math.min(Math.min(length, FIRST_BYTES), left));
                if (taken == 0) {
                    return length == 0 ? 0 : -1;
                }
                System.arraycopy(buffer, position, target, from, taken);
                pass(taken);
                left -= taken;
                return taken;
            }
        };
    }

    private void load(int count) {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < count) {
            if (limit == buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.min(Math.max(count, FIRST_BYTES), 2 * buffer.length));
            }
            int read = content.read(buffer, limit, buffer.length - limit);
            if (read < 0) {
                return;
            }
            limit += read;
        }
    }
}
