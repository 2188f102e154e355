package dev.scout.loader.source.parquet;

import dev.scout.loader.source.SpooledFile;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Room for pages: on the heap as long as they keep within a share of it, else in temporary files that are mapped into memory, so that pages
 * of any size, and any number of columns, can be read. As much of the heap again is there for pages that are read as streams. A mapping ends
 * only when the collector finds it, and counts as the process' memory until then: so it is used again for other pages, and at the end its
 * file is emptied, which frees the memory at once.
 */
final class PageRoom implements AutoCloseable {

    private final long mostHeapBytes;
    private final List<FileChannel> files = new ArrayList<>();
    private final List<ByteBuffer> unused = new ArrayList<>();
    private long heapBytes;
    private long streamBytes;

    PageRoom(long mostHeapBytes) {
        this.mostHeapBytes = mostHeapBytes;
    }

    long mostHeapBytes() {
        return mostHeapBytes;
    }

    /** Whether there is room on the heap for what a stream needs while it unpacks; given back by {@link #endStream}. */
    boolean beginStream(int bytes) {
        if (streamBytes + bytes > mostHeapBytes) {
            return false;
        }
        streamBytes += bytes;
        return true;
    }

    void endStream(int bytes) {
        streamBytes -= bytes;
    }

    /**
     * A buffer of a size.
     *
     * @param held a buffer of an earlier call that is not needed any more; used again where it is large enough
     */
    ByteBuffer take(@Nullable ByteBuffer held, int size) {
        if (held != null && held.capacity() >= size) {
            return held.clear().limit(size);
        }
        giveBack(held);
        int roomy = (int) Math.min(Integer.MAX_VALUE - 16L, size + (long) size / 4 + 1024);
        if (heapBytes + roomy <= mostHeapBytes) {
            heapBytes += roomy;
            return ByteBuffer.allocate(roomy).limit(size);
        }
        int fitting = smallestUnused(size);
        return fitting < 0 ? map(size, roomy) : unused.remove(fitting).clear().limit(size);
    }

    /** Takes a buffer back; what it holds must not be read any more. */
    void giveBack(@Nullable ByteBuffer held) {
        if (held == null) {
            return;
        }
        if (held.hasArray()) {
            heapBytes -= held.capacity();
        } else {
            unused.add(held);
        }
    }

    /** Takes all room back. */
    @Override
    public void close() {
        files.forEach(PageRoom::empty);
        files.clear();
        unused.clear();
    }

    private int smallestUnused(int size) {
        int found = -1;
        for (int i = 0; i < unused.size(); i++) {
            int capacity = unused.get(i).capacity();
            if (capacity >= size && (found < 0 || capacity < unused.get(found).capacity())) {
                found = i;
            }
        }
        return found;
    }

    private ByteBuffer map(int size, int roomy) {
        long free = new File(System.getProperty("java.io.tmpdir")).getUsableSpace();
        if (size > free) {
            throw DamageException.of("it has " + size + " bytes decompressed, for which neither the memory nor the "
                    + free + " bytes of temporary storage suffice; give the function more");
        }
        try {
            FileChannel file = SpooledFile.temporary();
            files.add(file);
            return file.map(FileChannel.MapMode.READ_WRITE, 0, roomy).limit(size);
        } catch (IOException e) {
            throw new SourceFailure(
                    new IOException("There is no room for a page of " + size + " bytes in the temporary directory", e));
        }
    }

    private static void empty(FileChannel file) {
        try (file) {
            file.truncate(0);
        } catch (IOException e) {
            throw new SourceFailure(new IOException("A temporary file could not be emptied", e));
        }
    }
}
