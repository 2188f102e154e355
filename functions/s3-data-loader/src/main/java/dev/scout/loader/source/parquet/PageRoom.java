package dev.scout.loader.source.parquet;

import dev.scout.loader.source.SpooledFile;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Room for pages: on the heap as long as they keep within a share of it, else in temporary files that are mapped into memory, so that pages
 * of any size, and any number of columns, can be read.
 */
final class PageRoom {

    private final long mostHeapBytes;
    private long heapBytes;

    PageRoom(long mostHeapBytes) {
        this.mostHeapBytes = mostHeapBytes;
    }

    long mostHeapBytes() {
        return mostHeapBytes;
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
        return mapped(size);
    }

    void giveBack(@Nullable ByteBuffer held) {
        if (held != null && held.hasArray()) {
            heapBytes -= held.capacity();
        }
    }

    private static ByteBuffer mapped(int size) {
        long free = new File(System.getProperty("java.io.tmpdir")).getUsableSpace();
        if (size > free) {
            throw DamageException.of("it has " + size + " bytes decompressed, for which neither the memory nor the "
                    + free + " bytes of temporary storage suffice; give the function more");
        }
        try (FileChannel file = SpooledFile.temporary()) {
            return file.map(FileChannel.MapMode.READ_WRITE, 0, size);
        } catch (IOException e) {
            throw new SourceFailure(
                    new IOException("There is no room for a page of " + size + " bytes in the temporary directory", e));
        }
    }
}
