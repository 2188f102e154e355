package dev.scout.loader.bronze;

import dev.scout.ScoutException;
import dev.scout.loader.object.ObjectGoneException;
import dev.scout.loader.object.ObjectStore;
import dev.scout.loader.object.ObjectStream;
import dev.scout.loader.quality.Inspection;
import dev.scout.loader.source.Content;
import dev.scout.loader.source.Place;
import dev.scout.loader.source.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** Brings a part of an object into the tables where it waits for the others, on a connection and within its transaction. */
final class PartTransfer {

    /** So much of the object is read for its checksum only. A format with an index leaves nearly all, on a transfer that stood still meanwhile. */
    private static final long READ_AS_WELL = 16L * 1024 * 1024;

    private final ObjectStore objects;
    private final Connection connection;
    private final Split split;
    private final Part part;
    private @Nullable Fixed fixed;

    PartTransfer(ObjectStore objects, Connection connection, Split split, Part part) {
        this.objects = objects;
        this.connection = connection;
        this.split = split;
        this.part = part;
    }

    /**
     * Transfers it, or as much of it as there is time for.
     *
     * @param mostBytes after which a part is ended that begins where reading can begin at once
     * @throws ObjectGoneException where the object is not there any more
     */
    PartResult run(PartLimits time, long mostBytes) throws ObjectGoneException, SQLException {
        boolean isRest = part.stretch().to() == null;
        try (ObjectStream whole =
                        isRest && part.stretch().from().equals(Place.START) ? objects.open(split.object()) : null;
                InputStream bytes = whole == null ? objects.glance(split.object()) : whole.readAhead();
                Content content = Content.of(
                        bytes,
                        objects.ranges(split.object()),
                        ResumePoints.find(connection, split, part.stretch().from()));
                BronzeWriter writer = new BronzeWriter(
                        connection,
                        split.file(),
                        Transfer.row(split.file(), split.pipeline()),
                        split.tables(),
                        time.deadline(),
                        PartLimits.LAST_RESERVE)) {
            Reading reading = Transfer.open(
                    content, split.object(), split.pipeline(), split.settings().maxRecordBytes());
            PartLimits limits = reading.canJump() ? new PartLimits(time.deadline(), mostBytes) : time;
            return run(writer, reading, limits, whole, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Closing " + split.object().uri() + " failed", e);
        }
    }

    private PartResult run(
            BronzeWriter writer, Reading reading, PartLimits limits, @Nullable ObjectStream whole, InputStream bytes)
            throws SQLException, IOException {
        Sinks sinks = new Sinks(writer, reading, limits);
        try {
            reading.into(part.stretch(), sinks.sink);
            writer.flush();
        } catch (ScoutException e) {
            if (fixed == null || !e.code().equals(BronzeWriter.OUT_OF_TIME)) {
                throw e;
            }
            writer.close();
            connection.rollback(fixed.savepoint());
            return fixed.result();
        }
        Place cutAt = sinks.sink.cutAt();
        String checksum = null;
        if (whole != null && cutAt == null && whole.left() < READ_AS_WELL) {
            checksum = Survey.checksum(whole, bytes, limits.deadline());
        }
        return sinks.result(cutAt, checksum);
    }

    /** What the records of the part go through. */
    private final class Sinks {

        private final BronzeWriter writer;
        private final Reading reading;
        private final Inspection inspection;
        private final PartSink sink;

        Sinks(BronzeWriter writer, Reading reading, PartLimits limits) {
            this.writer = writer;
            this.reading = reading;
            this.inspection = Transfer.inspection(
                    connection, split.file(), split.pipeline().standards(), reading, writer, true);
            this.sink = new PartSink(inspection, part, limits, split.settings().borderBytes(), this::fix);
        }

        private void fix(Place place) {
            PartResult result = result(place, null);
            writer.flush();
            try {
                if (fixed != null) {
                    connection.releaseSavepoint(fixed.savepoint());
                }
                fixed = new Fixed(connection.setSavepoint(), result);
            } catch (SQLException e) {
                throw DatabaseFailure.of("A part of " + split.object().uri() + " could not be written", e);
            }
        }

        private PartResult result(@Nullable Place cutAt, @Nullable String checksum) {
            return new PartResult(
                    Tally.of(writer, reading),
                    sink.sha256(),
                    cutAt,
                    cutAt == null ? null : reading.resumePoint(cutAt),
                    checksum,
                    inspection.profile());
        }
    }

    /** How far the part can be kept, whatever comes. */
    private record Fixed(Savepoint savepoint, PartResult result) {}
}
