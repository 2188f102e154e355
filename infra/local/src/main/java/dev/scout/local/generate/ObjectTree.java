package dev.scout.local.generate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A directory whose files are named by the keys of the objects that they become. */
final class ObjectTree {

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path root;

    ObjectTree(Path root) {
        this.root = root;
    }

    /**
     * Opens a file of sales.
     *
     * @param key where; {@code .gz} at its end compresses it
     */
    SaleWriter open(String key, SourceFormat format, TillWriter.Encoding encoding) throws IOException {
        return switch (format) {
            case POS_PARQUET -> new ParquetSaleWriter(path(key));
            case TILL_CSV -> new TillWriter(stream(key), encoding);
            default -> new JsonWriter(stream(key), format);
        };
    }

    /** Writes a whole object. */
    void put(String key, byte[] content) throws IOException {
        Files.write(path(key), content);
    }

    private OutputStream stream(String key) throws IOException {
        OutputStream stream = Files.newOutputStream(path(key));
        return new BufferedOutputStream(
                key.endsWith(".gz") ? new GZIPOutputStream(stream, BUFFER_BYTES) : stream, BUFFER_BYTES);
    }

    private Path path(String key) throws IOException {
        Path path = root.resolve(key);
        Files.createDirectories(path.getParent());
        return path;
    }
}
