package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Ranges;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A stretch of a file, read in order through a window of its own. */
final class FileBytes extends InputStream {

    private final Ranges file;
    private final long end;
    private final byte[] window;
    private long windowStart;
    private int windowLength;
    private long position;

    FileBytes(Ranges file, long start, long end, int windowBytes) {
        this.file = file;
        this.end = Math.min(end, file.sizeBytes());
        this.window = new byte[windowBytes];
        this.position = start;
        this.windowStart = start;
    }

    /** Where in the file the next byte stands. */
    long position() {
        return position;
    }

    void moveTo(long place) {
        position = place;
    }

    @Override
    public int read() {
        if (inWindow() == 0 && refill() == 0) {
            return -1;
        }
        return window[(int) (position++ - windowStart)] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int known = inWindow();
        if (known == 0 && length < window.length) {
            known = refill();
        }
        int taken = Math.min(known, length);
        if (taken > 0) {
            System.arraycopy(window, (int) (position - windowStart), target, offset, taken);
        } else {
            taken = readAt(target, offset, length);
        }
        position += taken;
        return taken == 0 && length > 0 ? -1 : taken;
    }

    /** The next bytes, up to a place. */
    InputStream upTo(long stop) {
        return new InputStream() {

            @Override
            public int read() {
                return position < stop ? FileBytes.this.read() : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                int most = (int) Math.min(length, stop - position);
                return most <= 0 && length > 0 ? -1 : FileBytes.this.read(target, offset, most);
            }
        };
    }

    /**
     * Fills a buffer.
     *
     * @return whether there were enough bytes
     */
    boolean readFully(ByteBuffer target) {
        byte[] chunk = target.hasArray() ? target.array() : new byte[64 * 1024];
        while (target.hasRemaining()) {
            int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
            int read = read(chunk, offset, Math.min(target.remaining(), chunk.length - offset));
            if (read < 0) {
                return false;
            }
            if (target.hasArray()) {
                target.position(target.position() + read);
            } else {
                target.put(chunk, 0, read);
            }
        }
        return true;
    }

    private int inWindow() {
        long at = position - windowStart;
        return at < 0 || at >= windowLength ? 0 : (int) (windowLength - at);
    }

    private int refill() {
        windowStart = position;
        windowLength = readAt(window, 0, window.length);
        return windowLength;
    }

    private int readAt(byte[] target, int offset, int length) {
        int wanted = (int) Math.min(length, end - position);
        if (wanted <= 0) {
            return 0;
        }
        try {
            return file.read(position, target, offset, wanted);
        } catch (IOException | RuntimeException e) {
            throw new SourceFailure(e);
        }
    }
}
