package dev.scout.loader.bronze;

import dev.scout.loader.event.Deadline;
import dev.scout.loader.object.LandedObject;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.quality.FileProfile;
import dev.scout.loader.quality.Inspection;
import dev.scout.loader.quality.QualityLedger;
import dev.scout.loader.quality.Standards;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.FormatDetector;
import dev.scout.loader.source.Reading;
import dev.scout.loader.source.RecordReader;
import dev.scout.loader.source.SourceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings what an object holds into bronze and quarantine, on a connection and within its transaction. */
final class Transfer {

    private final ObjectStore objects;
    private final int maxRecordBytes;

    Transfer(ObjectStore objects, int maxRecordBytes) {
        this.objects = objects;
        this.maxRecordBytes = maxRecordBytes;
    }

    /**
     * Transfers all of it.
     *
     * @throws ObjectGoneException where it is not there any more
     */
    Transferred whole(Connection connection, FileContext file, Pipeline pipeline, Deadline deadline)
            throws ObjectGoneException {
        return read(
                connection,
                file,
                pipeline,
                deadline,
                content -> open(content, file.object(), pipeline, maxRecordBytes));
    }

    /**
     * Transfers what a certain reader makes of it.
     *
     * @throws ObjectGoneException where it is not there any more
     */
    Transferred by(
            Connection connection,
            FileContext file,
            Pipeline pipeline,
            Deadline deadline,
            String format,
            RecordReader reader)
            throws ObjectGoneException {
        return read(connection, file, pipeline, deadline, content -> Reading.of(format, content, reader));
    }

    private Transferred read(
            Connection connection,
            FileContext file,
            Pipeline pipeline,
            Deadline deadline,
            Function<Content, Reading> opening)
            throws ObjectGoneException {
        try (ObjectStream bytes = objects.open(file.object());
                InputStream ahead = bytes.readAhead();
                Content content = Content.of(ahead);
                BronzeWriter writer = new BronzeWriter(
                        connection, file, row(file, pipeline), Tables.visible(pipeline), deadline, Deadline.RESERVE)) {
            Reading reading = opening.apply(content);
            Inspection inspection = inspection(connection, file, pipeline.standards(), reading, writer, false);
            reading.into(inspection);
            ahead.transferTo(OutputStream.nullOutputStream()); // The checksum covers all of it.
            writer.flush();
            return new Transferred(Tally.of(writer, reading), bytes.checksum(), inspection.profile());
        } catch (IOException e) {
            throw new UncheckedIOException("Closing " + file.object().uri() + " failed", e);
        }
    }

    /** Chooses how to read what an object holds. */
    static Reading open(Content content, LandedObject object, Pipeline pipeline, int maxRecordBytes) {
        return FormatDetector.open(
                content,
                object.key(),
                new SourceSettings(pipeline.format(), pipeline.readerOptions(), pipeline.mapping(), maxRecordBytes));
    }

    /** What stands between the reader and the tables. */
    static Inspection inspection(
            Connection connection,
            FileContext file,
            Standards standards,
            Reading reading,
            BronzeWriter writer,
            boolean isPart) {
        return new Inspection(
                standards,
                reading.isTyped(),
                reading::locate,
                writer,
                (rules, values, rows) -> {
                    writer.flush();
                    spool(connection, file, rules, values, rows);
                },
                isPart);
    }

    private static void spool(Connection connection, FileContext file, int[] rules, UUID[] values, long[] rows) {
        try {
            QualityLedger.spool(connection, file.fileId(), rules, values, rows);
        } catch (SQLException e) {
            throw DatabaseFailure.of(
                    "The values of " + file.object().uri() + " that must be unique could not be written", e);
        }
    }

    static BronzeRow row(FileContext file, Pipeline pipeline) {
        return pipeline.targetTable().equals("bronze_edge_raw") ? new EdgeRow(file) : new TransactionsRow(file);
    }

    /**
     * What came of it.
     *
     * @param checksum SHA-256 of the object's bytes; null where they were not read to the end
     * @param profile of its records
     */
    record Transferred(Tally tally, @Nullable String checksum, FileProfile profile) {}
}
