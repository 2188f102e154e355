package dev.scout.loader.source.parquet;

import dev.scout.loader.source.Ranges;
import dev.scout.loader.source.SpooledFile;
import java.io.IOException;
import java.io.InputStream;

/** How much of a file is fetched at once: little where it lies near, much where each fetch is a request. */
final class Windows {

    private static final int NEAR_BYTES = 32 * 1024;
    private static final int FAR_BYTES = 4 * 1024 * 1024;
    private static final int LEAST_FAR_BYTES = 64 * 1024;

    private final boolean far;
    private final long mostBytes;

    /** @param mostBytes for the windows of all columns together */
    Windows(Ranges file, long mostBytes) {
        this.far = !(file instanceof SpooledFile);
        this.mostBytes = mostBytes;
    }

    /** The window of one column. */
    int bytes(int columns) {
        return far
                ? (int) Math.max(LEAST_FAR_BYTES, Math.min(FAR_BYTES, mostBytes / Math.max(1, columns)))
                : NEAR_BYTES;
    }

    /** The row group's bytes in memory, fetched at once, where they are few enough; else the file. */
    Ranges near(Ranges file, RowGroup group) {
        long start = group.start();
        long length = Math.min(group.end(), file.sizeBytes()) - start;
        if (!far || length <= 0 || length > mostBytes) {
            return file;
        }
        byte[] bytes = new byte[(int) length];
        try {
            int read = file.read(start, bytes, 0, bytes.length);
            return new Fetched(file, start, bytes, read);
        } catch (IOException | RuntimeException e) {
            throw new SourceFailure(e);
        }
    }

    /** A part of the file that is in memory; what lies outside is still in the file. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Fetched(Ranges file, long start, byte[] bytes, int count) implements Ranges {

        @Override
        public long sizeBytes() {
            return file.sizeBytes();
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) throws IOException {
            long at = position - start;
            if (at < 0 || at >= count) {
                return file.read(position, target, offset, length);
            }
            int taken = (int) Math.min(length, count - at);
            System.arraycopy(bytes, (int) at, target, offset, taken);
            return taken;
        }

        @Override
        public InputStream from(long position) throws IOException {
            return file.from(position);
        }
    }
}
