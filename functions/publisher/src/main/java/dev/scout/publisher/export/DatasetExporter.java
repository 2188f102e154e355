package dev.scout.publisher.export;

import dev.scout.ScoutException;
import dev.scout.parquet.ParquetFile;
import dev.scout.parquet.UnfitValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a dataset's rows into a CSV and a Parquet file, in one pass over them. */
public final class DatasetExporter {

    private final Path directory;

    /** @param directory where the temporary files are made */
    public DatasetExporter(Path directory) {
        this.directory = directory;
    }

    /** @throws ScoutException where the rows can't be read or written; no file is left then */
    public ExportedDataset export(DatabaseSnapshot snapshot, DatasetTable table) {
        Path csvPath = directory.resolve(table.tableName() + ".csv");
        Path parquetPath = directory.resolve(table.tableName() + ".parquet");
        try {
            return export(snapshot, table, csvPath, parquetPath);
        } catch (IOException | UncheckedIOException e) {
            delete(csvPath, parquetPath);
            throw new ScoutException(
                    "DISK_FAILED",
                    true,
                    "The files of dataset " + table.id() + " could not be written in " + directory
                            + ": is the disk full? Give the function more ephemeral storage and publish again.",
                    e);
        } catch (UnfitValueException e) {
            delete(csvPath, parquetPath);
            throw unpublishable(table, e);
        } catch (RuntimeException e) {
            delete(csvPath, parquetPath);
            throw e;
        }
    }

    private static ExportedDataset export(DatabaseSnapshot snapshot, DatasetTable table, Path csvPath, Path parquetPath)
            throws IOException {
        try (CsvFile csv = new CsvFile(csvPath, table.columns());
                ParquetFile parquet = new ParquetFile(parquetPath, table.parquetColumns())) {
            long rowCount = snapshot.forEachRow(table, row -> {
                csv.write(row);
                parquet.write(row);
            });
            return new ExportedDataset(table, rowCount, csv.finish(), parquet.finish());
        }
    }

    private static ScoutException unpublishable(DatasetTable table, UnfitValueException e) {
        return new ScoutException(
                "UNPUBLISHABLE_VALUE",
                false,
                "Column " + e.column().name() + " of dataset " + table.id() + " holds " + e.value()
                        + ", which Parquet can't hold as "
                        + table.sqlType(e.column().name()) + ": " + e.reason()
                        + ". Correct the row and publish again.",
                e);
    }

    private static void delete(Path... paths) {
        for (Path path : paths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // What made the export fail is told; the directory goes at the end of the run.
            }
        }
    }
}
