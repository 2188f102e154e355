package dev.scout.loader.source.parquet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.scout.ScoutException;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Damage;
import dev.scout.loader.source.JsonText;
import dev.scout.loader.source.RecordSink;
import dev.scout.loader.source.Refusal;
import dev.scout.loader.source.Stretch;
import dev.scout.parquet.ParquetCodecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Parquet, row group by row group. Its index stands at the end, so the file goes to the temporary directory first and is removed from there
 * whatever happens.
 */
public final class ParquetReader implements dev.scout.loader.source.RecordReader {

    private final int maxRecordBytes;
    private @Nullable String writtenBy;
    private int rowGroups;
    private long number;

    public ParquetReader(int maxRecordBytes) {
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public void describe(ObjectNode description) {
        description.put("row_groups", rowGroups);
        if (writtenBy != null) {
            description.put("created_by", writtenBy);
        }
    }

    @Override
    public void read(Content content, Stretch stretch, RecordSink sink) {
        Path file = spool(content);
        try {
            Damage damage = content.damage();
            if (damage != null) {
                sink.refuse(Refusal.of(damage.rule(), damage.message()));
                return;
            }
            read(file, sink);
        } finally {
            remove(file);
        }
    }

    private void read(Path file, RecordSink sink) {
        ParquetReadOptions options = ParquetReadOptions.builder(ParquetCodecs.plain())
                .withCodecFactory(new ParquetCodecs())
                .build();
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            writtenBy = reader.getFileMetaData().getCreatedBy();
            JsonRecordMaterializer materializer = new JsonRecordMaterializer(schema);
            MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
            PageReadStore rowGroup = reader.readNextRowGroup();
            while (rowGroup != null) {
                rowGroups++;
                rows(columns.getRecordReader(rowGroup, materializer), rowGroup.getRowCount(), materializer, sink);
                rowGroup = reader.readNextRowGroup();
            }
        } catch (ScoutException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Parquet's reader fails on a damaged file in any way it happens to: what was read until then is good.
            sink.refuse(Refusal.of(Refusal.CORRUPT_FILE, damaged(e)));
        }
    }

    private void rows(
            RecordReader<JsonText> records, long count, JsonRecordMaterializer materializer, RecordSink sink) {
        for (long i = 0; i < count; i++) {
            JsonText json = records.read();
            number++;
            String badColumn = materializer.takeBadColumn();
            if (badColumn != null) {
                refuse(
                        Refusal.of(
                                        Refusal.INVALID_ENCODING,
                                        "The text in column \"" + badColumn
                                                + "\" is not UTF-8; here it stands in base64.")
                                .column(badColumn),
                        json,
                        sink);
            } else if (json.length() > maxRecordBytes) {
                String message = "The record has " + json.length() + " bytes as JSON; the largest that is loaded has "
                        + maxRecordBytes + " (SCOUT_MAX_RECORD_BYTES).";
                refuse(Refusal.of(Refusal.RECORD_TOO_LARGE, message), json, sink);
            } else {
                sink.accept(number, RecordSink.NO_LINE, json.bytes(), 0, json.length());
            }
        }
    }

    private void refuse(Refusal refusal, JsonText json, RecordSink sink) {
        sink.refuse(
                refusal.record(number, RecordSink.NO_LINE).bytes(-1, json.length(), json.bytes(), 0, json.length()));
    }

    private String damaged(Exception e) {
        String read = number == 0
                ? "The Parquet file can not be read"
                : "The Parquet file can not be read behind record " + number;
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return read + ": "
                + reason.replaceAll("[^ ]*scout-parquet-[^ ]*", "the file").replaceAll("[.\\s]+$", "") + ".";
    }

    private static Path spool(Content content) {
        Path file = null;
        try {
            file = Files.createTempFile(
                    "scout-parquet-" + ProcessHandle.current().pid() + "-", ".parquet");
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            remove(file);
            throw new ScoutException(
                    "NO_ROOM",
                    false,
                    "A Parquet file could not be put into the temporary directory: " + e.getMessage()
                            + ". The function needs as much ephemeral storage as its largest Parquet file.",
                    e);
        } catch (RuntimeException e) {
            remove(file);
            throw e;
        }
    }

    private static void remove(@Nullable Path file) {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary file " + file + " could not be removed", e);
        }
    }
}
