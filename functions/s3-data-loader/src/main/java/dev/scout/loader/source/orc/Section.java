package dev.scout.loader.source.orc;

import dev.scout.loader.source.Ranges;
import java.io.IOException;
import java.util.Arrays;

/** A section of the file that is read from its beginning to its end, through a window. */
final class Section {

    private final Ranges file;
    private final int windowBytes;
    private long fetchAt;
    private final long end;
    private byte[] window = {};
    private int position;
    private int limit;

    /**
     * @param windowBytes how much to fetch at once
     */
    Section(Ranges file, long offset, long length, int windowBytes) {
        this.file = file;
        this.fetchAt = offset;
        this.end = offset + length;
        this.windowBytes = windowBytes;
    }

    /** A section that is in memory already. */
    Section(Ranges file, byte[] bytes, int from, int count) {
        this(file, 0, 0, 0);
        this.window = bytes;
        this.position = from;
        this.limit = from + count;
    }

    long remaining() {
        return limit - position + end - fetchAt;
    }

    byte[] bytes() {
        return window;
    }

    /** How many bytes can be taken at once; not 0 while something remains. */
    int available() throws IOException {
        if (position == limit) {
            need((int) Math.min(remaining(), 1));
        }
        return limit - position;
    }

    /** Takes bytes that are there, and says where in {@link #bytes()} they begin. */
    int take(int count) {
        int from = position;
        position += count;
        return from;
    }

    /** Has so many bytes there. */
    void need(int count) throws IOException {
        if (limit - position >= count) {
            return;
        }
        if (count > remaining()) {
            throw new CorruptOrcException("a chunk goes beyond the end of its stream");
        }
        int kept = limit - position;
        int wanted = (int) Math.min(Math.max(count, windowBytes), remaining());
        byte[] target = window.length >= wanted ? window : new byte[wanted];
        System.arraycopy(window, position, target, 0, kept);
        int read = file.read(fetchAt, target, kept, wanted - kept);
        if (read < wanted - kept) {
            throw new CorruptOrcException("it ends before its last stripe");
        }
        window = target;
        fetchAt += read;
        position = 0;
        limit = wanted;
    }

    /** All of a section that is small. */
    static byte[] read(Ranges file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        int read = file.read(offset, bytes, 0, length);
        return read == length ? bytes : Arrays.copyOf(bytes, read);
    }
}
