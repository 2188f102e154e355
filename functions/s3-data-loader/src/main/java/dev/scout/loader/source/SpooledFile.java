package dev.scout.loader.source;

import dev.scout.ScoutException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * All of a content, for readers that need any of its bytes: in memory where it is small, else in a temporary file, which has no name from
 * the moment it is opened, so that it is gone however the function ends.
 */
public final class SpooledFile implements Ranges, Closeable {

    private final byte[] small;
    private final @Nullable FileChannel file;
    private final long sizeBytes;

    private SpooledFile(byte[] small, @Nullable FileChannel file, long sizeBytes) {
        this.small = small;
        this.file = file;
        this.sizeBytes = sizeBytes;
    }

    /** Reads the content to its end. */
    public static SpooledFile of(Content content) {
        if (content.sampleIsWhole()) {
            byte[] all = Arrays.copyOfRange(content.sample(), content.consumed(), content.sampleLength());
            content.skipBeginning(content.sampleLength());
            return new SpooledFile(all, null, all.length);
        }
        FileChannel file = null;
        try {
            file = temporary();
            return new SpooledFile(new byte[0], file, copy(content, file));
        } catch (IOException e) {
            close(file);
            throw new ScoutException(
                    "NO_ROOM",
                    false,
                    "The file could not be put into the temporary directory: " + e.getMessage()
                            + ". The function needs as much ephemeral storage as its largest file of this format.",
                    e);
        } catch (RuntimeException e) {
            close(file);
            throw e;
        }
    }

    /** A new temporary file that nobody else can see, gone when it is closed. */
    public static FileChannel temporary() throws IOException {
        Path path = Files.createTempFile("scout-spool-", null);
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position >= sizeBytes) {
            return 0;
        }
        int wanted = (int) Math.min(length, sizeBytes - position);
        if (file == null) {
            System.arraycopy(small, (int) position, target, offset, wanted);
            return wanted;
        }
        ByteBuffer into = ByteBuffer.wrap(target, offset, wanted);
        long at = position;
        while (into.hasRemaining()) {
            int read = file.read(into, at);
            if (read < 0) {
                break;
            }
            at += read;
        }
        return into.position() - offset;
    }

    @Override
    public InputStream from(long position) throws IOException {
        if (file == null) {
            int begin = (int) Math.min(position, sizeBytes);
            return new ByteArrayInputStream(small, begin, small.length - begin);
        }
        return Channels.newInputStream(file.position(position));
    }

    @Override
    public void close() {
        close(file);
    }

    private static long copy(Content content, FileChannel file) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long copied = 0;
        for (int read = content.read(buffer, 0, buffer.length); read >= 0; ) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                copied += file.write(bytes);
            }
            read = content.read(buffer, 0, buffer.length);
        }
        return copied;
    }

    private static void close(@Nullable FileChannel file) {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file could not be closed", e);
        }
    }
}
