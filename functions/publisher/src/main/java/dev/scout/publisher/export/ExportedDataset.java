package dev.scout.publisher.export;

import dev.scout.file.ExportedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A dataset of one moment as two temporary files, which go when this is closed. */
public record ExportedDataset(DatasetTable table, long rowCount, ExportedFile csv, ExportedFile parquet)
        implements AutoCloseable {

    @Override
    public void close() {
        try {
            Files.deleteIfExists(csv.path());
            Files.deleteIfExists(parquet.path());
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary files of " + table.id() + " could not be deleted", e);
        }
    }
}
