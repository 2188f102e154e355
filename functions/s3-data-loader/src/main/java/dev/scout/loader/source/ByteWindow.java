package dev.scout.loader.source;

import java.util.Arrays;

/**
 * A window that moves over content: the bytes from {@link #start} to before {@link #limit} are in {@link #bytes}. It grows with what is
 * kept in it, and shrinks never; who keeps too much sees {@link #length()} and lets go.
 */
public final class ByteWindow {

    private static final int CHUNK_BYTES = 128 * 1024;

    /** Replaced by {@link #more()}. */
    public byte[] bytes = new byte[2 * CHUNK_BYTES];

    /** Index of the first byte that is still needed. */
    public int start;

    /** Index behind the last byte. */
    public int limit;

    private final Content content;
    private long discarded;

    public ByteWindow(Content content) {
        this.content = content;
        this.discarded = content.consumed();
    }

    public int length() {
        return limit - start;
    }

    /** Where an index of the window lies in the content, in bytes from 0. */
    public long offsetOf(int index) {
        return discarded + index;
    }

    /** Goes on at another place of the content, which is none that the window has left behind. */
    public void jumpTo(long offset) {
        if (offset <= offsetOf(limit)) {
            start = (int) Math.max(start, offset - discarded);
            return;
        }
        content.jumpTo(offset);
        discarded = offset;
        start = 0;
        limit = 0;
    }

    /** An offset as it is told to people: negative where the content is not the bytes of the file itself. */
    public long told(long offset) {
        return content.isOriginal() ? offset : -1;
    }

    /**
     * Reads on. What lies from {@link #start} on moves to index 0, also at the end of the content: an index from before has to be made less
     * by what {@link #start} was.
     *
     * @return false at the end of the content
     */
    public boolean more() {
        int kept = limit - start;
        byte[] target = bytes;
        if (kept + CHUNK_BYTES > bytes.length) {
            target = new byte[Math.max(bytes.length + bytes.length / 2, kept + CHUNK_BYTES)];
            System.arraycopy(bytes, start, target, 0, kept);
        } else if (start > 0) {
            System.arraycopy(bytes, start, bytes, 0, kept);
        }
        bytes = target;
        discarded += start;
        start = 0;
        limit = kept;
        int read = content.read(bytes, limit, bytes.length - limit);
        if (read < 0) {
            return false;
        }
        limit += read;
        return true;
    }

    /** The beginning of what is kept, at most {@link Refusal#RAW_LIMIT} bytes. */
    public byte[] head() {
        return Arrays.copyOfRange(bytes, start, start + Math.min(length(), Refusal.RAW_LIMIT));
    }
}
