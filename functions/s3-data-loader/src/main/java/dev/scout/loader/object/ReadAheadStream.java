package dev.scout.loader.object;

import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches an object in a thread of its own, a little ahead of who reads it, so that S3 and the database work at the same time. Holds a
 * bounded number of chunks.
 */
final class ReadAheadStream extends InputStream {

    private static final int CHUNK_BYTES = 128 * 1024;
    private static final int CHUNKS = 8;
    private static final byte[] NOTHING = {};

    private final ObjectStream object;
    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final Thread fetcher;
    private final byte[] single = new byte[1];
    private volatile boolean closed;
    private @Nullable Chunk current;
    private int position;

    ReadAheadStream(ObjectStream object) {
        this.object = object;
        this.fetcher = new Thread(this::fetch, "object-read-ahead");
        fetcher.setDaemon(true);
        fetcher.start();
    }

    @Override
    public int read() {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Chunk chunk = current;
        while (chunk == null || position == chunk.length()) {
            if (chunk != null && chunk.isLast()) {
                return -1;
            }
            chunk = next(chunk);
        }
        int taken = Math.min(length, chunk.length() - position);
        System.arraycopy(chunk.bytes(), position, target, offset, taken);
        position += taken;
        return taken;
    }

    /** Ends the transfer, wherever it is, and the thread. */
    @Override
    public void close() {
        closed = true;
        object.close();
        fetcher.interrupt();
        full.clear();
        try {
            fetcher.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Chunk next(@Nullable Chunk used) {
        if (used != null) {
            empty.offer(used.bytes());
        }
        try {
            Chunk chunk = full.take();
            throwFailure(chunk.failure());
            current = chunk;
            position = 0;
            return chunk;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while an object was read", e);
        }
    }

    private static void throwFailure(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException("The read-ahead ended", failure);
        }
    }

    private void fetch() {
        try {
            Chunk chunk;
            do {
                chunk = fetchChunk();
                full.put(chunk);
            } while (!chunk.isLast() && !closed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Chunk fetchChunk() {
        try {
            byte[] bytes = empty.poll();
            if (bytes == null) {
                bytes = new byte[CHUNK_BYTES];
            }
            int length = 0;
            while (length < bytes.length) {
                int read = object.read(bytes, length, bytes.length - length);
                if (read < 0) {
                    return new Chunk(bytes, length, true, null);
                }
                length += read;
            }
            return new Chunk(bytes, length, false, null);
        } catch (Throwable e) { // The reader waits for this chunk, whatever has happened here.
            return new Chunk(NOTHING, 0, true, e);
        }
    }

    /**
     * @param failure thrown at whoever reads this far; null where all is well
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Chunk(
            byte[] bytes,
            int length,
            boolean isLast,
            @Nullable Throwable failure) {}
}
